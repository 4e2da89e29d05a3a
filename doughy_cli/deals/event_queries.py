"""Writing to the timeline of deals. What is there is never changed or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, insert, literal
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, DealEvent
from doughy_cli.deals.changes import Event


def add_events(session: Session, ids: Iterable[UUID], event: Event) -> list[UUID]:
    """Tell the same of each of the deals, in the person's name; return the events' ids."""
    statement = events_statement(list(ids), event.type, event.words, event.told())
    return list(session.connection().execute(statement).scalars())


def events_statement(
    ids: Sequence[UUID], event_type: str, words: str | None, metadata: str | None
) -> Any:
    """Return the statement that tells the same of each of the deals, and returns the events' ids;
    `metadata` is JSON."""
    # Not now(), which is when the transaction began: this comes after the events that the
    # change before it has made.
    told: tuple[Any, ...] = (
        col(Deal.id),
        literal(event_type),
        literal(words),
        cast(literal(metadata, Text), JSONB),
        func.clock_timestamp(),
    )
    events = insert(DealEvent).from_select(
        ["deal_id", "event_type", "description", "metadata", "created_at"],
        select(*told).where(among(Deal.id, ids)),
    )
    return events.returning(col(DealEvent.id))
