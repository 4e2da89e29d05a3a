"""`doughy jobs add|list|show|cancel|retry|types`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from doughy_cli.db import tables
from doughy_cli.jobs import values
from tests.jobs.conftest import make_deal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person, Program
    from tests.jobs.conftest import Add, Jobs

FIELDS = [
    "id",
    "job_type",
    "status",
    "deal_id",
    "deal_title",
    "attempts",
    "max_attempts",
    "error_message",
    "created_at",
    "run_after",
    "started_at",
    "completed_at",
    "leased_by",
    "user_id",
]
DETAILS = [
    *FIELDS,
    "lease_expires_at",
    "input_data",
    "progress",
    "output_data",
    "next_command",
]


def test_the_words_are_the_databases_own() -> None:
    assert list(values.JobStatus) == list(tables.JobStatus)


def test_a_job_is_added_listed_and_shown(jobs: Jobs, ann: Person, ben: Person, deal: str) -> None:
    done = jobs("add", "wait", "--deal", deal, "--input", '{"file": "x"}', "--json")
    assert done.code == 0, done.err
    row = done.json
    assert list(row) == FIELDS
    assert (row["status"], row["attempts"], row["max_attempts"]) == ("queued", 0, 5)
    assert (row["deal_id"], row["deal_title"], row["user_id"]) == (deal, "Maple", str(ann.id))
    assert "1 job added" in done.err
    assert jobs("list", "--json").json == [row]
    shown = jobs("show", row["id"][:8], "--json").json
    assert list(shown) == DETAILS
    assert shown["input_data"] == {"file": "x", "gate": None}

    later = jobs(
        *("add", "fail", "--deal", deal[:8], "--input", '{"how": "x"}', "--at", "2h"),
        *("--max-attempts", 2, "--json"),
    ).json
    assert later["run_after"] > later["created_at"]
    assert later["max_attempts"] == 2
    several = jobs("add", "wait", "--deal", deal, "--deal", make_deal(ann), "--input",
                   '{"file": "x"}', "--json").json  # fmt: skip
    assert len(several) == 2
    for flags, count in (
        (["--type", "fail"], 1),
        (["--type", "fail", "--type", "wait"], 4),
        (["--deal", deal], 3),
        (["--status", "queued", "--mine"], 4),
        (["--status", "failed"], 0),
        (["--since", "-1h", "--until", "today"], 4),
        (["--limit", "2", "--sort", "job_type"], 2),
    ):
        assert len(jobs("list", *flags, "--json").json) == count, flags
    assert jobs("list", "--sort", "-job_type", "--fields", "job_type", "-o", "csv").out == (
        "job_type\nwait\nwait\nwait\nfail\n"
    )
    # Nobody else's; and staff see, but do not change.
    assert jobs("list", "--json", person=ben).json == []
    assert jobs("show", row["id"], person=ben).code == 3
    assert jobs("cancel", row["id"], person=ben).code == 3
    assert jobs("add", "wait", "--deal", deal, "--input", '{"file": "x"}', person=ben).code == 3
    support = ann.database.add("sam@example.com", "support")
    assert jobs("show", row["id"], person=support).code == 0
    for arguments in (
        ["cancel", row["id"]],
        ["add", "wait", "--deal", deal, "--input", '{"file": "x"}'],
    ):
        assert jobs(*arguments, person=support).code == 8, arguments


def test_what_cannot_be_a_job_is_refused(jobs: Jobs, deal: str, tmp_path: Path) -> None:
    file = tmp_path / "input.json"
    file.write_text('{"file": "x"}')
    for arguments, code, said in (
        (["nonsense"], 2, "There is no job of type 'nonsense'.\n  There are: broken, child,"),
        (["broken"], 1, "cannot be loaded: ModuleNotFoundError"),
        (["wait"], 2, "The input file of wait: Field required."),
        (["wait", "--input", "{}"], 2, "wait takes file, gate."),
        (["wait", "--input", '{"file": 5}'], 2, "The input file of wait: Input should be a valid"),
        (["wait", "--input", '{"file": "x", "fil": 1}'], 2, "There is no input 'fil' for wait."),
        (
            ["lead_rescore", "--input", '{"status": ["old"]}'],
            2,
            "There is no status 'old' of leads",
        ),
        (["duplicate_scan", "--input", '{"min_score": 5}'], 2, "min_score must be from 50 to 99"),
        (
            ["property_valuation", "--input", '{"radius_miles": -5}'],
            2,
            "radius_miles must be over 0",
        ),
        (["property_valuation", "--input", '{"radius_miles": 1e999}'], 2, "radius_miles must be"),
        (["wait", "--input", "[1]"], 2, "must be a JSON object, not [1]"),
        (["wait", "--input", "{"], 2, "The input is not JSON"),
        (["wait", "--input", f"@{tmp_path}/nowhere"], 1, "No such file"),
        (["wait", "--input", f"@{file}", "--max-attempts", "21"], 2, "--max-attempts"),
        (["wait", "--input", f"@{file}", "--at", "someday"], 2, "is not a date"),
        (["wait", "--input", f"@{file}", "--wait", "--dry-run"], 2, "exclude each other"),
    ):
        done = jobs("add", *arguments, "--deal", deal)
        assert (done.code, said in done.err) == (code, True), (arguments, done.err)
    assert jobs("add", "wait", "--deal", "cafecafe", "--input", f"@{file}").code == 3
    assert jobs("add", "wait", "--input", f"@{file}").code == 2
    assert "--deal" in jobs("add", "wait").err
    dry = jobs("add", "wait", "--deal", deal, "--input", f"@{file}", "--dry-run", "--json")
    assert (dry.code, dry.json["status"]) == (0, "queued")
    assert jobs("list", "--json").json == []
    assert jobs("list", "--sort", "nothing").code == 2
    assert jobs("list", "--deal", "").code == 2


def test_a_job_is_cancelled_and_retried(jobs: Jobs, add: Add, ann: Person) -> None:
    first, second = (add("wait", file="x")["id"] for _ in range(2))
    done = jobs("cancel", first, "--json")
    assert (done.code, done.json["status"]) == (0, "cancelled")
    assert jobs("cancel", first).err == "Nothing to change: 1 job was cancelled already.\n"
    assert jobs("retry", first, "--json").json["status"] == "queued"
    assert "1 job was queued already" in jobs("retry", first).err

    # One that has ended leaves the others as they were.
    become = "UPDATE ai_jobs SET status = %s, attempts = 3, error_message = 'x' WHERE id = %s"
    ann.database.sql(become, "succeeded", second)
    for verb, said in (("cancel", "cancelled"), ("retry", "retried")):
        refused = jobs(verb, first, second, "--json")
        assert (refused.code, refused.error["code"]) == (5, "job_status")
        assert f"Job {second[:8]} cannot be {said}: it is succeeded." in refused.err
    assert jobs("show", first, "--json").json["status"] == "queued"
    ann.database.sql(become, "running", second)
    assert jobs("retry", second).code == 5
    ann.database.sql(become, "failed", second)
    anew = jobs("retry", second, "--json").json
    assert (anew["status"], anew["attempts"], anew["error_message"]) == ("queued", 0, None)

    many = [add("wait", file="x")["id"] for _ in range(2)]
    asked = jobs("cancel", first, second, *many)
    assert asked.code == 2
    assert "Cancel 4 jobs?" in asked.err
    listed = "".join(f"{each}\tx\n" for each in (first, second, *many))
    assert jobs("cancel", "-", "--yes", stdin=listed).err == "4 jobs cancelled.\n"


def test_types_are_those_that_are_installed(jobs: Jobs, doughy: Program) -> None:
    done = jobs("types", "--json")
    found = {each["job_type"]: each for each in done.json}
    assert list(done.json[0]) == ["job_type", "summary", "input", "timeout", "max_attempts"]
    assert found["wait"]["input"] == ["file: text", "gate: text or null, else null"]
    assert "broken" not in found
    assert jobs("types", "wait", "--json").json == found["wait"]
    assert "What a type is given: doughy jobs types TYPE" in jobs("types", "-o", "table").err
    assert "file: text" in jobs("types", "wait", "-o", "table").out
    assert jobs("types", "nonsense").code == 2
    assert "The handler of 'broken' (trials 1.0) cannot be loaded" in done.err
