"""A round: what is kept of it, what is true after a crash, and who comes back."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli.errors import Conflict, Failed
from doughy_cli.leads.triage.places import Words, comes_back, fits
from doughy_cli.leads.triage.state import Entry, Pending, Round, RoundFile
from tests.leads.triage.conftest import NAMES, lead

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person
    from tests.leads.triage.conftest import Open

ABOUT = {"profile": "default", "filter": {"status": ["new"]}}
ENTRY = Entry(
    *("1a2b", "Ada", "qualified", "2026-01-01T00:00:00Z"),
    before={"status": "new", "tags": []},
    after={"status": "qualified", "tags": ["vip"]},
    events=["e"],
    calls={"c": "2026-01-01T00:00:00Z"},
)


def test_a_round_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = RoundFile(tmp_path, ABOUT)
    assert file.read() is None
    before = Round.new()
    after = replace(before.deciding(ENTRY), passed={"1a2b": "2026-01-01T00:00:00Z"}, current="x")
    file.write(after, Pending("77", before))
    assert file.read() == (after, Pending("77", before))
    file.write(after)
    assert file.read() == (after, None)
    assert file.path.stat().st_mode & 0o777 == 0o600
    file.remove()
    assert file.read() is None


def test_other_filters_are_another_round(tmp_path: Path) -> None:
    assert RoundFile(tmp_path, ABOUT).path != RoundFile(tmp_path, {}).path


def test_one_at_a_time_has_it(tmp_path: Path) -> None:
    file = RoundFile(tmp_path, ABOUT)
    with pytest.raises(Conflict, match="open in another terminal"):
        RoundFile(tmp_path, ABOUT)
    file.close()
    RoundFile(tmp_path, ABOUT).close()


@pytest.mark.parametrize("content", ["", "{", "[]", '{"version": 2}', '{"version": 1}'])
def test_a_file_that_holds_no_round_is_told(tmp_path: Path, content: str) -> None:
    file = RoundFile(tmp_path, ABOUT)
    file.path.write_text(content)
    with pytest.raises(Failed, match="does not hold a round"):
        file.read()


def test_undoing_unpasses_its_lead_and_no_other() -> None:
    one = replace(Round.new(), passed={"1a2b": "t", "9": "t"}).deciding(ENTRY)
    assert one.without_last().passed == {"9": "t"}
    assert one.without_last().current == "1a2b"
    assert one.leaving_last().passed == one.passed


NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("passed", "due", "back"),
    [
        (1, None, False),
        (3, -1, True),  # due since an hour, and passed before that
        (0.5, -1, False),  # it was due already when it was passed
        (3, 2, False),  # due later today, passed today
        (20, 2, True),  # due later today, passed yesterday
        (20, 30, False),
    ],
)
def test_who_comes_back(passed: float, due: float | None, back: bool) -> None:
    at = None if due is None else NOW + timedelta(hours=due)
    due_at = at if due is not None and due < 12 else None
    assert comes_back(due_at, NOW - timedelta(hours=passed), NOW) is back


@pytest.mark.parametrize(
    ("text", "found"),
    [
        *(("muller", True), ("MÜLLER", True), ("lude", True), ("555 0104", True)),
        *(("(937) 555-0104", True), ("jose@", True), ("absent", True)),
        *(("quill", False), ("77", False)),
    ],
)  # fmt: skip
def test_what_is_found(text: str, found: bool) -> None:
    lead = Words(
        "José Müller-Lüdenscheidt",
        company=None,
        email="jose@example.com",
        phone="+19375550104",
        tags=["absentee"],
    )
    assert fits(lead, text) is found


@pytest.mark.parametrize("committed", [True, False])
def test_after_a_crash_the_database_says_what_is_true(
    ten: dict[str, str], opened: Open, ann: Person, doughy: Any, committed: bool
) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    terminal.press("y", "qualified. u takes", NAMES[1])
    terminal.kill()
    # As if it had been killed between the file and the commit of a decision about the second.
    [path] = (doughy.home / "state" / "triage").glob("*.json")
    content = json.loads(path.read_text())
    second = ten[NAMES[1]]
    with ann.connect() as connection:
        connection.autocommit = False
        number = connection.execute("SELECT pg_current_xact_id()::text").fetchone()
        connection.execute("UPDATE leads SET status = 'closed' WHERE id = %s", [second])
        if committed:
            connection.commit()
        else:
            connection.rollback()
    entry = {
        **content["round"]["log"][0],
        **{"lead": second, "name": NAMES[1], "words": "closed"},
        **{"before": {"status": "new"}, "after": {"status": "closed"}},
    }
    round_ = content["round"]
    after = {
        **round_,
        "passed": {**round_["passed"], second: entry["at"]},
        "log": [*round_["log"], entry],
        "current": ten[NAMES[2]],
    }
    assert number
    pending = {"transaction": number[0], "otherwise": round_}
    path.write_text(json.dumps({**content, "round": after, "pending": pending}))

    terminal = opened()
    if committed:
        terminal.wait_for("Going on: 2 passed", NAMES[2], "8 left")
        terminal.press("u", f"{NAMES[1]}: taken back (closed)")
    else:
        terminal.wait_for("Going on: 1 passed", NAMES[1], "9 left")
    assert lead(ann, NAMES[1])["status"] == "new"
    terminal.press("u", f"{NAMES[0]}: taken back (qualified)")


def test_skipped_leads_stay_skipped_until_a_restart(ten: dict[str, str], opened: Open) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    terminal.press(" ", NAMES[1], "9 left")
    terminal.press("\x1b[C", NAMES[2][:1], "8 left")
    terminal.type("q")
    assert terminal.end() == 0
    assert "8 left; the same command goes on from here." in terminal.text
    terminal = opened()
    terminal.wait_for("Going on: 2 passed before", "8 left of 10")
    terminal.type("q")
    terminal.end()
    terminal = opened("--restart")
    terminal.wait_for("10 left of 10", NAMES[0])


def test_a_lead_that_is_removed_meanwhile_is_left_out(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    ann.sql("DELETE FROM leads WHERE id = ANY (%s)", [ten[NAMES[0]], ten[NAMES[1]]])
    # Told, and gone on to the next that is there.
    terminal.press("y", "! The leads are gone: somebody removed them.", NAMES[2][:1], "8 left of 8")
