"""The queue as a worker sees it: taken, kept, ended, handed back, found lost.

The server's clock decides what is due and what has expired. Each statement is a transaction of
its own, so that it works through a transaction-mode pooler. What a worker writes about a job asks
for the token of its own lease: whoever has lost that changes nothing. Rows are locked in the
order of their ids, as `jobs cancel` locks them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from doughy_cli.jobs.values import ENDED, WORK

# The array has the sub-select run once, whatever the plan; without it PostgreSQL may run it again
# for each row, and take more than the limit. Nothing is known of how many jobs are due (there are
# no statistics of times and texts), so the planner would sort all of them each time; the index has
# them in this order.
_CLAIM = """
SET LOCAL enable_sort = off;
SET LOCAL enable_bitmapscan = off;
UPDATE public.ai_jobs AS j
SET
    status = 'running',
    attempts = j.attempts + 1,
    started_at = clock_timestamp(),
    completed_at = NULL,
    progress = NULL,
    leased_by = %(worker)s,
    lease_token = gen_random_uuid(),
    lease_expires_at = clock_timestamp() + %(lease)s * interval '1 second'
WHERE j.id = ANY (ARRAY(
    SELECT q.id
    FROM public.ai_jobs AS q
    WHERE q.status = 'queued' AND q.run_after <= now() AND q.job_type = ANY (%(types)s)
    ORDER BY q.run_after
    LIMIT %(most)s
    FOR UPDATE SKIP LOCKED
))
RETURNING
    j.id, j.lease_token, j.job_type, j.deal_id, j.user_id,
    CASE
        WHEN j.input_data IS NULL THEN '{}'
        WHEN pg_column_size(j.input_data) <= %(longest)s THEN j.input_data::text
    END,
    j.attempts, j.max_attempts
"""
# The status as a test, so that no index on it is used: of what was running there are many dead
# entries, and of ids a few.
_HELD = """
    j.id = ANY (ARRAY(
        SELECT q.id FROM public.ai_jobs AS q WHERE q.id = ANY (%(ids)s) ORDER BY q.id FOR UPDATE
    ))
    AND j.id = h.id
    AND j.lease_token = h.token
    AND (j.status = 'running') IS TRUE
"""
_EXTEND = f"""
UPDATE public.ai_jobs AS j
SET
    lease_expires_at = clock_timestamp() + %(lease)s * interval '1 second',
    progress = coalesce(h.progress::jsonb, j.progress)
FROM unnest(%(ids)s, %(tokens)s, %(progress)s::text[]) AS h (id, token, progress)
WHERE {_HELD}
RETURNING j.id
"""  # noqa: S608 (constants)
_FINISH = f"""
UPDATE public.ai_jobs AS j
SET
    status = h.status::public.job_status,
    output_data = h.output::jsonb,
    error_message = CASE WHEN h.uncounted = 0 THEN h.error ELSE j.error_message END,
    attempts = j.attempts - h.uncounted,
    run_after = CASE
        WHEN h.delay IS NULL THEN j.run_after
        ELSE clock_timestamp() + h.delay * interval '1 second'
    END,
    completed_at = CASE WHEN h.status <> 'queued' THEN clock_timestamp() END,
    lease_expires_at = NULL
FROM unnest(
    %(ids)s, %(tokens)s, %(statuses)s::text[], %(outputs)s::text[], %(errors)s::text[],
    %(delays)s::float8[], %(uncounted)s::integer[]
) AS h (id, token, status, output, error, delay, uncounted)
WHERE {_HELD}
RETURNING j.id
"""  # noqa: S608 (constants)
# What a worker has been lost with is tried again, later each time: it may be what the worker
# died of.
_REAP = """
UPDATE public.ai_jobs AS j
SET
    status = (CASE WHEN j.attempts < j.max_attempts THEN 'queued' ELSE 'failed' END)
        ::public.job_status,
    error_message = CASE
        WHEN j.attempts < j.max_attempts THEN 'It was lost with its worker.'
        ELSE format(
            'It was lost with its worker (attempt %s of %s).', j.attempts, j.max_attempts
        )
    END,
    run_after = clock_timestamp() + (j.attempts - 1) * interval '5 seconds',
    completed_at = CASE WHEN j.attempts >= j.max_attempts THEN clock_timestamp() END,
    lease_expires_at = NULL
WHERE j.id = ANY (ARRAY(
    SELECT q.id
    FROM public.ai_jobs AS q
    WHERE q.status = 'running' AND q.lease_expires_at < now()
    ORDER BY q.lease_expires_at
    LIMIT 100
    FOR UPDATE SKIP LOCKED
))
RETURNING j.id, j.job_type, j.status::text, j.attempts
"""
# One outcome, in the transaction of what its handler wrote.
_SUCCEED = """
UPDATE public.ai_jobs AS j
SET
    status = 'succeeded',
    output_data = %(output)s::jsonb,
    error_message = NULL,
    completed_at = clock_timestamp(),
    lease_expires_at = NULL
