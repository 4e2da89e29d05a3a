"""The queue of leads to turn to, with what has been between them and the person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from doughy_cli.dates import moment
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Lead
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.following.activity import NOTHING, Activity
from doughy_cli.leads.following.activity_queries import activities
from doughy_cli.leads.following.order_queries import queue_order
from doughy_cli.leads.following.priority import priority, temperature
from doughy_cli.leads.following.rows import NextLeadRow
from doughy_cli.leads.following.weights import Weights
from doughy_cli.leads.queries import COLUMNS, FIELDS

_AT_ONCE = 1000  # leads that are read together


def queue(
    session: Session, where: LeadFilter, weights: Weights, now: datetime, limit: int | None = None
) -> Iterator[NextLeadRow]:
    """Yield the queue, in the order of `queue_order`."""
    ids = [place.id for place in queue_order(session, where, weights, now, limit)]
    for first in range(0, len(ids), _AT_ONCE):
        yield from next_rows(session, ids[first : first + _AT_ONCE], weights, now)


def next_rows(
    session: Session, ids: Iterable[UUID], weights: Weights, now: datetime
) -> list[NextLeadRow]:
    """Return leads as `queue` shows them, in the order of `ids`; those not there are left out.

    `now` is in the person's time zone.
    """
    wanted = list(ids)
    known = activities(session, wanted)
    # Arithmetic between time zones costs more than all the rest.
    today, now = moment("today", now, end_of_day=True).astimezone(UTC), now.astimezone(UTC)
    found = session.connection().execute(select(*COLUMNS).where(among(Lead.id, wanted)))
    rows = {
        lead[0]: _row(tuple(lead), known.get(lead[0], NOTHING), weights, now, today)
        for lead in found
    }
    return [rows[each] for each in wanted if each in rows]


def _row(
    values: tuple[Any, ...],
    activity: Activity,
    weights: Weights,
    now: datetime,
    today: datetime,
) -> NextLeadRow:
    lead = dict(zip(FIELDS, values, strict=True))
    points = priority(lead["status"], lead["opt_status"], activity, weights, now)
    due = lead["next_action_due"]
    return NextLeadRow(
        **lead,
        due=due is not None and due <= today,
        temperature=temperature(lead["created_at"], activity, weights, now),
        priority=points.total,
        staleness_points=points.staleness,
        status_points=points.status,
        consent_points=points.consent,
        value_points=points.value,
        last_contact_at=activity.last_contact_at,
        last_channel=activity.last_channel,
        last_heard_at=activity.last_heard_at,
        attempts=activity.attempts,
        open_deals=activity.open_deals,
        open_value=activity.open_value,
    )
