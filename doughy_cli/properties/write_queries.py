"""Writing properties. Each function locks what it changes, and tells what stands in its way.

Row security hides rows from a write without complaint, so nothing here trusts silence: rows are
locked first, and those that cannot be are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, or_, update
from sqlmodel import Session, col, select

from doughy_cli.addresses import REQUIRED_PARTS
from doughy_cli.db.finding import find_lead
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Property
from doughy_cli.errors import NotFound, NotPermitted
from doughy_cli.properties.changes import PropertyChange, address_of, refuse_stale
from doughy_cli.properties.duplicate_queries import one_at_a_time, refuse_known
from doughy_cli.properties.queries import COLUMNS, properties_by_id
from doughy_cli.properties.rows import PropertyRow
from doughy_cli.written import Written

_NAMED = 5  # how many properties a message names
_TELLING = (*REQUIRED_PARTS, "address_line_2", "parcel_number")


def add_properties(
    session: Session, records: Iterable[Mapping[str, Any]], region: str, *, allow_duplicate: bool
) -> list[PropertyRow]:
    """Add properties; return them as they are stored.

    Raises Conflict, naming the property that is there already, unless `allow_duplicate`.
    """
    one_at_a_time(session)
    added = []
    for record in records:
        values = _with_lead(session, record, region)
        if not allow_duplicate:
            refuse_known(session, values)
        statement = insert(Property).values(values).returning(Property.id)  # type: ignore[call-overload]
        added.append(session.connection().execute(statement).scalar_one())
    return properties_by_id(session, added)


def edit_properties(
    session: Session,
    ids: Sequence[UUID],
    change: PropertyChange,
    region: str,
    read: Sequence[PropertyRow] = (),
) -> Written[PropertyRow]:
    """Change properties; return them as they are stored, in the order of `ids`.

    One that already is as it should be is not touched. Raises Conflict for one that was changed
    since it was seen or `read`, and for an address or parcel number that is another's;
    NotPermitted for somebody else's.
    """
    before = {each.id: each for each in read}
    telling = not change.values.keys().isdisjoint(_TELLING)
    if telling and not change.allow_duplicate:
        one_at_a_time(session)
    for row in lock_properties(session, ids):
        refuse_stale(row, change, before.get(row.id))
    values = _with_lead(session, change.values, region)
    differs = [
        col(getattr(Property, name)).is_distinct_from(value) for name, value in values.items()
    ]
    statement = update(Property).where(among(Property.id, ids), or_(*differs)).values(values)
    changed = session.connection().execute(statement).rowcount
    rows = properties_by_id(session, ids)
    if telling and changed and not change.allow_duplicate:
        for row in rows:
            compared = {name: getattr(row, name) for name in _TELLING}
            refuse_known(session, compared, [row.id])
    return Written(rows, changed)


def remove_properties(session: Session, ids: Sequence[UUID]) -> Written[PropertyRow]:
    """Remove properties for good; return them as they were. Deals and documents stay."""
    rows = list(lock_properties(session, ids))
    removed = session.connection().execute(delete(Property).where(among(Property.id, ids)))
    if removed.rowcount != len(rows):
        raise NotPermitted("Not all of these properties can be removed.", "Nothing was removed.")
    found = {each.id: each for each in rows}
    return Written([found[each] for each in ids], removed.rowcount)


def lock_properties(session: Session, ids: Sequence[UUID]) -> list[PropertyRow]:
    """Lock properties until the transaction's end, always in one order, so that two never wait
    for each other; return them as they are stored now.

    Raises NotFound for those that are gone, NotPermitted for those that are somebody else's.
    """
    statement = select(*COLUMNS).where(among(Property.id, ids)).order_by(col(Property.id))
    found = session.connection().execute(statement.with_for_update())
    locked = [PropertyRow(*row) for row in found]
    refused = set(ids) - {each.id for each in locked}
    if not refused:
        return locked
    seen = properties_by_id(session, refused)
    if not seen:
        raise NotFound(
            f"Property {', '.join(str(each)[:8] for each in refused)}: gone, somebody removed it.",
            "Nothing was saved.",
        )
    raise NotPermitted(
        f"{_names(seen)}: you see it, and it is somebody else's to change.",
        "A person changes only their own properties.",
    )


def _names(rows: Sequence[PropertyRow]) -> str:
    shown = ", ".join(f"{str(each.id)[:8]} ({address_of(each)})" for each in rows[:_NAMED])
    more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    return f"Property {shown}{more}"


def _with_lead(session: Session, values: Mapping[str, Any], region: str) -> dict[str, Any]:
    wanted = values.get("lead_id")
    own = {"lead_id": find_lead(session, wanted, region)} if wanted else {}
    return {**values, **own}
