"""Writing to the timeline of deals. What is there is never changed or deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import cast, func, insert, literal
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, DealEvent
from doughy_cli.deals.changes import Event


def add_events(session: Session, ids: Iterable[UUID], event: Event) -> list[UUID]:
    """Tell the same of each of the deals, in the person's name; return the events' ids."""
    # Not now(), which is when the transaction began: this comes after the events that the
    # change before it has made.
    told: tuple[Any, ...] = (
        col(Deal.id),
        literal(event.type),
        literal(event.words),
        cast(dict(event.metadata) or None, JSONB(none_as_null=True)),
        func.clock_timestamp(),
    )
    events = insert(DealEvent).from_select(
        ["deal_id", "event_type", "description", "metadata", "created_at"],
        select(*told).where(among(Deal.id, list(ids))),
    )
    return list(session.connection().execute(events.returning(col(DealEvent.id))).scalars())
