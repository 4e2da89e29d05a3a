"""What a decision makes beside the lead: calls and deals; and removing them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlmodel import Session, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Call, Deal, Lead, Property
from doughy_cli.leads.triage.state import kept

_TABLES: dict[str, Any] = {"calls": Call, "deals": Deal, "properties": Property}


def make_deal(session: Session, lead_id: UUID) -> dict[str, Any]:
    """Make a deal of the lead; return what was made, as an entry's fields."""
    name = session.exec(select(Lead.name).where(Lead.id == lead_id)).one()
    values = {"lead_id": lead_id, "title": name, "stage": "initial_contact"}
    made = insert(Deal).values(values).returning(Deal.id, Deal.updated_at)  # type: ignore[call-overload]
    return {"deals": _added(session, made)}


def stored(session: Session, what: str, ids: Sequence[UUID]) -> dict[str, str]:
    """Return what was made, locked: id → updated_at, as an entry keeps it."""
    table = _TABLES[what]
    columns = select(table.id, table.updated_at).where(among(table.id, ids)).with_for_update()
    return {str(row[0]): kept(row[1]) for row in session.exec(columns)}


def changed_since(session: Session, what: str, made: Mapping[str, str]) -> list[str]:
    """Return which of `made` (id → updated_at) were changed or removed since."""
    now = stored(session, what, [UUID(each) for each in made])
    return [each for each in made if now.get(each) != made[each]]


def remove(session: Session, what: str, made: Mapping[str, str]) -> None:
    """Remove what was made; what is gone already is no fault."""
    ids = [UUID(each) for each in made]
    session.connection().execute(delete(_TABLES[what]).where(among(_TABLES[what].id, ids)))


def _added(session: Session, statement: Any) -> dict[str, str]:
    rows = session.connection().execute(statement)
    return {str(row[0]): kept(row[1]) for row in rows}
