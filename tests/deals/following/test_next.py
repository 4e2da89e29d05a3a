"""`doughy deals next`, `stale` and `changed`, and the script in docs/ that cron runs."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.deals.conftest import own_deal, own_lead, own_property

if TYPE_CHECKING:
    from tests.deals.conftest import Deals
    from tests.harness import Database, Person, Program

DOCS = Path(__file__).parents[3] / "docs"
NEXT = ["why", "also", "reason", "days", "missing", "last_activity_at", "stage_since"]


def ago(days: float) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def age(database: Database, deal: str, days: float) -> None:
    """Let a deal and all that happened with it be `days` older."""
    for table, key, column in (
        *(("deals", "id", "created_at"), ("deal_events", "deal_id", "created_at")),
    ):
        database.sql(
            f"UPDATE {table} SET {column} = {column} - make_interval(hours => %s)"  # noqa: S608
            f" WHERE {key} = %s",
            round(days * 24),
            deal,
        )


def whole(ann: Person, title: str, street: str, **values: object) -> str:
    """Give Ann a deal that lacks nothing; its next action is due next year."""
    kept: dict[str, object] = {
        "lead_id": own_lead(ann, f"Owner of {street}"),
        "property_id": own_property(ann, street, arv=200000),
        "next_action": "Call",
        "next_action_due": datetime.now(UTC) + timedelta(days=365),
    }
    return own_deal(ann, title, **{**kept, **values})


@pytest.fixture
def waiting(ann: Person, database: Database) -> dict[str, str]:
    """Deals of Ann's that wait for one reason each, and one that does not."""
    made = {
        "late": whole(ann, "Late", "1 A St", next_action_due=ago(3)),
        "later": whole(ann, "Later", "2 A St", next_action_due=ago(9), next_action="Sign"),
        "today": whole(
            ann, "Today", "3 A St",
            next_action_due=datetime.now(UTC).replace(hour=23, minute=59, second=59),
        ),
        "silent": whole(ann, "Silent", "4 A St", stage="negotiating"),
        "heard": whole(ann, "Heard", "5 A St", stage="closing"),
        "offer": whole(ann, "Offer", "6 A St", stage="offer_sent"),
        "answered": whole(ann, "Answered", "7 A St", stage="offer_sent"),
        "fine": whole(ann, "Fine", "8 A St"),
        "bare": own_deal(ann, "Bare", stage="analyzing"),
        "won": own_deal(ann, "Won", status="won", next_action_due=ago(3)),
    }  # fmt: skip
    for name in ("silent", "heard", "offer", "answered"):
        age(database, made[name], 4.1)
    ann.sql(
        "INSERT INTO calls (lead_id, direction) SELECT lead_id, 'incoming' FROM deals"
        " WHERE id = %s",
        made["heard"],
    )
    ann.sql(
        "INSERT INTO messages (lead_id, channel, direction, status, body)"
        " SELECT lead_id, 'sms', 'incoming', 'read', 'No' FROM deals WHERE id = %s",
        made["answered"],
    )
    # Not sent, so not said.
    ann.sql(
        "INSERT INTO messages (lead_id, channel, direction, status, body)"
        " SELECT lead_id, 'sms', 'outgoing', 'failed', 'Hi' FROM deals WHERE id = %s",
        made["silent"],
    )
    return made


def test_what_waits_and_why(
    deals: Deals, waiting: dict[str, str], ann: Person, ben: Person, admin: Person
) -> None:
    rows = deals("next", "--json").json
    assert [(each["title"], each["why"], each["reason"]) for each in rows] == [
        ("Later", "overdue", "9 days overdue: Sign"),
        ("Late", "overdue", "3 days overdue: Call"),
        ("Today", "due", "due today: Call"),
        ("Silent", "silent", "silent for 4 days (at negotiating: 3)"),
        ("Bare", "missing", "no lead, no property, no next action"),
        ("Offer", "unanswered", "offer unanswered for 4 days"),
    ]
    assert list(rows[0])[-len(NEXT) :] == NEXT
    assert rows[4]["missing"] == ["lead", "property", "next_action"]
    assert [each["title"] for each in deals("next", "--stage", "negot", "--json").json] == [
        "Silent"
    ]
    assert deals("next", "--limit", 2, "-o", "table").err == "2 of 6\n"
    assert deals("next", "--sort", "title").code == 2
    for person in (ben, admin):
        assert deals("next", "--json", person=person).json == []
    overdue = deals("next", "--check", "--fields", "title")
    assert (overdue.code, overdue.out) == (1, "Later\nLate\n")
    for each in ("late", "later"):
        deals("edit", waiting[each], "--next-action-due", "+2d")
    quiet = deals("next", "--check")
    assert (quiet.code, quiet.out, quiet.err) == (0, "", "")
    assert deals("next", "--check", "--json").out == "[]\n"
    # All reasons are told of a deal that has several.
    deals("edit", waiting["silent"], "--clear", "property")
    ann.sql("UPDATE deals SET next_action_due = %s WHERE id = %s", ago(2), waiting["silent"])
    found = deals("next", "--json").json[0]
    assert (found["title"], found["why"], found["also"]) == ("Silent", "overdue", ["missing"])
    assert found["reason"] == "2 days overdue: Call; no property"


