"""The queue as workers see it: who has a job, for how long, and what they may still write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from doughy_cli.jobs.working import lease_queries
from doughy_cli.jobs.working.backoff import delay
from doughy_cli.jobs.working.lease_queries import Outcome

if TYPE_CHECKING:
    from uuid import UUID

    from tests.harness import Person

ADD = """
    INSERT INTO ai_jobs (deal_id, job_type, max_attempts, run_after)
    SELECT %s, 'wait', 2, now() - number * interval '1 minute' FROM generate_series(1, %s) AS number
    RETURNING id
"""


def claim(
    connection: psycopg.Connection[Any], most: int = 1, types: tuple[str, ...] = ("wait",)
) -> list[lease_queries.Claimed]:
    return lease_queries.claim(connection, "here:1", types, most, 60.0)


@pytest.fixture
def queued(ann: Person, deal: str) -> list[UUID]:
    """Five jobs; the last one is due for the longest time."""
    return [row[0] for row in ann.sql(ADD, deal, 5)]


def test_nobody_gets_what_another_has(ann: Person, worker: Person, queued: list[UUID]) -> None:
    with worker.connect() as one, worker.connect() as other:
        assert claim(one, types=("another",)) == []
        # What another transaction is taking just now is passed over, and not waited for.
        one.execute("BEGIN")
        first = claim(one, 2)
        assert {each.id for each in first} == {queued[4], queued[3]}
        second = claim(other, 2)
        assert {each.id for each in second} == {queued[2], queued[1]}
        one.execute("COMMIT")
        assert [each.id for each in claim(one, 9)] == [queued[0]]
        assert claim(other, 9) == []
        assert first[0].attempt == 1
        assert first[0].user_id == ann.id
        # What is due later is not taken.
        ann.sql(ADD, first[0].deal_id, 1)
        ann.database.sql("UPDATE ai_jobs SET run_after = now() + '1 hour' WHERE status = 'queued'")
        assert claim(one, 9) == []
        assert not any(lease_queries.reap(each) for each in (one, other))


def test_who_has_lost_a_lease_writes_nothing(
    ann: Person, worker: Person, queued: list[UUID]
) -> None:
    database = ann.database
    database.sql("DELETE FROM ai_jobs WHERE id <> %s", queued[0])
    expire = "UPDATE ai_jobs SET lease_expires_at = now() - interval '1 second'"
    with worker.connect() as connection:
        [first] = claim(connection)
        held = [(first.id, first.token, '{"done": 1}')]
        assert lease_queries.extend(connection, held, 60) == {first.id}
        database.sql(expire)
        # Its own until somebody has found it lost.
        assert lease_queries.extend(connection, held, 60) == {first.id}
        database.sql(expire)
        [lost] = lease_queries.reap(connection)
        assert (lost.status, lost.attempts) == ("queued", 1)
        assert lease_queries.reap(connection) == []
        [second] = claim(connection)
        assert (second.attempt, second.token == first.token) == (2, False)

        for each in ("succeeded", "failed", "queued"):
            outcome = Outcome(first.id, first.token, each, output="{}", error="x")
            assert lease_queries.finish(connection, [outcome]) == set()
        assert lease_queries.extend(connection, held, 60) == set()
        assert not lease_queries.succeed(connection, first.id, first.token, "{}")
        assert lease_queries.own(connection, [(first.id, first.token)]) == {}
        assert lease_queries.own(connection, [(second.id, second.token)]) == {second.id: "running"}

        # Once too often.
        database.sql(expire)
        [lost] = lease_queries.reap(connection)
        assert (lost.status, lost.attempts) == ("failed", 2)
        said = "It was lost with its worker (attempt 2 of 2)."
        assert database.sql("SELECT error_message, completed_at IS NULL FROM ai_jobs") == [
            (said, False)
        ]
    logged = "SELECT level, message, details ->> 'job_id' FROM system_logs WHERE source = 'jobs'"
    assert database.sql(f"{logged} ORDER BY created_at") == [
        ("warning", "a wait job is tried again", str(first.id)),
        ("error", "a wait job failed", str(first.id)),
    ]


def test_outcomes_are_written_together(ann: Person, worker: Person, queued: list[UUID]) -> None:
    with worker.connect() as connection:
        taken = claim(connection, 5)
        kinds = (
            {"status": "succeeded", "output": '{"a": 1}'},
            {"status": "failed", "error": "No."},
            {"status": "queued", "error": "Later.", "delay": 3600.0},
            {"status": "queued", "uncounted": 1},
        )
        outcomes = [
            Outcome(job.id, job.token, **kind)  # type: ignore[arg-type]
            for job, kind in zip(taken, kinds, strict=False)
        ]
        assert lease_queries.finish(connection, outcomes) == {each.id for each in taken[:4]}
        # The second time it is known that it was this worker that wrote them.
        assert lease_queries.finish(connection, outcomes) == set()
        assert lease_queries.own(connection, [(each.id, each.token) for each in taken]) == {
            **{each.id: kind["status"] for each, kind in zip(taken, kinds, strict=False)},
            taken[4].id: "running",
        }
        rows = ann.sql(
            "SELECT status::text, attempts, output_data, error_message, run_after > now(),"
            " completed_at IS NOT NULL, lease_expires_at IS NOT NULL FROM ai_jobs"
            " WHERE id = ANY (%s) ORDER BY array_position(%s, id)",
            *([each.id for each in taken],) * 2,
        )
        assert rows == [
            ("succeeded", 1, {"a": 1}, None, False, True, False),
            ("failed", 1, None, "No.", False, True, False),
            ("queued", 1, None, "Later.", True, False, False),
            ("queued", 0, None, None, False, False, False),
            ("running", 1, None, None, False, False, True),
        ]
        assert lease_queries.anything_left(connection, ["wait"])
        ann.database.sql("DELETE FROM ai_jobs WHERE status = 'running' OR attempts = 0")
        assert lease_queries.anything_left(connection, ["wait"]), "a retry is waited for"
        ann.database.sql("UPDATE ai_jobs SET attempts = 0 WHERE status = 'queued'")
        assert not lease_queries.anything_left(connection, ["wait"]), "what is for later is not"
        assert not lease_queries.anything_left(connection, ["another"])


def test_the_oldest_are_found_without_reading_all(
    ann: Person, worker: Person, queued: list[UUID]
) -> None:
    """However many are due: no statistics say how many, so the planner is told what to do."""
    with worker.connect() as connection, psycopg.ClientCursor(connection) as cursor:
        connection.execute("BEGIN")
        claimed = lease_queries._CLAIM.replace("UPDATE public", "EXPLAIN UPDATE public")
        values = {"worker": "x", "types": ["wait"], "most": 1, "lease": 1, "longest": 9}
        cursor.execute(claimed, values)
        while cursor.nextset():
            pass
        plan = "\n".join(row[0] for row in cursor)
        connection.execute("ROLLBACK")
    assert "Index Scan using idx_ai_jobs_queue" in plan
    assert "Sort" not in plan


def test_the_wait_grows_up_to_a_limit() -> None:
    for attempt, most in ((1, 5.0), (2, 10.0), (4, 40.0), (9, 600.0), (99, 600.0)):
        waits = [delay(attempt, 5.0) for _ in range(50)]
        assert most / 2 <= min(waits) <= max(waits) <= most
        assert len(set(waits)) > 1
    assert delay(3, 0.0) == 0.0
