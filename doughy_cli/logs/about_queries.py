"""What happened with a lead, a deal or a job: logs that name it, its timeline, messages, calls
and jobs, in one order."""

from __future__ import annotations

from collections.abc import Iterator
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
from doughy_cli.logs.reading_queries import BOUNDED, MEASURED, Bounded, bounded, in_pages, streamed
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
# Logs name a record in their details, of which an index holds as much as an id is long
# (20260125_logs_of_records). They are found by that alone: without statistics, as in a new
# database, the planner would rather look through all logs by time.
_NAMED = """
SELECT l.id, l.ctid, l.created_at, l.level, l.source, l.message, l.details
FROM public.system_logs AS l
WHERE left(l.details ->> '{named}_id', 36) = %(id)s::text
    OR left(l.details ->> 'deal_id', 36) = ANY (ARRAY(SELECT d.id::text FROM deals_of AS d))
    OR left(l.details ->> 'job_id', 36) = ANY (ARRAY(SELECT j.id::text FROM jobs_of AS j))
"""
# kind, at, level, type, text, details, id
_LOGS = """
SELECT 'log', l.created_at, l.level, l.source, l.message, l.details, l.id
FROM logs_of AS l
WHERE {conditions}
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
_LAST = f"""
WITH
    deals_of (id, created_at) AS ({{deals}}),
    jobs_of AS ({{jobs}}),
    logs_of AS MATERIALIZED ({{logs}})
SELECT r.kind, {BOUNDED}
FROM (
    SELECT l.*, {MEASURED}
    FROM (
        SELECT *
        FROM ({{parts}}) AS a (kind, created_at, level, source, message, details, id)
        WHERE (%(since)s::timestamptz IS NULL OR a.created_at >= %(since)s)
            AND (%(until)s::timestamptz IS NULL OR a.created_at <= %(until)s)
            AND (
                %(grep)s::text IS NULL OR a.kind = 'log'
                OR CASE
                    WHEN %(regex)s THEN a.message ~* %(grep)s OR a.details::text ~* %(grep)s
                    ELSE strpos(lower(concat(a.message, ' ', a.details)), lower(%(grep)s)) > 0
                END
            )
        ORDER BY a.created_at DESC, a.id DESC
        LIMIT %(count)s
    ) AS l
    ORDER BY l.created_at, l.id
    OFFSET 0
) AS r
ORDER BY r.created_at, r.id
"""  # noqa: S608 (constants)


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
) -> Iterator[list[AboutRow]]:
    """Yield the last `count` things (None: all) that happened with a record, the oldest first, in
    pages.

    Levels and sources narrow the logs among them; times and texts narrow everything.
    """
    condition, values = conditions(where)
    kind = record.kind
    statement = _LAST.format(
        deals=_DEALS_OF[kind],
        jobs=_JOBS_OF[kind],
        logs=_NAMED.format(named=kind),
        parts="UNION ALL".join(_PARTS[kind]).format(conditions=condition),
    )
    asked: dict[str, Any] = {"since": where.since, "until": where.until, "grep": where.grep}
    values = {**asked, **values, "regex": where.regex, "id": record.id, "count": count}
    found = streamed(raw(session), statement, values)
    yield from in_pages(_about(*row) for row in found)


def _about(kind: str, *columns: Any) -> Bounded[AboutRow]:
    found = bounded(*columns)
    row = found.row
    shown = AboutRow(kind, row.created_at, row.level, row.source, row.message, row.details, row.id)
    return Bounded(shown, found.size)