def test_stale(deals: Deals, waiting: dict[str, str], doughy: Program, admin: Person) -> None:
    rows = deals("stale", "--json").json
    assert [(each["title"], each["silent_days"], each["threshold_days"]) for each in rows] == [
        ("Silent", 4, 3),
    ]
    assert {each["title"] for each in deals("stale", "--days", 4, "--json").json} == {
        *("Silent", "Offer"),
    }
    assert len(deals("stale", "--json", person=admin).json) == 1
    assert deals("stale", "--mine", "--json", person=admin).json == []
    config = doughy.home / "config" / "config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text("[deals]\nnegotiating_days = 9\nunanswered_days = 9\n")
    assert deals("stale", "--json").json == []
    assert "Offer" not in deals("next", "--fields", "title").out
    config.write_text("[deals]\nnegotiating_days = 0\n")
    bad = deals("next")
    assert (bad.code, "negotiating_days must be 1 or more" in bad.err) == (2, True)
    config.write_text("[deals]\nnegotiation_days = 1\n")
    assert "no key 'negotiation_days'" in deals("stale").err


def test_changed(deals: Deals, ann: Person, ben: Person, admin: Person, database: Database) -> None:
    deal = own_deal(ann, "D")
    age(database, deal, 10)
    deals("edit", deal, "--probability", 30, "--estimated-value", 1000, "--next-action", "Call")
    deals("move", deal, "offer_sent", "--reason", "Skipped on purpose")
    rows = deals("changed", "--since", "-1h", "--json").json
    assert {(each["field"], each["before"], each["after"]) for each in rows} == {
        ("stage", "initial_contact", "offer_sent"),
        ("probability", None, "30"),
        ("estimated_value", None, "1000.00"),
        ("next_action", None, "Call"),
    }
    assert list(rows[0]) == [
        *("at", "deal_id", "title", "field", "before", "after", "by", "by_email", "event_id"),
    ]
    assert rows[0]["field"] == "stage"
    assert rows[0]["by_email"] == "ann@example.com"
    assert deals("changed", "--json").json == rows
    every = deals("changed", "--since", "-30d", "--json").json
    assert (every[-1]["field"], every[-1]["after"]) == ("created", "initial_contact")
    only = deals("changed", deal[:8], "--field", "probability", "--fields", "after")
    assert only.out == "30\n"
    assert deals("changed", "--limit", 1, "-o", "table").err == "1 of 4\n"
    assert deals("changed", "--json", person=ben).json == []
    assert deals("changed", deal, person=ben).code == 3
    assert len(deals("changed", "--json", person=admin).json) == 4
    assert deals("changed", "--mine", "--json", person=admin).json == []
    for bad in (["--since", "tomorrow"], ["--field", "owner"], ["--sort", "at"],
                ["--since", "-1d", "--until", "-3d"]):  # fmt: skip
        assert deals("changed", *bad).code == 2, bad


def test_the_script_for_cron(
    doughy: Program, deals: Deals, waiting: dict[str, str], ann: Person, tmp_path: Path
) -> None:
    # The project's check installs it, so there its absence is a failure.
    if shutil.which("jq") is None and "CI" not in os.environ:
        pytest.skip("jq is not installed")
    program = tmp_path / "bin" / "doughy"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m doughy_cli "$@"\n')
    program.chmod(0o755)

    def run(**env: str) -> subprocess.CompletedProcess[str]:
        own = doughy.environment(ann, PATH=f"{program.parent}:{os.environ['PATH']}", **env)
        script = DOCS / "examples" / "deals-today.sh"
        return subprocess.run([str(script)], env=own, capture_output=True, text=True)

    done = run()
    assert (done.returncode, done.stderr) == (1, "")
    first, *others = done.stdout.splitlines()
    assert first == "!  Later  9 days overdue: Sign  Owner of 2 A St"
    titles = [each.split("  ")[1].strip() for each in others]
    assert titles == ["Late", "Today", "Silent", "Offer"]
    for each in deals("list", "--fields", "id").out.split():
        deals("archive", each)
    done = run()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert run(DOUGHY_PASSWORD="wrong").returncode == 4
