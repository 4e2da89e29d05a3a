"""What was changed in deals, field by field, out of their timelines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, DealEvent, Profile
from doughy_cli.deals.queries import ME
from doughy_cli.deals.rows import ChangedRow
from doughy_cli.deals.told import sides, told_changes

_STREAMED = 1000  # rows that a stream fetches at a time
CREATED = "created"


@dataclass(frozen=True, slots=True)
class Window:
    """Which changes: from when to when, of which deals (None: of all) and fields (None: all)."""

    since: datetime
    until: datetime | None = None
    ids: Sequence[UUID] | None = None
    fields: Sequence[str] | None = None
    mine: bool = False


def changes(session: Session, window: Window) -> Iterator[ChangedRow]:
    """Yield the changes, the newest first, in a stream."""
    columns: tuple[Any, ...] = (
        *(col(DealEvent.id), col(DealEvent.created_at), col(DealEvent.event_type)),
        *(col(DealEvent.metadata_), col(Deal.id), col(Deal.title)),
        *(col(DealEvent.created_by), col(Profile.email)),
    )
    statement = (
        select(*columns)
        .select_from(DealEvent)
        .join(Deal, col(Deal.id) == col(DealEvent.deal_id))
        .outerjoin(Profile, col(Profile.id) == col(DealEvent.created_by))
        .where(*_conditions(window))
        .order_by(col(DealEvent.created_at).desc(), col(DealEvent.id).desc())
    )
    rows = session.connection().execute(statement, execution_options={"yield_per": _STREAMED})
    return (
        change for row in rows for change in _of_event(row) if _wanted(change.field, window.fields)
    )


def _conditions(window: Window) -> list[Any]:
    found: list[Any] = [col(DealEvent.created_at) >= window.since]
    if window.until is not None:
        found.append(col(DealEvent.created_at) <= window.until)
    if window.ids is not None:
        found.append(among(DealEvent.deal_id, window.ids))
    if window.mine:
        found.append(Deal.user_id == ME)
    return found


def _of_event(row: Any) -> Iterator[ChangedRow]:
    event_id, at, kind, told, deal_id, title, by, email = row
    if kind == CREATED:
        stage = sides(told)[1].get("stage")
        yield ChangedRow(at, deal_id, title, CREATED, None, stage, by, email, event_id)
        return
    for name, before, after in told_changes(told):
        yield ChangedRow(at, deal_id, title, name, before, after, by, email, event_id)


def _wanted(field: str, fields: Sequence[str] | None) -> bool:
    return fields is None or field in fields
