"""Merging leads into one, in one transaction and under locks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from doughy_cli.errors import Conflict, Usage
from doughy_cli.leads.merging.lead_queries import (
    Known,
    change,
    lock,
    mark_merged,
    refuse_gone,
    short,
    value,
)
from doughy_cli.leads.merging.moving_queries import KINDS, count_hanging, move, move_events
from doughy_cli.leads.merging.rows import MergedField, MergeRow
from doughy_cli.leads.merging.rules import FIELDS, Choice, Step, Values, plan
from doughy_cli.leads.queries import leads_by_id


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which leads are to be merged into which, and how.

    `deleted` says that sources may be deleted ones.
    """

    target: UUID
    sources: tuple[UUID, ...]
    choice: Choice
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do."""

    fields: list[MergedField]
    moving: dict[str, int]


def preview_merge(session: Session, wanted: Wanted) -> Preview:
    """Return what the merge would do; raises what it would raise. Nothing stays locked."""
    known, _, result = _prepare(session, wanted)
    moving = count_hanging(session, wanted.target, wanted.sources)
    session.rollback()
    return Preview(_fields(wanted, known, result), moving)


def merge_leads(session: Session, wanted: Wanted, shown: Preview | None = None) -> MergeRow:
    """Merge the sources into the target; return the leads as they are stored then.

    The sources are marked as deleted, one after the other, and what hangs on them goes to the
    target. Raises Conflict for a lead that is deleted, merged or named twice, or if the fields
    are not as they were `shown`; Usage for one into itself; NotPermitted for somebody else's.
    """
    known, steps, result = _prepare(session, wanted)
    fields = _fields(wanted, known, result)
    if shown is not None and shown.fields != fields:
        raise Conflict(
            "Somebody changed these leads while you looked at them.",
            "Nothing was merged. Run it again to see them as they are.",
            code="stale",
        )
    moved: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    for step in steps:
        moved.update(_merge_one(session, known[step.source], wanted.target, step))
    target, *sources = leads_by_id(session, [wanted.target, *wanted.sources])
    return MergeRow(target, sources, fields, dict(moved))


def _prepare(session: Session, wanted: Wanted) -> tuple[Mapping[UUID, Known], list[Step], Values]:
    named = [wanted.target, *wanted.sources]
    if wanted.target in wanted.sources:
        raise Usage(
            f"Lead {short(wanted.target)} cannot be merged into itself.",
            "Name another lead as the source.",
        )
    known = lock(session, named)
    refuse_gone(known, session, wanted.target, wanted.deleted)
    sources = [(each, known[each].values) for each in wanted.sources]
    steps, result = plan(known[wanted.target].values, sources, wanted.choice)
    return known, steps, result


def _merge_one(session: Session, source: Known, target: UUID, step: Step) -> dict[str, int]:
    mark_merged(session, source.id, target)
    change(session, target, step.after)
    moved = move(session, source.id, target)
    details = {
        "was_deleted": source.is_deleted,
        "before": step.before,
        "after": step.after,
        "moved": moved,
    }
    events = move_events(session, source.id, target, details)
    return {**{kind: len(ids) for kind, ids in moved.items()}, "events": events}


def _fields(wanted: Wanted, known: Mapping[UUID, Known], result: Values) -> list[MergedField]:
    leads: Sequence[Values] = [
        known[wanted.target].values,
        *(known[each].values for each in wanted.sources),
        result,
    ]
    fields = []
    for name in FIELDS:
        target, *sources, merged = (value(name, each[name]) for each in leads)
        fields.append(MergedField(name, target, sources, merged))
    return fields
