"""`doughy jobs watch` and `jobs add --wait`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person
    from tests.jobs.conftest import Add, Begin, Jobs


def test_its_exit_code_is_the_outcome(
    jobs: Jobs, add: Add, worker: Person, notes: Path, ann: Person
) -> None:
    well = add("wait", file=str(notes))["id"]
    wrong = add("fail", how="refuse")["id"]
    cancelled = add("wait", file=str(notes))["id"]
    jobs("cancel", cancelled)
    jobs("work", "--drain", "--poll", "0.05", person=worker)
    for ids, code in (([well], 0), ([wrong], 1), ([cancelled], 130), ([well, wrong], 1)):
        assert jobs("watch", *ids, "--exit-status").code == code
        assert jobs("watch", *ids).code == 0
    shown = jobs("watch", well, "--json")
    assert shown.json == jobs("show", well, "--json").json
    assert f"{well[:8]} wait: succeeded" in shown.err
    assert "This cannot be done." in jobs("watch", wrong).err
    assert jobs("watch", "cafecafe").code == 3


def test_it_waits_for_the_end_and_says_how_far_it_is(
    jobs: Jobs, begin: Begin, deal: str, notes: Path, tmp_path: Path, ann: Person
) -> None:
    begin("--lease", "600")
    given = json.dumps({"file": str(notes)})
    done = jobs("add", "wait", "--deal", deal, "--input", given, "--wait", "-o", "jsonl")
    assert done.code == 0, done.err
    seen = [json.loads(line)["status"] for line in done.out.splitlines()]
    assert seen[-1] == "succeeded"
    shown = jobs("add", "wait", "--deal", deal, "--input", given, "--wait", "--fields",
                 "status,output_data", "--json")  # fmt: skip
    assert shown.json == {"status": "succeeded", "output_data": {"attempt": 1}}
    failed = jobs("add", "fail", "--deal", deal, "--input", '{"how": "refuse"}', "--wait", "--json")
    assert (failed.code, failed.json["error_message"]) == (1, "This cannot be done.")