WHERE j.id = %(id)s AND j.lease_token = %(token)s AND j.status = 'running'
"""
_OWN = """
SELECT j.id, j.status::text
FROM public.ai_jobs AS j
JOIN unnest(%(ids)s, %(tokens)s) AS h (id, token) ON j.id = h.id AND j.lease_token = h.token
"""
# Retries are waited for, and what other workers have: it may come back. What nobody has tried and
# is to be run at another time is not.
_ANYTHING_LEFT = """
SELECT EXISTS (
    SELECT
    FROM public.ai_jobs AS j
    WHERE j.job_type = ANY (%(types)s)
        AND (
            j.status = 'running'
            OR (j.status = 'queued' AND (j.run_after <= now() OR j.attempts > 0))
        )
)
"""
_IS_SERVICE = "SELECT is_service FROM auth.me()"
# Nobody's work may stop because the queue of notices is full.
_NOTIFY = """
SELECT pg_catalog.pg_notify(%(channel)s, payload)
FROM unnest(%(payloads)s::text[]) AS payload
WHERE pg_catalog.pg_notification_queue_usage() < 0.5
"""
_LONGEST_INPUT = 1_000_000  # bytes as they are stored: `jobs add` takes as many characters
_IDS_A_NOTICE = 200  # of 37 bytes each: a notice has room for 8,000

Connection = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Claimed:
    """A job that this worker has taken, with the token of its lease. `input` is JSON that anybody
    may have written, so it is read where the handler runs; None if it is too long."""

    id: UUID
    token: UUID
    type: str
    deal_id: UUID | None
    user_id: UUID | None
    input: str | None
    attempt: int
    max_attempts: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is to be written about a job.

    `status` is `queued` for one that is tried again, after `delay` seconds; `uncounted` is 1 where
    this attempt does not count, because the worker hands it back.
    """

    id: UUID
    token: UUID
    status: str
    output: str | None = None
    error: str | None = None
    delay: float | None = None
    uncounted: int = 0


@dataclass(frozen=True, slots=True)
class Lost:
    """A job whose worker has not been heard of for the time of its lease."""

    id: UUID
    type: str
    status: str
    attempts: int


def is_service(connection: Connection) -> bool:
    """Return whether the connection is a service's, not a person's."""
    row = connection.execute(_IS_SERVICE).fetchone()
    return bool(row and row[0])


def claim(
    connection: Connection, worker: str, types: Sequence[str], most: int, lease: float
) -> list[Claimed]:
    """Take up to `most` jobs that are due, the longest due first, for `lease` seconds."""
    values = {
        "worker": worker,
        "types": list(types),
        "most": most,
        "lease": lease,
        "longest": _LONGEST_INPUT,
    }
    # Several statements at once go as one text, with the values in it.
    with psycopg.ClientCursor(connection) as cursor:
        cursor.execute(_CLAIM, values)
        while cursor.nextset():
            pass
        return [Claimed(*row) for row in cursor]


def extend(
    connection: Connection, held: Iterable[tuple[UUID, UUID, str | None]], lease: float
) -> set[UUID]:
    """Extend leases, of ids, tokens and what is to be said of the progress (JSON, or None); return
    the ids of those that were still held."""
    ids, tokens, progress = _columns(held, 3)
    values = {"ids": ids, "tokens": tokens, "progress": progress, "lease": lease}
    return {row[0] for row in connection.execute(_EXTEND, values)}


def finish(connection: Connection, outcomes: Sequence[Outcome]) -> set[UUID]:
    """Write outcomes; return the ids of those whose lease was still this worker's."""
    values = {
        "ids": [each.id for each in outcomes],
        "tokens": [each.token for each in outcomes],
        "statuses": [each.status for each in outcomes],
        "outputs": [each.output for each in outcomes],
        "errors": [each.error for each in outcomes],
        "delays": [each.delay for each in outcomes],
        "uncounted": [each.uncounted for each in outcomes],
    }
    return {row[0] for row in connection.execute(_FINISH, values)}


def succeed(connection: Connection, job_id: UUID, token: UUID, output: str) -> bool:
    """Write that a job has succeeded, in the transaction that is open; return whether its lease
    was still this worker's."""
    values = {"id": job_id, "token": token, "output": output}
    return connection.execute(_SUCCEED, values).rowcount == 1


def reap(connection: Connection) -> list[Lost]:
    """Give back to the queue what was lost with its worker; what was tried too often has failed."""
    return [Lost(*row) for row in connection.execute(_REAP)]


def own(connection: Connection, held: Iterable[tuple[UUID, UUID]]) -> dict[UUID, str]:
    """Return the status of those jobs, of ids and tokens, that nobody has taken since."""
    ids, tokens = _columns(held, 2)
    return dict(connection.execute(_OWN, {"ids": ids, "tokens": tokens}).fetchall())


def anything_left(connection: Connection, types: Sequence[str]) -> bool:
    """Return whether jobs of these types are due, are tried again, or are being worked on."""
    row = connection.execute(_ANYTHING_LEFT, {"types": list(types)}).fetchone()
    return bool(row and row[0])


def announce_ended(connection: Connection, ids: Sequence[UUID]) -> None:
    """Tell who waits for jobs that these have come further: their ids, and nothing else."""
    texts = [
        " ".join(str(each) for each in ids[first : first + _IDS_A_NOTICE])
        for first in range(0, len(ids), _IDS_A_NOTICE)
    ]
    connection.execute(_NOTIFY, {"channel": ENDED, "payloads": texts})


def announce_work(connection: Connection, payload: str = "") -> None:
    """Tell workers that there is something to take, or that the job `payload` was cancelled."""
    connection.execute(_NOTIFY, {"channel": WORK, "payloads": [payload]})


def _columns(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    columns = [list(column) for column in zip(*rows, strict=True)]
    return columns or [[] for _ in range(width)]
