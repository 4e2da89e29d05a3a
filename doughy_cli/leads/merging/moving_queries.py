"""What hangs on a lead, carried over to another one, and back. Row security decides on each row.

Rows are found by their lead or by their ids, never by a full read of a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlmodel import Session, col

from doughy_cli.db.ids import among
from doughy_cli.db.tables import (
    Call,
    Deal,
    Lead,
    LeadContact,
    LeadDocument,
    LeadEvent,
    Message,
    Property,
    Transcript,
)

_TABLES: dict[str, Any] = {
    "messages": Message,
    "calls": Call,
    "transcripts": Transcript,
    "documents": LeadDocument,
    "deals": Deal,
    "properties": Property,
}
_POINTING: dict[str, Any] = {kind: table.__table__ for kind, table in _TABLES.items()}
KINDS = (*_POINTING, "contacts", "events")
_LINKS: Any = LeadContact.__table__  # type: ignore[attr-defined]
_LINKED = ("contact_id", "relation", "created_at", "updated_at")

Moved = dict[str, list[str]]


def count_hanging(session: Session, target: UUID, sources: Sequence[UUID]) -> dict[str, int]:
    """Return how many rows of each kind a merge of `sources` into `target` would move."""
    found = {
        kind: select(func.count()).where(among(table.c.lead_id, sources))
        for kind, table in _POINTING.items()
    }
    own = select(_LINKS.c.contact_id).where(_LINKS.c.lead_id == target)
    found["contacts"] = select(func.count(_LINKS.c.contact_id.distinct())).where(
        among(_LINKS.c.lead_id, sources), _LINKS.c.contact_id.not_in(own)
    )
    found["events"] = select(func.count()).where(among(LeadEvent.lead_id, sources))
    return {kind: session.connection().execute(each).scalar_one() for kind, each in found.items()}


def move(session: Session, source: UUID, target: UUID) -> Moved:
    """Carry over what points at `source`; return the ids of what moved, by kind.

    A contact that the target has already stays with both, each with its own relation. The
    timeline is carried over by `move_events`, which keeps these ids.
    """
    moved: Moved = {}
    for kind, table in _POINTING.items():
        statement = (
            update(table)
            .where(table.c.lead_id == source)
            .values(lead_id=target)
            .returning(table.c.id)
        )
        moved[kind] = [str(each) for each in session.connection().execute(statement).scalars()]
    moved["contacts"] = [str(each) for each in _relink(session, source, target)]
    return moved


def move_events(session: Session, source: UUID, target: UUID, details: Mapping[str, Any]) -> int:
    """Carry the timeline over, and tell of the merge there; return how many events moved."""
    call = func.auth.merge_lead_events(source, target, literal(dict(details), JSONB))
    return int(session.connection().execute(select(call)).scalar_one())


def move_back(
    session: Session, source: UUID, target: UUID, moved: Mapping[str, Sequence[str]]
) -> dict[str, int]:
    """Give `source` back what moved, as far as it is still at `target`; return how many."""
    counts = {}
    for kind, table in _POINTING.items():
        ids = [UUID(each) for each in moved.get(kind, ())]
        statement = (
            update(table)
            .where(among(table.c.id, ids), table.c.lead_id == target)
            .values(lead_id=source)
        )
        counts[kind] = session.connection().execute(statement).rowcount if ids else 0
    linked = [UUID(each) for each in moved.get("contacts", ())]
    counts["contacts"] = len(_relink(session, target, source, linked)) if linked else 0
    return counts


def move_events_back(session: Session, merge: UUID) -> int:
    """Give back the events that the merge told of by the event `merge` has carried over."""
    call = func.auth.unmerge_lead_events(merge)
    return int(session.connection().execute(select(call)).scalar_one())


def _relink(
    session: Session, source: UUID, target: UUID, contacts: Iterable[UUID] | None = None
) -> list[UUID]:
    """Move links to contacts, all or some. The lead is part of their key, which nobody changes,
    so they are made anew, as they were."""
    which = [_LINKS.c.lead_id == source]
    if contacts is not None:
        which.append(among(_LINKS.c.contact_id, contacts))
    there = select(literal(target), *(_LINKS.c[name] for name in _LINKED)).where(*which)
    made = (
        insert(_LINKS)
        .from_select(["lead_id", *_LINKED], there)
        .on_conflict_do_nothing()
        .returning(_LINKS.c.contact_id)
    )
    moved = list(session.connection().execute(made).scalars())
    session.connection().execute(
        delete(LeadContact).where(
            col(LeadContact.lead_id) == source, among(LeadContact.contact_id, moved)
        )
    )
    return moved


def merged_sources(session: Session, target: UUID) -> list[UUID]:
    """Return the leads that are merged into `target`."""
    statement = select(col(Lead.id)).where(col(Lead.merged_into) == target)
    return list(session.connection().execute(statement).scalars())
