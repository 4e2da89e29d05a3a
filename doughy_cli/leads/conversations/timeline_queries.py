"""Everything that happened with a lead, from the tables that each keep a part of it.

Each part is looked up by lead (or by the lead's deals), which an index answers. Nothing here needs
SQLAlchemy, which takes longer to load than a timeline takes to read.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from doughy_cli.leads.conversations.rows import TimelineRow
from doughy_cli.leads.conversations.summaries import summary

# kind, at, channel, direction, type, heading, text, id, created_by, deal_id, duration_secs,
# withdrawn
_MESSAGES = """
SELECT
    'message', coalesce(m.sent_at, m.created_at), m.channel::text, m.direction::text,
    m.status::text, m.subject, m.body, m.id, NULL::uuid, NULL::uuid, NULL::integer, false
FROM public.messages AS m
WHERE m.lead_id = %(lead)s
"""
_CALLS = """
SELECT
    'call', c.created_at, 'call', c.direction::text, c.outcome, NULL, c.summary, c.id,
    NULL::uuid, NULL::uuid, c.duration_secs, false
FROM public.calls AS c
WHERE c.lead_id = %(lead)s
"""
_TRANSCRIPTS = """
SELECT
    'transcript', t.created_at, CASE WHEN t.call_id IS NOT NULL THEN 'call' END, NULL, t.source,
    t.title, coalesce(t.transcript_text, t.summary), t.id, t.created_by, NULL::uuid,
    t.duration_secs, false
FROM public.transcripts AS t
WHERE t.lead_id = %(lead)s AND NOT t.is_deleted
"""
_EVENTS = """
SELECT
    CASE WHEN e.event_type = 'note_added' THEN 'note' ELSE 'event' END, e.created_at, NULL, NULL,
    e.event_type, NULL, e.description, e.id, e.created_by, NULL::uuid, NULL::integer,
    EXISTS (
        SELECT FROM public.lead_events AS w
        WHERE w.lead_id = e.lead_id
            AND w.event_type = 'note_withdrawn'
            AND w.metadata ->> 'event_id' = e.id::text
    )
FROM public.lead_events AS e
WHERE e.lead_id = %(lead)s
"""
# A document that is still there tells of itself.
_DEALS = """
SELECT
    'deal', e.created_at, NULL, NULL, e.event_type, d.title, e.description, e.id, e.created_by,
    d.id, NULL::integer, false
FROM public.deals AS d
JOIN public.deal_events AS e ON e.deal_id = d.id
WHERE d.lead_id = %(lead)s
    AND NOT (
        e.event_type = 'document_uploaded'
        AND EXISTS (
            SELECT FROM public.re_documents AS o
            WHERE o.deal_id = d.id AND o.id::text = e.metadata ->> 'document_id'
        )
    )
"""
_DOCUMENTS = """
SELECT
    'document', o.created_at, NULL, NULL, o.type::text, o.title, NULL, o.id, NULL::uuid,
    NULL::uuid, NULL::integer, false
FROM public.re_lead_documents AS o
WHERE o.lead_id = %(lead)s
UNION ALL
SELECT
    'document', o.created_at, NULL, NULL, o.type::text, o.title, NULL, o.id, o.uploaded_by,
    d.id, NULL::integer, false
FROM public.deals AS d
JOIN public.re_documents AS o ON o.deal_id = d.id
WHERE d.lead_id = %(lead)s
"""
_PARTS = {
    "message": _MESSAGES,
    "call": _CALLS,
    "transcript": _TRANSCRIPTS,
    "note": _EVENTS,
    "event": _EVENTS,
    "deal": _DEALS,
    "document": _DOCUMENTS,
}
KINDS = tuple(_PARTS)
_ALL = """
FROM ({parts}) AS t (
    kind, at, channel, direction, type, heading, text, id, created_by, deal_id, duration_secs,
    withdrawn
)
WHERE t.kind = ANY (%(kinds)s)
    AND (%(since)s::timestamptz IS NULL OR t.at >= %(since)s)
    AND (%(until)s::timestamptz IS NULL OR t.at <= %(until)s)
    AND (%(withdrawn)s OR NOT (t.withdrawn OR coalesce(t.type = 'note_withdrawn', false)))
"""
_LIST = """
SELECT
    t.kind, t.at, t.channel, t.direction, t.type, t.heading, t.text, t.id,
    coalesce(p.full_name, p.email, t.created_by::text), t.deal_id, t.duration_secs, t.withdrawn
FROM (SELECT * {everything} ORDER BY at {order}, id LIMIT %(limit)s) AS t
LEFT JOIN public.profiles AS p ON p.id = t.created_by
ORDER BY t.at {order}, t.id
"""


def timeline(
    connection: psycopg.Connection[Any],
    lead_id: UUID,
    *,
    kinds: Collection[str] = KINDS,
    since: datetime | None = None,
    until: datetime | None = None,
    withdrawn: bool = False,
    oldest_first: bool = False,
    limit: int | None = None,
) -> list[TimelineRow]:
    """Return what happened with a lead, the newest first; `withdrawn`: notes taken back too."""
    statement = _LIST.format(everything=_everything(kinds), order="ASC" if oldest_first else "DESC")
    values = _values(lead_id, kinds, since, until, withdrawn) | {"limit": limit}
    with connection.cursor() as cursor:
        return [_row(*found) for found in cursor.execute(statement, values)]


def count_timeline(
    connection: psycopg.Connection[Any],
    lead_id: UUID,
    *,
    kinds: Collection[str] = KINDS,
    since: datetime | None = None,
    until: datetime | None = None,
    withdrawn: bool = False,
) -> int:
    """Return how much `timeline` has."""
    statement = f"SELECT count(*) {_everything(kinds)}"
    with connection.cursor() as cursor:
        cursor.execute(statement, _values(lead_id, kinds, since, until, withdrawn))
        [(count,)] = cursor.fetchall()
    return int(count)


def _everything(kinds: Collection[str]) -> str:
    parts = dict.fromkeys(_PARTS[each] for each in KINDS if each in kinds)
    return _ALL.format(parts="UNION ALL".join(parts))


def _values(
    lead_id: UUID,
    kinds: Collection[str],
    since: datetime | None,
    until: datetime | None,
    withdrawn: bool,
) -> dict[str, Any]:
    return {
        "lead": lead_id,
        "kinds": list(kinds),
        "since": since,
        "until": until,
        "withdrawn": withdrawn,
    }


def _row(
    kind: str,
    at: datetime,
    channel: str | None,
    direction: str | None,
    type: str | None,
    heading: str | None,
    text: str | None,
    row_id: UUID,
    by: str | None,
    deal_id: UUID | None,
    duration_secs: int | None,
    withdrawn: bool,
) -> TimelineRow:
    return TimelineRow(
        kind=kind,
        at=at,
        channel=channel,
        direction=direction,
        type=type,
        summary=summary(kind, type, heading, text, duration_secs, withdrawn),
        text=text,
        id=row_id,
        by=by,
        deal_id=deal_id,
        duration_secs=duration_secs,
        withdrawn=withdrawn,
    )
