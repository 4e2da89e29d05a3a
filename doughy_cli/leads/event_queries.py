"""Writing to the timeline of leads. What is there is never changed or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import cast, func, insert, literal
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Lead, LeadEvent

NOTE = "note_added"
NOTE_WITHDRAWN = "note_withdrawn"  # its metadata names the event that was taken back
_ID = LeadEvent.__table__.c.id  # type: ignore[attr-defined]


def add_events(
    session: Session,
    ids: Iterable[UUID],
    event_type: str,
    description: str | None,
    metadata: Mapping[str, Any] | None = None,
) -> list[UUID]:
    """Tell the same of each of the leads, in the person's name; return the events' ids."""
    # Not now(), which is when the transaction began: this comes after the events that the
    # change before it has made.
    told: tuple[Any, ...] = (
        col(Lead.id),
        literal(event_type),
        literal(description),
        cast(metadata and dict(metadata), JSONB(none_as_null=True)),
        func.clock_timestamp(),
    )
    events = insert(LeadEvent).from_select(
        ["lead_id", "event_type", "description", "metadata", "created_at"],
        select(*told).where(among(Lead.id, list(ids))),
    )
    return list(session.connection().execute(events.returning(_ID)).scalars())
