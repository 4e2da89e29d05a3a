"""`doughy deals edit`, and what happens where two people or terminals edit one deal."""

from __future__ import annotations

import json
import os
import pty
import time
from typing import TYPE_CHECKING

from tests.deals.conftest import own_deal, own_lead, own_property

if TYPE_CHECKING:
    from tests.deals.conftest import Add, Deals
    from tests.harness import Person, Program


def test_editing(
    deals: Deals, add: Add, ann: Person, ben: Person, admin: Person, lead: str
) -> None:
    deal = add("D", "--lead", lead, "--notes", "Old")
    edited = deals(
        *("edit", deal["id"], "--title", "New", "--stage", "closing", "--estimated-value", "1e3"),
        *("--probability", 40, "--expected-close-date", "1/31/2031", "--clear", "lead"),
        *("--clear", "notes", "--note", "All new", "--json"),
    ).json
    changed = {
        "title": "New",
        "stage": "closing",
        "estimated_value": "1000.00",
        "probability": 40,
        "expected_close_date": "2031-01-31",
        "lead_id": None,
        "lead_name": None,
        "notes": None,
        "updated_at": edited["updated_at"],
    }
    assert edited == {**deal, **changed}
    events = deals("events", deal["id"], "--json").json
    assert {each["event_type"] for each in events} == {
        *("created", "stage_changed", "value_changed", "stage_moved", "note_added"),
        *("details_changed", "notes_changed"),
    }
    assert deals("edit", deal["id"], "--title", "New").err.startswith("Nothing to change")
    assert deals("show", deal["id"], "--json").json["updated_at"] == edited["updated_at"]
    assert deals("edit", deal["id"], "--title", "x", person=ben).code == 3
    refused = deals("edit", deal["id"], "--title", "x", "--json", person=admin)
    assert (refused.code, refused.error["code"]) == (8, "not_permitted")
    for flags in (
        ["--property", own_property(ben, "1 Elm St")],
        ["--lead", own_lead(ben, "Bo")],
        ["--lead", "nobody@example.com"],
    ):
        assert deals("edit", deal["id"], *flags).code == 3
    bad = (
        [deal["id"]],
        [deal["id"], "--clear", "title"],
        [deal["id"], "--notes", "x", "--clear", "notes"],
        [deal["id"], "--stage", "won"],
        [deal["id"], "--probability", "-5"],
        [deal["id"], "--note", ""],
        ["--title", "x"],
        [deal["id"], "--where-stage", "closing", "--title", "x"],
        ["--where-any-status", "--title", "x"],
    )
    for arguments in bad:
        assert deals("edit", *arguments).code == 2, arguments


def test_editing_many(deals: Deals, ann: Person, admin: Person) -> None:
    for number in range(4):
        own_deal(ann, f"D{number}", stage="offer_sent")
    own_deal(ann, "Won", stage="offer_sent", status="won")
    own_deal(admin, "Admin's", stage="offer_sent")
    change = ("edit", "--where-stage", "offer_sent", "--probability", "30")
    asked = deals(*change)
    assert (asked.code, "Set probability=30 in 4 deals?" in asked.err) == (2, True)
    rows = deals(*change, "--yes", "--json").json
    assert [each["title"] for each in rows] == ["D0", "D1", "D2", "D3"]
    assert len(deals(*change, "--yes", "--json", person=admin).json) == 1
    none = deals("edit", "--where-stage", "closing", "--probability", "30")
    assert (none.code, "No deal of yours fits" in none.err) == (3, True)
    assert deals("edit", "-", "--property", "x", stdin="\n".join(r["id"] for r in rows)).code == 2


def test_the_second_is_told_what_the_first_has_changed(deals: Deals, add: Add) -> None:
    deal = add("D", "--notes", "Old", "--probability", 10)
    first = deals("edit", deal["id"], "--probability", 50, "--next-action", "Call", "--json").json
    since = ("--if-unchanged-since", deal["updated_at"])
    second = deals("edit", deal["id"], "--probability", 70, "--notes", "Mine", *since, "--json")
    assert (second.code, second.error["code"]) == (5, "stale")
    assert "probability: 10 → 50" in second.error["message"]
    assert "next action: none → Call" in second.error["message"]
    assert "by ann@example.com" in second.error["message"]
    record = deals("edit", deal["id"], "--title", "x", "--if-unchanged", "-", "--json",
                   stdin=json.dumps(deal))  # fmt: skip
    assert (record.code, record.error["code"]) == (5, "stale")
    assert "probability: 10 → 50" in record.error["message"]
    stored = deals("show", deal["id"], "--json").json
    assert {name: stored[name] for name in first} == first
    as_it_is = deals("edit", deal["id"], "--notes", "New", "--if-unchanged", "-", "--json",
                     stdin=json.dumps(stored))  # fmt: skip
    assert as_it_is.json["notes"] == "New"
    assert deals("edit", deal["id"], "--notes", "x", "--if-unchanged", "-", stdin="{}").code == 2
    stored = deals("show", deal["id"], "--json").json
    assert deals("edit", deal["id"], "--notes", "Mine", "--if-unchanged-since",
                 stored["updated_at"]).code == 0  # fmt: skip


def test_two_terminals(doughy: Program, deals: Deals, add: Add, ann: Person) -> None:
    """One waits at a question with the deal as it was read; the other saves in the meantime."""
    deal = add("D", "--probability", 10)["id"]
    ours, theirs = pty.openpty()
    waiting = doughy.start(
        "deals", "lose", deal, person=ann, stdin=theirs, stdout=theirs, stderr=theirs
    )
    with waiting as process:
        os.close(theirs)
        screen = b""
        deadline = time.monotonic() + 60
        while b"Why lost" not in screen and time.monotonic() < deadline:
            screen += os.read(ours, 65536)
        done = deals("edit", deal, "--title", "Renamed", "--probability", 90)
        assert done.code == 0, done.err
        os.write(ours, b"Outbid\n")
        screen = b""
        while True:
            try:
                screen += os.read(ours, 65536)
            except OSError:
                break
    os.close(ours)
    said = " ".join(screen.decode().split())
    assert process.returncode == 5, said
    assert "title: D → Renamed" in said
    assert "probability: 10 → 90" in said
    stored = deals("show", deal, "--json").json
    assert (stored["status"], stored["probability"]) == ("active", 90)
    assert {each["event_type"] for each in stored["events"]} == {
        *("details_changed", "value_changed", "created"),
    }
