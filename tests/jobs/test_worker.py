"""`doughy jobs work`: how jobs end, and who may work."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.jobs.conftest import alive, make_deal
from tests.pooler import needs_pgbouncer, pooled

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person, Program
    from tests.jobs.conftest import Add, Jobs

QUICK = ("--drain", "--poll", "0.05", "--backoff", "0", "--json")


def test_each_way_in_which_a_job_ends(
    jobs: Jobs, add: Add, ann: Person, worker: Person, admin: Person, deal: str, notes: Path
) -> None:
    """One queue of jobs that go well and of jobs that go wrong in every way."""
    well = {
        add("wait", file=str(notes))["id"]: {"attempt": 1},
        add("fail", how="raise", until=2)["id"]: {"attempt": 2},
        add("fail", how="later", until=3)["id"]: {"attempt": 3},
        add("fail", how="nul")["id"]: {"text": "a\ufffdb?c"},
        add("fail", how="print")["id"]: {},
        add("effect", file=str(notes))["id"]: {"noted": True},
    }
    third = " (attempt 3 of 3)."
    wrong = {
        add("fail", how="refuse")["id"]: (1, "This cannot be done."),
        add("fail", how="raise")["id"]: (
            3, "ValueError: it went wrong with no secret" + third
        ),
        add("fail", how="later")["id"]: (3, "Not now" + third),
        add("fail", how="crash")["id"]: (3, "Its process ended by signal 9 (SIGKILL)" + third),
        add("fail", how="exit")["id"]: (3, "Its process ended with exit code 3" + third),
        add("fail", how="output")["id"]: (
            1, "Its handler returned no mapping: that is a defect of the handler."
        ),
        add("fail", how="never")["id"]: (
            3, "Not now. (Again after nan seconds? That is a defect of the handler.)" + third
        ),
        add("fail", how="sql")["id"]: (1, "Division by zero."),
        add("child", file=str(notes))["id"]: (
            2, "It took longer than 0.7 seconds (attempt 2 of 2)."
        ),
    }  # fmt: skip
    # What any member can write, past `jobs add`: one job fails, and nobody else's.
    for given, said in (
        ('{"a": ' * 3000 + "1" + "}" * 3000, "Its input is nested too deeply, or has a number that"
         " is too long."),
        ("[1]", "Its input is no JSON object."),
    ):  # fmt: skip
        [(job,)] = ann.sql(
            "INSERT INTO ai_jobs (deal_id, job_type, input_data) VALUES (%s, 'wait', %s)"
            " RETURNING id::text", deal, given,
        )  # fmt: skip
        wrong[job] = (1, said)
    others = worker.database.sql("INSERT INTO ai_jobs (job_type) VALUES ('others') RETURNING id")
    done = jobs("work", *QUICK, "--concurrency", 2, person=worker)
    assert done.code == 0, done.err
    rows = {each["id"]: each for each in jobs("list", "--json").json}
    for each, output in well.items():
        shown = jobs("show", each, "--json").json
        assert (shown["status"], shown["output_data"]) == ("succeeded", output), shown
        assert shown["error_message"] is None
    for each, (attempts, error) in wrong.items():
        row = rows[each]
        found = (row["status"], row["attempts"], row["error_message"])
        assert found == ("failed", attempts, error)
        assert jobs("show", each, "--json").code == jobs("watch", each).code == 0
        assert row["completed_at"] > row["started_at"]
    assert worker.sql("SELECT status::text FROM ai_jobs WHERE id = %s", others[0][0]) == [
        ("queued",)
    ]
    # What took too long was stopped, and what it had started with it.
    children = [line.split()[2] for line in notes.read_text().splitlines() if "child" in line]
    assert children
    assert not any(map(alive, map(int, children)))
    # Every attempt is a line of JSON, and nothing that a handler printed is among them.
    told = [json.loads(line) for line in done.out.splitlines()]
    assert list(told[0]) == [
        *("id", "job_type", "outcome", "attempt", "max_attempts", "seconds", "error", "worker")
    ]
    assert sum(each["outcome"] == "succeeded" for each in told) == len(well)
    assert sum(each["outcome"] == "failed" for each in told) == len(wrong)
    # What has failed is logged: which job, and not a word of what it was about.
    logged = admin.sql("SELECT level, details FROM system_logs WHERE source = 'jobs'")
    failed = {each["job_id"] for level, each in logged if level == "error"}
    assert failed == set(wrong)
    assert {key for _, each in logged for key in each} == {
        *("job_id", "deal_id", "job_type", "attempts", "by")
    }
    assert worker.sql("SELECT count(*) FROM deal_events WHERE event_type = 'tried'") == [(1,)]


def test_one_type_one_job_or_none(jobs: Jobs, add: Add, worker: Person, notes: Path) -> None:
    first = add("wait", file=str(notes))["id"]
    add("wait", file=str(notes))
    assert jobs("work", *QUICK, "--types", "fail,effect", person=worker).out == ""
    [line] = jobs("work", "--once", "--json", person=worker).out.splitlines()
    assert json.loads(line)["id"] == first
    assert len(jobs("work", *QUICK, "--types", "wait", person=worker).out.splitlines()) == 1
    assert jobs("work", "--once", "--json", person=worker).out == ""
    assert jobs("list", "--status", "succeeded", "--json").json[1]["id"] == first


def test_who_may_work(
    jobs: Jobs, doughy: Program, ann: Person, admin: Person, worker: Person, add: Add, notes: Path
) -> None:
    for person in (ann, admin):
        done = jobs("work", "--once", person=person)
        assert done.code == 8
        assert "done by a service, not by a person" in done.err
        assert "doughy users add --service worker --keep" in done.err
    unknown = jobs("work", "--once", "--service", "robot", person=admin)
    assert unknown.code == 4
    assert "No password of the service robot is kept here." in unknown.err
    for flags, said in (
        (["--types", "nonsense"], "There is no job of type 'nonsense'"),
        (["--once", "--drain"], "exclude each other"),
        (["--once", "-o", "csv"], "does not write csv"),
        (["--concurrency", "0"], "--concurrency"),
        (["--lease", "0"], "--lease"),
        (["--lease", "nan", "--once"], "Seconds are a number."),
        (["--types", ","], "--types names no type."),
    ):
        done = jobs("work", *flags, person=worker)
        assert (done.code, said in done.err) == (2, True), done.err
    # The two commands of docs/jobs.md.
    made = doughy("users", "add", "--service", "robot", "--keep", "--json", person=admin)
    assert made.code == 0, made.err
    assert made.json["password"] is None
    assert "doughy jobs work --service robot" in made.err
    add("wait", file=str(notes))
    done = jobs("work", "--once", "--service", "robot", "--json", person=admin)
    assert (done.code, json.loads(done.out)["outcome"]) == (0, "succeeded"), done.err
    assert doughy("users", "add", "--keep", "x@example.com", person=admin).code == 2
    worker.database.sql("SELECT auth.disable_user(%s)", worker.id)
    assert jobs("work", "--once", person=worker).code == 4


def test_a_worker_sees_all_rows_and_is_told_whose_a_job_is(
    jobs: Jobs, add: Add, worker: Person, ben: Person, notes: Path
) -> None:
    make_deal(ben)
    make_deal(ben)
    job = add("owner", file=str(notes))["id"]
    jobs("work", *QUICK, person=worker)
    assert jobs("show", job, "--json").json["output_data"] == {"seen": 3, "own": 1}


@needs_pgbouncer
def test_it_works_through_a_pooler(
    jobs: Jobs, add: Add, ann: Person, worker: Person, notes: Path
) -> None:
    with pooled(ann, worker) as url:
        through: dict[str, Any] = {"env": {"DOUGHY_DATABASE_URL": url}}
        ids = [add("effect", file=str(notes))["id"] for _ in range(9)]
        done = jobs("work", *QUICK, "--concurrency", 2, person=worker, **through)
        assert done.code == 0, done.err
        assert "asking every 0.05 s" in done.err
        watched = jobs("watch", ids[0], "--exit-status", "--json", **through)
        assert (watched.code, watched.json["status"]) == (0, "succeeded")
    assert worker.sql("SELECT count(*) FROM deal_events WHERE event_type = 'tried'") == [(9,)]


@pytest.mark.parametrize("flags", [["--types", "broken"], []])
def test_what_cannot_be_loaded_is_said(jobs: Jobs, worker: Person, flags: list[str]) -> None:
    done = jobs("work", "--once", *flags, person=worker)
    assert done.code == (1 if flags else 0)
    assert "The handler of 'broken' (trials 1.0) cannot be loaded" in done.err
