"""Writing to the timeline of leads. What is there is never changed or deleted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, any_, cast, func, insert, literal
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Lead, LeadEvent

NOTE = "note_added"
NOTE_WITHDRAWN = "note_withdrawn"  # metadata: {"event_id": the note's}


def add_events(
    session: Session,
    ids: Iterable[UUID],
    event_type: str,
    description: str | None,
    metadata: Mapping[str, Any] | None = None,
) -> Sequence[Any]:
    """Tell the same of each of the leads, in the person's name.

    Return the events' `id`, `lead_id` and `created_at`.
    """
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
    shown: tuple[Any, ...] = (LeadEvent.id, LeadEvent.lead_id, LeadEvent.created_at)
    return session.connection().execute(events.returning(*shown)).all()


def is_withdrawn(lead_id: Any) -> ColumnElement[bool]:
    """Return the condition that an event of the lead `lead_id` is a note that was taken back.

    It asks once a lead, not once an event: `lead_id` is not the event's own column.
    """
    later: Any = aliased(LeadEvent)
    note_id = later.metadata_["event_id"].astext
    # Not null: that would make the condition unknown for every note.
    taken_back = select(note_id).where(
        later.lead_id == lead_id, later.event_type == NOTE_WITHDRAWN, note_id.is_not(None)
    )
    noted: ColumnElement[bool] = cast(LeadEvent.id, Text) == any_(
        func.array(taken_back.correlate_except(later).scalar_subquery())
    )
    return noted
