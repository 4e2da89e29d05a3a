"""Writing deals. Row security hides rows from a write without complaint, so rows are locked
first, and those that cannot be are named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, or_, update
from sqlmodel import Session, col, select

from doughy_cli.db.finding import find_lead, find_property
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, Lead, Property
from doughy_cli.deals.changes import DealChange, Event
from doughy_cli.deals.event_queries import add_events
from doughy_cli.deals.holder_queries import telling_holders
from doughy_cli.deals.queries import deals_by_id
from doughy_cli.deals.rows import DealRow
from doughy_cli.deals.stale_queries import refuse_stale
from doughy_cli.errors import NotFound, NotPermitted
from doughy_cli.stages import FIRST_STAGE
from doughy_cli.written import Written

_NAMED = 5  # how many deals a message names


def add_deals(session: Session, records: Iterable[Mapping[str, Any]], region: str) -> list[DealRow]:
    """Add deals; `lead` and `property` of a record are what the person calls them. Return them
    as they are stored.

    Without a title a deal is named after its property's street, else after its lead. Raises
    Conflict, naming the deal, where the property has an active one.
    """
    added = []
    for record in records:
        values = {"stage": FIRST_STAGE, **pointing(session, record, region)}
        if "title" not in values:
            values["title"] = _title(session, values)
        with telling_holders(session, property_id=values.get("property_id")):
            stored = insert(Deal).values(values).returning(col(Deal.id))
            added.append(session.connection().execute(stored).scalar_one())
    return deals_by_id(session, added)


def pointing(session: Session, values: Mapping[str, Any], region: str) -> dict[str, Any]:
    """Return `values` by column: the ids of the lead and of the property in place of what the
    person calls them. Raises NotFound and Conflict as `find_ids`."""
    found = dict(values)
    if "lead" in found:
        lead = found.pop("lead")
        found["lead_id"] = None if lead is None else find_lead(session, lead, region)
    if "property" in found:
        place = found.pop("property")
        found["property_id"] = None if place is None else find_property(session, place)
    return found


def change_deals(
    session: Session,
    changes: Sequence[DealChange],
    unchanged_since: datetime | None = None,
    records: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> Written[DealRow]:
    """Change deals; return them as they are stored, in the order of `changes`.

    A deal that already is as it should be is not touched. Raises Conflict for a deal that is not
    as it was seen any more, was changed after `unchanged_since`, or is not as in `records`; and,
    naming the deal in the way, where a property would have two active ones. Raises NotPermitted
    for somebody else's.
    """
    ids = [each.seen.id for each in changes]
    updated_at = lock_deals(session, ids)
    refuse_stale(session, [each.seen for each in changes], updated_at, unchanged_since, records)
    changed: set[UUID] = set()
    for same in _alike(changes, lambda each: tuple(each.values.items())):
        changed |= _update(session, [each.seen.id for each in same], same[0].values)
    for deal_id, event in ((each.seen.id, event) for each in changes for event in each.events):
        if event.always or deal_id in changed:
            changed.add(deal_id)
    _tell(session, changes, changed)
    return Written(deals_by_id(session, ids), len(changed))


def _tell(session: Session, changes: Sequence[DealChange], changed: set[UUID]) -> None:
    """Put the events of those deals that were changed on their timelines."""
    told: defaultdict[str, list[tuple[UUID, Event]]] = defaultdict(list)
    for each in changes:
        if each.seen.id in changed:
            for event in each.events:
                told[repr(event)].append((each.seen.id, event))
    for same in told.values():
        add_events(session, [deal_id for deal_id, _ in same], same[0][1])


def _alike(changes: Sequence[DealChange], key: Any) -> Iterable[list[DealChange]]:
    found: defaultdict[Any, list[DealChange]] = defaultdict(list)
    for each in changes:
        if each.values:
            found[key(each)].append(each)
    return found.values()


def update_statement(ids: Sequence[UUID], values: Mapping[str, Any]) -> Any:
    """Return the statement that sets columns where they differ, so that no timeline tells of a
    change that was none. It returns the ids of the deals that differed."""
    differs = [col(getattr(Deal, name)).is_distinct_from(value) for name, value in values.items()]
    changed = update(Deal).where(among(Deal.id, ids), or_(*differs)).values(values)
    return changed.returning(col(Deal.id))


def _update(session: Session, ids: Sequence[UUID], values: Mapping[str, Any]) -> set[UUID]:
    """Set columns; return the deals that differed."""
    with telling_holders(session, ids, values.get("property_id")):
        return set(session.connection().execute(update_statement(ids, values)).scalars())


def lock_statement(ids: Sequence[UUID]) -> Any:
    """Return the statement that locks deals, and tells when each was changed last."""
    columns: tuple[Any, ...] = (col(Deal.id), col(Deal.updated_at))
    locked = select(*columns).where(among(Deal.id, ids)).order_by(col(Deal.id))
    return locked.with_for_update()


def lock_deals(session: Session, ids: Sequence[UUID]) -> dict[UUID, datetime]:
    """Lock deals until the transaction's end, always in one order, so that two never wait for
    each other; return when each was changed last. Raises NotPermitted for those that are seen and
    are somebody else's."""
    locked = {row[0]: row[1] for row in session.connection().execute(lock_statement(ids))}
    refused = [each for each in ids if each not in locked]
    if not refused:
        return locked
    seen = deals_by_id(session, refused)
    if not seen:
        raise NotFound("The deals are gone: somebody removed them.")
    shown = ", ".join(f"{str(each.id)[:8]} ({each.title})" for each in seen[:_NAMED])
    more = f" and {len(seen) - _NAMED} more" if len(seen) > _NAMED else ""
    raise NotPermitted(
        f"Deal {shown}{more}: you see it, and it is somebody else's to change.",
        "A person changes only their own deals.",
    )


def _title(session: Session, values: Mapping[str, Any]) -> str:
    """Return what a deal without a title is called."""
    if values.get("property_id"):
        street = select(Property.address_line_1).where(Property.id == values["property_id"])
        return session.exec(street).one()
    return session.exec(select(Lead.name).where(Lead.id == values["lead_id"])).one()
