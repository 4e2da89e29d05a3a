"""What a decision makes beside the lead, and removing that again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, update
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Call, Deal, Document, Property, PropertyDocument
from doughy_cli.errors import Conflict
from doughy_cli.leads.conversations.queries import log_call
from doughy_cli.leads.converting.deals import DealValues
from doughy_cli.leads.converting.queries import convert
from doughy_cli.leads.triage.state import kept

_TABLES: dict[str, Any] = {"calls": Call, "deals": Deal, "properties": Property}


def make_call(
    session: Session, lead_id: UUID, outcome: str | None, text: str | None
) -> dict[str, Any]:
    """Log a call to the lead; return it as an entry keeps it."""
    call = log_call(session, lead_id, outcome=outcome, summary=text)
    return {"calls": _stored(session, "calls", [call.id])}


def make_deals(session: Session, lead_id: UUID) -> dict[str, Any]:
    """Make the lead's deals, as `convert` does; return what was made, as an entry keeps it.

    Raises Conflict if none was made: there is one already.
    """
    before = _properties_of(session, lead_id)
    done = convert(session, [lead_id], DealValues())
    if not done.deals:
        there = done.left_alone[0].deal
        raise Conflict(
            f"There is a deal already: {there.title}.",
            f"`doughy leads convert {str(lead_id)[:8]} --again` makes another.",
        )
    new = {each.property_id for each in done.deals if each.property_id and each.property_is_new}
    return {
        "deals": _stored(session, "deals", [each.id for each in done.deals]),
        "properties": _stored(session, "properties", list(new)),
        "taken": [str(each) for each in _properties_of(session, lead_id) - before - new],
    }


def changed_since(session: Session, what: str, made: Mapping[str, str]) -> bool:
    """Return whether any of `made` (id → updated_at) was changed or removed since."""
    return bool(made) and _stored(session, what, list(map(UUID, made))) != made


def remove_calls(session: Session, made: Mapping[str, str]) -> None:
    """Remove calls; one that is gone already is no fault."""
    session.connection().execute(delete(Call).where(among(Call.id, map(UUID, made))))


def remove_deals(session: Session, lead_id: UUID, entry: Mapping[str, Any]) -> None:
    """Remove deals, the properties made for them that nothing else uses by now, and the link
    of those that became the lead's."""
    session.connection().execute(delete(Deal).where(among(Deal.id, map(UUID, entry["deals"]))))
    used = (
        exists().where(col(Deal.property_id) == Property.id),
        exists().where(col(Document.property_id) == Property.id),
        exists().where(col(PropertyDocument.property_id) == Property.id),
    )
    ours = among(Property.id, map(UUID, entry["properties"]))
    session.connection().execute(delete(Property).where(ours, *(~each for each in used)))
    taken = among(Property.id, map(UUID, entry["taken"]))
    session.connection().execute(
        update(Property).where(taken, col(Property.lead_id) == lead_id).values(lead_id=None)
    )


def _properties_of(session: Session, lead_id: UUID) -> set[UUID]:
    return set(session.exec(select(Property.id).where(Property.lead_id == lead_id)))


def _stored(session: Session, what: str, ids: Sequence[UUID]) -> dict[str, str]:
    """Return rows, locked: id → updated_at, as an entry keeps them."""
    table = _TABLES[what]
    columns = select(table.id, table.updated_at).where(among(table.id, ids)).with_for_update()
    return {str(row[0]): kept(row[1]) for row in session.exec(columns)}
