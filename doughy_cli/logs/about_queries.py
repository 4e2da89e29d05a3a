"""What happened with a lead, a deal or a job: logs that name it, its timeline, messages, calls
and jobs, in one order.

Logs name a record in their details, which no index has. None can name it before it was made, so
only those since then are looked through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from doughy_cli.db.finding import find_deals, find_leads
from doughy_cli.db.ids import find_ids
from doughy_cli.db.session import raw
from doughy_cli.db.tables import AiJob
from doughy_cli.logs.conditions_queries import conditions
from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.rows import AboutRow

LEAD, DEAL, JOB = "lead", "deal", "job"
KINDS = (LEAD, DEAL, JOB)

_DEALS_OF = {
    LEAD: "SELECT id, created_at FROM public.deals WHERE lead_id = %(id)s",
    DEAL: "SELECT id, created_at FROM public.deals WHERE id = %(id)s",
    JOB: "SELECT NULL::uuid, NULL::timestamptz WHERE false",
}
_JOBS_OF = {
    LEAD: "SELECT * FROM public.ai_jobs WHERE deal_id IN (SELECT id FROM deals_of)",
    DEAL: "SELECT * FROM public.ai_jobs WHERE deal_id = %(id)s",
    JOB: "SELECT * FROM public.ai_jobs WHERE id = %(id)s",
}
_MADE = {
    LEAD: "SELECT created_at FROM public.leads WHERE id = %(id)s",
    DEAL: "SELECT created_at FROM public.deals WHERE id = %(id)s",
    JOB: "SELECT created_at FROM public.ai_jobs WHERE id = %(id)s",
}
# kind, at, level, type, text, details, id
_LOGS = """
SELECT 'log', l.created_at, l.level, l.source, l.message, l.details, l.id
FROM public.system_logs AS l
WHERE l.created_at >= ({made})
    AND (
        l.details ->> '{named}_id' = %(id)s::text
        OR l.details ->> 'deal_id' IN (SELECT d.id::text FROM deals_of AS d)
        OR l.details ->> 'job_id' IN (SELECT j.id::text FROM jobs_of AS j)
    )
    AND {conditions}
"""
_LEAD_EVENTS = """
SELECT 'lead', e.created_at, NULL, e.event_type, coalesce(e.description, ''), e.metadata, e.id
FROM public.lead_events AS e
WHERE e.lead_id = %(id)s
"""
_MESSAGES = """
SELECT
    'message', coalesce(m.sent_at, m.created_at), NULL,
    m.channel::text || CASE m.direction WHEN 'incoming' THEN ' in' ELSE ' out' END,
    coalesce(m.subject || ': ', '') || coalesce(m.body, ''),
    jsonb_build_object('status', m.status::text), m.id
FROM public.messages AS m
WHERE m.lead_id = %(id)s
"""
_CALLS = """
SELECT
    'call', c.created_at, NULL,
    CASE c.direction WHEN 'incoming' THEN 'call in' ELSE 'call out' END,
    concat_ws(': ', c.outcome, c.summary),
    jsonb_build_object('duration_secs', c.duration_secs), c.id
FROM public.calls AS c
WHERE c.lead_id = %(id)s
"""
_DEAL_EVENTS = """
SELECT 'deal', e.created_at, NULL, e.event_type, coalesce(e.description, ''), e.metadata, e.id
FROM public.deal_events AS e
WHERE e.deal_id IN (SELECT d.id FROM deals_of AS d)
"""
_JOBS = """
SELECT
    'job', s.at, NULL, j.job_type,
    s.status || coalesce(': ' || CASE WHEN s.ended THEN j.error_message END, ''),
    jsonb_build_object('deal_id', j.deal_id, 'attempts', j.attempts), j.id
FROM jobs_of AS j
CROSS JOIN LATERAL (
    VALUES
        (j.created_at, 'queued', false),
        (j.started_at, 'started', false),
        (j.completed_at, j.status::text, true)
) AS s (at, status, ended)
WHERE s.at IS NOT NULL
"""
_PARTS = {
    LEAD: (_LOGS, _LEAD_EVENTS, _MESSAGES, _CALLS, _DEAL_EVENTS, _JOBS),
    DEAL: (_LOGS, _DEAL_EVENTS, _JOBS),
    JOB: (_LOGS, _JOBS),
}
_LAST = """
WITH deals_of (id, created_at) AS ({deals}), jobs_of AS ({jobs})
SELECT kind, at, level, type, text, details, id
FROM (
    SELECT *
    FROM ({parts}) AS a (kind, at, level, type, text, details, id)
    WHERE (%(since)s::timestamptz IS NULL OR a.at >= %(since)s)
        AND (%(until)s::timestamptz IS NULL OR a.at <= %(until)s)
        AND (
            %(grep)s::text IS NULL OR a.kind = 'log'
            OR CASE
                WHEN %(regex)s THEN a.text ~* %(grep)s OR a.details::text ~* %(grep)s
                ELSE strpos(lower(concat(a.text, ' ', a.details)), lower(%(grep)s)) > 0
            END
        )
    ORDER BY a.at DESC, a.id DESC
    LIMIT %(count)s
) AS a
ORDER BY at, id
"""


@dataclass(frozen=True, slots=True)
class About:
    """A record: `kind` is one of `KINDS`."""

    kind: str
    id: UUID


def find_record(session: Session, kind: str, wanted: str, region: str) -> About:
    """Return the record of the kind that `wanted` names. Raises NotFound and Conflict as
    `find_ids`."""
    match kind:
        case "lead":
            [found] = find_leads(session, [wanted], region)
        case "deal":
            [found] = find_deals(session, [wanted], region)
        case _:
            [found] = find_ids(session, AiJob, [wanted], noun=JOB, label=AiJob.job_type)
    return About(kind, found)


def last_about(
    session: Session, record: About, where: LogFilter, count: int | None
) -> list[AboutRow]:
    """Return the last `count` things (None: all) that happened with a record, the oldest first.

    Levels and sources narrow the logs among them; times and texts narrow everything.
    """
    condition, values = conditions(where)
    kind = record.kind
    parts = "UNION ALL".join(_PARTS[kind]).format(
        made=_MADE[kind], named=kind, conditions=condition
    )
    statement = _LAST.format(deals=_DEALS_OF[kind], jobs=_JOBS_OF[kind], parts=parts)
    asked: dict[str, Any] = {"since": where.since, "until": where.until, "grep": where.grep}
    values = {**asked, **values, "regex": where.regex, "id": record.id, "count": count}
    with raw(session).cursor() as cursor:
        return [AboutRow(*row) for row in cursor.execute(statement, values)]
