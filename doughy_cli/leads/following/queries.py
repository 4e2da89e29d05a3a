"""The queue of leads to turn to, with what has been between them and the person."""

from __future__ import annotations

import dataclasses
import heapq
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, column, func, or_, text
from sqlmodel import Session, col, select

from doughy_cli.dates import moment
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Lead, LeadStatus, OptStatus
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.following.priority import Activity, priority, temperature
from doughy_cli.leads.following.rows import NextLeadRow
from doughy_cli.leads.following.weights import Weights
from doughy_cli.leads.outcomes import SPOKEN
from doughy_cli.leads.queries import COLUMNS, FIELDS, ME, conditions, rows_of

_IN_QUEUE = (LeadStatus.NEW, LeadStatus.ACTIVE, LeadStatus.QUALIFIED)
# What has been said with the leads of `wanted`, a row for each lead. All leads go in one pass:
# one look-up a lead takes ten times as long. What never arrived or is still to be sent is no
# contact, and the transcript of a call is that call.
_CONTACT = text("""
    SELECT
        lead_id,
        max(at) AS last_contact_at,
        max(channel) FILTER (WHERE place = 1) AS last_channel,
        max(heard_at) AS last_heard_at,
        count(*) FILTER (WHERE NOT heard AND (heard_at IS NULL OR at > heard_at)) AS attempts
    FROM (
        SELECT
            lead_id, at, channel, heard,
            max(at) FILTER (WHERE heard) OVER (PARTITION BY lead_id) AS heard_at,
            row_number() OVER (PARTITION BY lead_id ORDER BY at DESC) AS place
        FROM (
            SELECT
                m.lead_id,
                coalesce(m.sent_at, m.created_at) AS at,
                m.channel::text AS channel,
                m.direction = 'incoming' AS heard
            FROM public.messages AS m
            WHERE m.lead_id IN (SELECT id FROM wanted) AND m.status NOT IN ('failed', 'pending')
            UNION ALL
            SELECT
                c.lead_id, c.created_at, 'call',
                c.direction = 'incoming' OR coalesce(c.outcome = ANY (:spoken), false)
            FROM public.calls AS c
            WHERE c.lead_id IN (SELECT id FROM wanted)
            UNION ALL
            SELECT t.lead_id, t.created_at, 'transcript', true
            FROM public.transcripts AS t
            WHERE t.lead_id IN (SELECT id FROM wanted)
                AND NOT t.is_deleted
                AND t.call_id IS NULL
        ) AS spoken
    ) AS dated
    GROUP BY lead_id
""").bindparams(spoken=list(SPOKEN))
_CONTACT_COLUMNS = ("last_contact_at", "last_channel", "last_heard_at", "attempts")
_WORTH = text("""
    SELECT d.lead_id, count(*) AS open_deals, sum(d.estimated_value) AS open_value
    FROM public.deals AS d
    WHERE d.lead_id IN (SELECT id FROM wanted) AND d.status = 'active'
    GROUP BY d.lead_id
""")
_WORTH_COLUMNS = ("open_deals", "open_value")


def queue(
    session: Session, where: LeadFilter, weights: Weights, now: datetime, limit: int | None = None
) -> list[NextLeadRow]:
    """Return the person's own leads that `where` means, the one to turn to first at the head.

    Unless `where` says otherwise: those new, active or qualified that have not opted out.
    Due next actions come first (the longest overdue at the head), then the most points, the
    higher score of the lead's own, and the older lead. `now` is in the person's time zone:
    what is due today is due until their midnight.
    """
    found = (
        _row(lead, activity, weights, now)
        for lead, activity in _leads(session, queue_conditions(where))
    )
    if limit is not None:
        return heapq.nsmallest(limit, found, key=_place)
    return sorted(found, key=_place)


def next_rows(
    session: Session, ids: Iterable[UUID], weights: Weights, now: datetime
) -> list[NextLeadRow]:
    """Return leads as `queue` shows them, in the order of `ids`; those not there are left out."""
    wanted = list(ids)
    rows = {
        row.id: row
        for row in (
            _row(lead, activity, weights, now)
            for lead, activity in _leads(session, [among(Lead.id, wanted)])
        )
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


def _leads(
    session: Session, which: list[ColumnElement[bool]]
) -> Iterator[tuple[tuple[Any, ...], Activity]]:
    contact = _CONTACT.columns(*map(column, ("lead_id", *_CONTACT_COLUMNS))).subquery("contact")
    worth = _WORTH.columns(*map(column, ("lead_id", *_WORTH_COLUMNS))).subquery("worth")
    statement = (
        select(*COLUMNS)
        .add_columns(
            *(contact.c[name] for name in _CONTACT_COLUMNS[:-1]),
            *(func.coalesce(each, 0) for each in (contact.c.attempts, *list(worth.c)[1:])),
        )
        .add_cte(select(Lead.id).where(*which).cte("wanted"))
        .join(contact, contact.c.lead_id == Lead.id, isouter=True)
        .join(worth, worth.c.lead_id == Lead.id, isouter=True)
        .where(*which)
    )
    for row in rows_of(session, statement, streamed=True):
        values = tuple(row)
        yield values[: len(FIELDS)], Activity(*values[len(FIELDS) :])


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
