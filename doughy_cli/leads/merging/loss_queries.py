"""Merges that cannot be taken back once leads are removed for good."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Lead, LeadEvent

# What is removed with a lead; its deals, properties and contacts stay.
_GOING = ("messages", "calls", "transcripts", "documents")
_EVENT = LeadEvent.__table__.c  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class LostMerge:
    """A merge of which one lead goes and the other stays.

    `with_target` says that it is the target that goes; `moved` is how many rows of the
    source's had moved to it, by kind, and go too.
    """

    source: UUID
    source_name: str
    target: UUID
    target_name: str
    with_target: bool
    moved: dict[str, int]


def lost_merges(session: Session, ids: Sequence[UUID]) -> list[LostMerge]:
    """Return the merges that end when the leads `ids` are removed, by the name of the source."""
    source, target = aliased(Lead), aliased(Lead)
    goes, into_goes = among(source.id, ids), among(target.id, ids)
    statement = (
        select(col(source.id), col(source.name), col(target.id), col(target.name), into_goes)
        .join(target, col(target.id) == col(source.merged_into))
        .where(or_(and_(goes, ~into_goes), and_(~goes, into_goes)))
        .order_by(col(source.name), col(source.id))
    )
    found = session.connection().execute(statement).all()
    return [LostMerge(*row, _moved(session, row[0], row[2]) if row[4] else {}) for row in found]


def _moved(session: Session, source: UUID, target: UUID) -> dict[str, int]:
    """Return how many rows the last merge of `source` into `target` has moved, by kind."""
    data = _EVENT.metadata
    columns = (data["moved"], func.jsonb_array_length(data["events"]))
    statement = (
        select(*columns)
        .where(
            _EVENT.lead_id == target,
            _EVENT.event_type == "merged",
            data["source"].astext == str(source),
            data["target"].astext == str(target),
        )
        .order_by(_EVENT.created_at.desc(), _EVENT.id.desc())
        .limit(1)
    )
    row = session.connection().execute(statement).first()
    if row is None:
        return {}
    moved, events = row
    return {**{kind: len(moved.get(kind, ())) for kind in _GOING}, "events": events or 0}
