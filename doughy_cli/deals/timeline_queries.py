"""Reading deals' timelines, and writing to them in a person's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import DealEvent, Profile
from doughy_cli.deals.changes import Event
from doughy_cli.deals.event_queries import add_events
from doughy_cli.deals.rows import DealEventRow
from doughy_cli.deals.write_queries import lock_deals

_NAMES = {"metadata": col(DealEvent.metadata_), "created_by_email": col(Profile.email)}
_COLUMNS: tuple[Any, ...] = tuple(
    _NAMES.get(each.name, getattr(DealEvent, each.name, None)) for each in fields(DealEventRow)
)
_FROM = (
    select(*_COLUMNS)
    .select_from(DealEvent)
    .outerjoin(Profile, col(Profile.id) == col(DealEvent.created_by))
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which events of which deal."""

    deal_id: UUID
    since: datetime | None = None
    until: datetime | None = None
    types: Sequence[str] | None = None
    oldest_first: bool = False


def events(session: Session, asked: Asked, limit: int | None) -> Iterator[DealEventRow]:
    """Yield a deal's events, the newest first unless it is asked otherwise."""
    keys = (col(DealEvent.created_at), col(DealEvent.id))
    ordered = [key.asc() if asked.oldest_first else key.desc() for key in keys]
    statement = _FROM.where(*_conditions(asked)).order_by(*ordered).limit(limit)
    return (DealEventRow(*row) for row in session.connection().execute(statement))


def count_events(session: Session, asked: Asked) -> int:
    """Return how many events `events` has."""
    statement = select(func.count()).select_from(DealEvent).where(*_conditions(asked))
    return session.exec(statement).one()


def add_notes(session: Session, ids: Sequence[UUID], note: Event) -> list[DealEventRow]:
    """Add a note to each of the deals; return the notes in the order of `ids`.

    Raises NotPermitted for somebody else's deal.
    """
    lock_deals(session, ids)
    added = add_events(session, ids, note)
    rows = session.connection().execute(_FROM.where(among(DealEvent.id, added)))
    notes = {row.deal_id: row for row in (DealEventRow(*each) for each in rows)}
    return [notes[each] for each in ids]


def _conditions(asked: Asked) -> list[Any]:
    found: list[Any] = [DealEvent.deal_id == asked.deal_id]
    if asked.since:
        found.append(col(DealEvent.created_at) >= asked.since)
    if asked.until:
        found.append(col(DealEvent.created_at) <= asked.until)
    if asked.types:
        found.append(col(DealEvent.event_type).in_(asked.types))
    return found
