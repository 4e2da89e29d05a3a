"""Whose turn it is, and in which order: read from no more of each lead than its place goes by.

A queue may hold ten thousand leads, of which one is shown; `queries` reads those.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, or_
from sqlmodel import Session, col, select

from doughy_cli.dates import moment
from doughy_cli.db.tables import Lead, LeadStatus, OptStatus
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.following.activity import NOTHING
from doughy_cli.leads.following.activity_queries import what_counts
from doughy_cli.leads.following.priority import priority
from doughy_cli.leads.following.weights import Weights
from doughy_cli.leads.queries import ME, conditions

_IN_QUEUE = (LeadStatus.NEW, LeadStatus.ACTIVE, LeadStatus.QUALIFIED)
_COLUMNS: tuple[Any, ...] = (
    col(Lead.id),
    cast(Lead.status, Text),
    cast(Lead.opt_status, Text),
    col(Lead.score),
    col(Lead.created_at),
    col(Lead.next_action_due),
)


class Place(NamedTuple):
    """A lead's place in the queue; they sort as the queue does.

    `due_at` is when its next action was due, if that is by the end of today.
    """

    later: bool
    due_at: datetime | None
    less: int
    less_score: int
    created_at: datetime
    id: UUID


def queue_order(
    session: Session, where: LeadFilter, weights: Weights, now: datetime, limit: int | None = None
) -> list[Place]:
    """Return the places of the person's own leads that `where` means, the first one first.

    Unless `where` says otherwise: those new, active or qualified that have not opted out.
    Due next actions come first (the longest overdue at the head), then the most points, the
    higher score of the lead's own, and the older lead. `now` is in the person's time zone:
    what is due today is due until their midnight.
    """
    places = _places(session, where, weights, now)
    return sorted(places) if limit is None else heapq.nsmallest(limit, places)


def count_queue(session: Session, where: LeadFilter) -> int:
    """Return how many leads the queue has."""
    statement = select(func.count()).select_from(Lead).where(*_conditions(where))
    return session.exec(statement).one()


def _places(
    session: Session, where: LeadFilter, weights: Weights, now: datetime
) -> Iterator[Place]:
    known = what_counts(session)
    untouched: dict[tuple[str, str | None], int] = {}  # points, by what they go by then
    # Arithmetic between time zones costs more than all the rest.
    today, now = moment("today", now, end_of_day=True).astimezone(UTC), now.astimezone(UTC)
    found = session.connection().execute(select(*_COLUMNS).where(*_conditions(where))).all()
    for lead_id, status, consent, score, created_at, due in found:
        activity = known.get(lead_id)
        if activity:
            points = priority(status, consent, activity, weights, now).total
        elif (status, consent) in untouched:
            points = untouched[status, consent]
        else:
            points = priority(status, consent, NOTHING, weights, now).total
            untouched[status, consent] = points
        due_at = due if due is not None and due <= today else None
        less_score = -(score if score is not None else -1)
        yield Place(due_at is None, due_at, -points, less_score, created_at, lead_id)


def _conditions(where: LeadFilter) -> list[ColumnElement[bool]]:
    """Return which leads are in the queue, as SQL."""
    found = [Lead.user_id == ME, *conditions(where)]
    if not where.status:
        found.append(col(Lead.status).in_(_IN_QUEUE))
    if not where.opt_status:
        opted_out = col(Lead.opt_status) == OptStatus.OPTED_OUT
        found.append(or_(col(Lead.opt_status).is_(None), ~opted_out))
    return found  # type: ignore[return-value]
