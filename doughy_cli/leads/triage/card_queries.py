"""Reading leads with all that a card of triage shows, one or many at a time."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from doughy_cli.db.session import raw
from doughy_cli.leads.conversations.timeline_queries import timeline
from doughy_cli.leads.following.queries import next_rows
from doughy_cli.leads.following.weights import Weights
from doughy_cli.leads.triage.rows import CardContactRow, CardDealRow, ScoreReasonRow, TriageRow

LAST_MOMENTS = 30

_DEALS = """
SELECT
    d.lead_id, d.id, d.title, d.stage, d.estimated_value, d.next_action, d.next_action_due,
    concat_ws(', ', p.address_line_1, p.city, concat_ws(' ', p.state, p.zip))
FROM public.deals AS d
LEFT JOIN public.re_properties AS p ON p.id = d.property_id
WHERE d.lead_id = ANY (%(ids)s) AND d.status = 'active'
ORDER BY d.created_at, d.id
"""
_CONTACTS = """
SELECT
    l.lead_id, c.id, coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.company, ''),
    l.relation, c.phone, c.email
FROM public.lead_contacts AS l
JOIN public.contacts AS c ON c.id = l.contact_id
WHERE l.lead_id = ANY (%(ids)s) AND NOT c.is_deleted
ORDER BY l.created_at, c.id
"""
# A reason that was taken back is none.
_REASONS = """
SELECT l.id, e.created_at, e.event_type, e.description
FROM unnest(%(ids)s::uuid[]) AS l (id)
CROSS JOIN LATERAL (
    SELECT e.created_at, e.event_type, e.description
    FROM public.lead_events AS e
    WHERE
        e.lead_id = l.id
        AND e.event_type IN ('score_changed', 'score_reason')
        AND NOT EXISTS (
            SELECT
            FROM public.lead_events AS w
            WHERE
                w.lead_id = e.lead_id
                AND w.event_type = 'note_withdrawn'
                AND w.metadata ->> 'event_id' = e.id::text
        )
    ORDER BY e.created_at DESC
    LIMIT 4
) AS e
ORDER BY e.created_at DESC
"""


def cards(
    session: Session, ids: Iterable[UUID], weights: Weights, now: datetime
) -> list[TriageRow]:
    """Return leads with all that their cards show, in the order of `ids`; those not there are
    left out. `now` is in the person's time zone."""
    rows = next_rows(session, ids, weights, now)
    found = [row.id for row in rows]
    parts: dict[str, Any] = {
        "score_reasons": _by_lead(session, _REASONS, found, ScoreReasonRow),
        "deals": _by_lead(session, _DEALS, found, CardDealRow),
        "contacts": _by_lead(session, _CONTACTS, found, CardContactRow),
    }
    return [
        TriageRow(
            **{each.name: getattr(row, each.name) for each in dataclasses.fields(row)},
            **{name: by_lead[row.id] for name, by_lead in parts.items()},
            timeline=timeline(raw(session), row.id, limit=LAST_MOMENTS),
        )
        for row in rows
    ]


def _by_lead(
    session: Session, statement: str, ids: list[UUID], record: Any
) -> defaultdict[UUID, list[Any]]:
    """Return the statement's rows as records, by the lead, which is its first column."""
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    with raw(session).cursor() as cursor:
        for lead_id, *values in cursor.execute(statement, {"ids": ids}):
            found[lead_id].append(record(*values))
    return found
