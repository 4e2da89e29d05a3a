"""The queue of leads to turn to, with what has been between them and the person."""

from __future__ import annotations

import dataclasses
import heapq
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from doughy_cli.dates import moment
from doughy_cli.db.ids import among
from doughy_cli.db.session import raw
from doughy_cli.db.tables import Lead, LeadStatus, OptStatus
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.following.activity import NOTHING, Activity, Said
from doughy_cli.leads.following.priority import priority, temperature
from doughy_cli.leads.following.rows import NextLeadRow
from doughy_cli.leads.following.weights import Weights
from doughy_cli.leads.outcomes import SPOKEN
from doughy_cli.leads.queries import COLUMNS, FIELDS, ME, conditions, rows_of

_IN_QUEUE = (LeadStatus.NEW, LeadStatus.ACTIVE, LeadStatus.QUALIFIED)
# An array, not IN: so that rows are looked up by lead. Read as a whole, each row of anybody's
# would be put to the policy.
_MINE = "= ANY (ARRAY(SELECT id FROM public.leads WHERE user_id = (SELECT auth.uid())))"
_THESE = "= ANY (%(ids)s)"
# What has been said, one row each. What never arrived or is still to be sent is no contact,
# and the transcript of a call is that call.
_SAID = """
SELECT m.lead_id, coalesce(m.sent_at, m.created_at), m.channel::text, m.direction = 'incoming'
FROM public.messages AS m
WHERE m.lead_id {which} AND m.status NOT IN ('failed', 'pending')
UNION ALL
SELECT
    c.lead_id, c.created_at, 'call',
    c.direction = 'incoming' OR coalesce(c.outcome = ANY (%(spoken)s), false)
FROM public.calls AS c
WHERE c.lead_id {which}
UNION ALL
SELECT t.lead_id, t.created_at, 'transcript', true
FROM public.transcripts AS t
WHERE t.lead_id {which} AND NOT t.is_deleted AND t.call_id IS NULL
"""
_WORTH = """
SELECT d.lead_id, count(*), coalesce(sum(d.estimated_value), 0)
FROM public.deals AS d
WHERE d.lead_id {which} AND d.status = 'active'
GROUP BY d.lead_id
"""


def queue(
    session: Session, where: LeadFilter, weights: Weights, now: datetime, limit: int | None = None
) -> list[NextLeadRow]:
    """Return the person's own leads that `where` means, the one to turn to first at the head.

    Unless `where` says otherwise: those new, active or qualified that have not opted out.
    Due next actions come first (the longest overdue at the head), then the most points, the
    higher score of the lead's own, and the older lead. `now` is in the person's time zone:
    what is due today is due until their midnight.
    """
    activities = _activities(session)
    statement = select(*COLUMNS).where(*queue_conditions(where))
    found = (
        _row(tuple(lead), activities.get(lead[0], NOTHING), weights, now)
        for lead in rows_of(session, statement, streamed=True)
    )
    if limit is not None:
        return heapq.nsmallest(limit, found, key=_place)
    return sorted(found, key=_place)


def next_rows(
    session: Session, ids: Iterable[UUID], weights: Weights, now: datetime
) -> list[NextLeadRow]:
    """Return leads as `queue` shows them, in the order of `ids`; those not there are left out."""
    wanted = list(ids)
    activities = _activities(session, wanted)
    found = session.connection().execute(select(*COLUMNS).where(among(Lead.id, wanted)))
    rows = {
        lead[0]: _row(tuple(lead), activities.get(lead[0], NOTHING), weights, now) for lead in found
    }
    return [rows[each] for each in wanted if each in rows]


def count_queue(session: Session, where: LeadFilter) -> int:
    """Return how many leads `queue` has."""
    statement = select(func.count()).select_from(Lead).where(*queue_conditions(where))
    return session.exec(statement).one()


def queue_conditions(where: LeadFilter) -> list[ColumnElement[bool]]:
    """Return which leads are in the queue, as SQL."""
    found = [Lead.user_id == ME, *conditions(where)]
    if not where.status:
        found.append(col(Lead.status).in_(_IN_QUEUE))
    if not where.opt_status:
        opted_out = col(Lead.opt_status) == OptStatus.OPTED_OUT
        found.append(or_(col(Lead.opt_status).is_(None), ~opted_out))
    return found  # type: ignore[return-value]


def _activities(session: Session, ids: list[UUID] | None = None) -> dict[UUID, Activity]:
    """Return what there was with the person's own leads, or with those of `ids`.

    Leads that nothing is known of are left out.
    """
    which = _MINE if ids is None else _THESE
    values = {"ids": ids, "spoken": list(SPOKEN)}
    said: defaultdict[UUID, Said] = defaultdict(Said)
    worth: dict[UUID, tuple[int, Decimal]] = {}
    with raw(session).cursor() as cursor:
        for lead_id, at, channel, heard in cursor.execute(_SAID.format(which=which), values):
            said[lead_id].add(at, channel, heard)
        for lead_id, count, value in cursor.execute(_WORTH.format(which=which), values):
            worth[lead_id] = (count, value)
    return {
        lead_id: said[lead_id].activity(*worth.get(lead_id, (0, Decimal(0))))
        for lead_id in said.keys() | worth.keys()
    }


def _row(
    values: tuple[Any, ...], activity: Activity, weights: Weights, now: datetime
) -> NextLeadRow:
    lead = dict(zip(FIELDS, values, strict=True))
    points = priority(lead["status"], lead["opt_status"], activity, weights, now)
    due = lead["next_action_due"]
    return NextLeadRow(
        **lead,
        due=due is not None and due <= moment("today", now, end_of_day=True),
        temperature=temperature(lead["created_at"], activity, weights, now),
        priority=points.total,
        staleness_points=points.staleness,
        status_points=points.status,
        consent_points=points.consent,
        value_points=points.value,
        **dataclasses.asdict(activity),
    )


def _place(row: NextLeadRow) -> tuple[Any, ...]:
    """Return what a lead's place in the queue is by."""
    due = row.next_action_due
    return (
        (0, due.timestamp()) if row.due and due else (1, 0.0),
        -row.priority,
        -(row.score if row.score is not None else -1),
        row.created_at,
        row.id,
    )
