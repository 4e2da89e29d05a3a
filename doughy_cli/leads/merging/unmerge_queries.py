"""Taking merges back, by what the event `merged` has kept of each."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, select, update
from sqlmodel import Session, col

from doughy_cli.db.tables import Lead, LeadEvent
from doughy_cli.errors import Conflict
from doughy_cli.leads.duplicate_queries import explain_restored, telling_duplicates
from doughy_cli.leads.event_queries import add_events
from doughy_cli.leads.merging.lead_queries import Known, change, lock, read, short, value
from doughy_cli.leads.merging.moving_queries import (
    KINDS,
    merged_sources,
    move_back,
    move_events_back,
)
from doughy_cli.leads.merging.rows import RestoredField, UnmergeRow
from doughy_cli.leads.merging.rules import FIELDS, Merge, restored
from doughy_cli.leads.queries import leads_by_id

UNMERGED = "unmerged"
_EVENT = LeadEvent.__table__.c  # type: ignore[attr-defined]


def unmerge_leads(session: Session, lead: UUID) -> UnmergeRow:
    """Take the merge of `lead` back, or all those into it; return the leads as they are then.

    What moved goes back, the target gets the values back that nobody has changed since, and
    the sources are what they were. Raises Conflict if there is no merge to take back, the
    target was itself merged since, or another lead has an e-mail or a phone by now.
    """
    target, sources = _meant(session, lead)
    known = lock(session, [target, *sources])
    _refuse_changed(session, known, target, sources)
    told = _told(session, target)
    moved: Counter[str] = Counter(dict.fromkeys(KINDS, 0))
    missing: Counter[str] = Counter()
    kept: dict[str, None] = {}
    for place, merge in enumerate(told):
        if merge.undone or merge.source not in sources:
            continue
        values, changed = restored(read(session, [target])[target].values, merge, told[place + 1 :])
        kept |= dict.fromkeys(changed)
        _take_back(session, merge, target, values, moved, missing)
        told[place] = dataclasses.replace(merge, undone=True)
    # Of one that was not merged by `doughy leads merge` nothing is known, and nothing moved.
    untold = set(merged_sources(session, target)) & set(sources)
    for source in untold:
        _revive(session, source, target, was_deleted=False)
    after = read(session, [target])[target].values
    fields = [
        RestoredField(name, value(name, known[target].values[name]), value(name, after[name]))
        for name in FIELDS
        if known[target].values[name] != after[name]
    ]
    rows = leads_by_id(session, [target, *sources])
    return UnmergeRow(rows[0], rows[1:], fields, list(kept), dict(moved), dict(missing))


def _meant(session: Session, lead: UUID) -> tuple[UUID, list[UUID]]:
    """Return the target and the sources: `lead` is one source, or the target of all."""
    known = read(session, [lead])[lead]
    if known.merged_into is not None:
        return known.merged_into, [lead]
    sources = merged_sources(session, lead)
    if not sources:
        raise Conflict(
            f"Lead {known} is not merged, and no lead is merged into it.",
            f"What happened to it: `doughy leads show {short(lead)}`.",
        )
    return lead, sources


def _refuse_changed(
    session: Session, known: dict[UUID, Known], target: UUID, sources: Sequence[UUID]
) -> None:
    if any(known[each].merged_into != target for each in sources):
        raise Conflict("Somebody took this merge back already.", code="stale")
    further = known[target].merged_into
    if further is not None:
        into = read(session, [further]).get(further)
        raise Conflict(
            f"Lead {known[target]} was itself merged into {into or short(further)} since.",
            f"Take that back first: `doughy leads unmerge {short(target)}`.",
        )


def _told(session: Session, target: UUID) -> list[Merge]:
    """Return what the timeline tells of merges into `target`, the newest first."""
    data = _EVENT.metadata
    undone = select(data["merge"].astext).where(
        _EVENT.lead_id == target, _EVENT.event_type == UNMERGED
    )
    columns = (_EVENT.id, data["source"].astext, data["before"], data["after"])
    statement = (
        select(*columns, func.coalesce(cast(_EVENT.id, Text).in_(undone), False))
        .where(
            _EVENT.lead_id == target,
            _EVENT.event_type == "merged",
            data["target"].astext == str(target),
        )
        .order_by(_EVENT.created_at.desc(), _EVENT.id.desc())
    )
    found = session.connection().execute(statement)
    return [Merge(each[0], UUID(each[1]), *each[2:]) for each in found]


def _take_back(
    session: Session,
    merge: Merge,
    target: UUID,
    values: dict[str, Any],
    moved: Counter[str],
    missing: Counter[str],
) -> None:
    statement = select(
        _EVENT.metadata["was_deleted"].as_boolean(),
        _EVENT.metadata["moved"],
        func.jsonb_array_length(_EVENT.metadata["events"]),
    ).where(_EVENT.id == merge.id)
    was_deleted, ids, events = session.connection().execute(statement).one()
    # The timeline goes first: only a lead that is still merged gets its own back.
    counts = {"events": move_events_back(session, merge.id)}
    counts |= move_back(session, merge.source, target, ids)
    change(session, target, values)
    _revive(session, merge.source, target, was_deleted, merge.id)
    moved.update(counts)
    for kind, count in {
        **{kind: len(each) for kind, each in ids.items()},
        "events": events,
    }.items():
        if count > counts.get(kind, 0):
            missing[kind] += count - counts.get(kind, 0)


def _revive(
    session: Session, source: UUID, target: UUID, was_deleted: bool, merge: UUID | None = None
) -> None:
    """Make the source what it was, and tell so of both leads."""
    statement = update(Lead).where(col(Lead.id) == source)
    explain = partial(explain_restored, session, [source], merging=False)
    with telling_duplicates(session, explain):
        session.connection().execute(statement.values(is_deleted=was_deleted, merged_into=None))
    told = {"merge": merge and str(merge), "source": str(source), "target": str(target)}
    name = leads_by_id(session, [source])[0].name
    add_events(session, [source, target], UNMERGED, f"{name} ({short(source)})", told)
