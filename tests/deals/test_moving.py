"""`doughy deals move`, `win`, `lose`, `archive`, `reopen`, `note` and `events`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.deals.conftest import own_deal, own_property
from tests.leads.conftest import answered

if TYPE_CHECKING:
    from tests.deals.conftest import Add, Deals
    from tests.harness import Person, Program

EVENT_FIELDS = [
    *("id", "deal_id", "created_at", "event_type", "description", "metadata", "created_by"),
    "created_by_email",
]


def told(deals: Deals, deal: str, *types: str) -> list[dict[str, Any]]:
    """Return a deal's events of these types, the oldest first."""
    flags = [flag for each in types for flag in ("--type", each)]
    rows: list[dict[str, Any]] = deals(
        "events", deal, *flags, "--sort", "created_at", "--json"
    ).json
    return rows


def test_moving_through_the_stages(deals: Deals, add: Add) -> None:
    deal = add("D")["id"]
    assert deals("move", deal, "--next", "--json").json["stage"] == "appointment_set"
    assert told(deals, deal, "stage_moved", "note_added") == []
    assert deals("move", deal, "offer sent", "--json").json["stage"] == "offer_sent"
    back = deals("move", deal, "--back", "--reason", "They want to think", "--json")
    assert back.json["stage"] == "analyzing"
    skipped, went_back = told(deals, deal, "stage_moved", "note_added")
    assert list(skipped) == EVENT_FIELDS
    assert skipped["description"] == "from appointment_set to offer_sent, without analyzing"
    assert skipped["metadata"] == {
        "about": "stage_changed",
        "from": "appointment_set",
        "to": "offer_sent",
        "direction": "skip",
        "skipped": ["analyzing"],
    }
    assert (went_back["event_type"], went_back["description"]) == (
        *("note_added", "They want to think"),
    )
    assert went_back["metadata"]["direction"] == "back"
    assert went_back["created_by_email"] == "ann@example.com"
    assert len(told(deals, deal, "stage_changed")) == 3
    # A move to where it is says nothing, and changes nothing.
    again = deals("move", deal, "analyzing", "--reason", "x")
    assert "Nothing to change: 1 deal was there already" in again.err
    assert len(told(deals, deal)) == 6
    also = deals("move", deal, "closing", "--next-action", "Sign", "--next-action-due", "+1d",
                 "--json")  # fmt: skip
    assert also.json["next_action"] == "Sign"
    last = deals("move", deal, "--next")
    assert (last.code, "the last stage" in last.err, "doughy deals win" in last.err) == (
        *(5, True, True),
    )


def test_stages_outside_the_list(deals: Deals, ann: Person) -> None:
    own = own_deal(ann, "Own", stage="Walk-through")
    for flag in ("--next", "--back"):
        done = deals("move", own, flag)
        assert (done.code, "which no stage follows" in done.err) == (5, True)
    assert deals("move", own, "Inspected").code == 2
    moved = deals("move", own, "Inspected", "--any-stage", "--json")
    assert moved.json["stage"] == "Inspected"
    assert deals("move", own, "closing", "--json").json["stage"] == "closing"
    assert told(deals, own, "stage_moved") == []


def test_several_at_once(deals: Deals, ann: Person, doughy: Program) -> None:
    ids = [own_deal(ann, f"D{n}", stage=stage) for n, stage in enumerate(
        ("initial_contact", "analyzing", "analyzing", "offer_sent"))]  # fmt: skip
    asked = deals("move", *ids, "--next")
    assert (asked.code, "Move 4 deals to the next stage? [y/N]" in asked.err) == (2, True)
    dry = deals("move", *ids, "--next", "--dry-run", "--json")
    assert [each["stage"] for each in dry.json] == [
        *("appointment_set", "offer_sent", "offer_sent", "negotiating"),
    ]
    assert {each["stage"] for each in deals("list", "--json").json} == {
        *("initial_contact", "analyzing", "offer_sent"),
    }
    piped = deals("move", "-", "--next", "--yes", "--json", stdin="\n".join(ids))
    assert piped.json == [
        {**row, "updated_at": piped.json[at]["updated_at"]} for at, row in enumerate(dry.json)
    ]
    code, screen = answered(doughy, ann, "n", "deals", "lose", *ids, "--reason", "x")
    assert (code, "Nothing was done" in screen) == (130, True)


def test_winning_losing_and_reopening(deals: Deals, add: Add, ann: Person) -> None:
    deal = add("D", "--probability", 60, "--stage", "closing")["id"]
    assert deals("win", deal).code == 2
    won = deals("win", deal, "--reason", "Signed", "--json").json
    assert (won["status"], won["probability"], won["stage"]) == ("won", 100, "closing")
    [why] = told(deals, deal, "note_added")
    assert (why["description"], why["metadata"]["to"], why["metadata"]["probability"]) == (
        *("Signed", "won", 60),
    )
    again = deals("win", deal, "--reason", "Again")
    assert "1 deal was won already" in again.err
    assert len(told(deals, deal, "note_added")) == 1
    for verb in (["lose", "--reason", "x"], ["archive"], ["move", "analyzing"]):
        refused = deals(verb[0], deal, *verb[1:], "--json")
        assert (refused.code, refused.error["code"]) == (5, "ended")
        assert "doughy deals reopen" in refused.error["hint"]
    back = deals("reopen", deal, "--json").json
    assert (back["status"], back["probability"]) == ("active", 60)
    # Certain before it was won: then that is what it was.
    deals("edit", deal, "--probability", 100)
    deals("win", deal, "--reason", "Now")
    assert deals("reopen", deal, "--json").json["probability"] == 100
    deals("edit", deal, "--clear", "probability")
    lost = deals("lose", deal, "--reason", "They sold", "--json").json
    assert (lost["status"], lost["probability"]) == ("lost", 0)
    # Set since it was lost: that stays.
    deals("edit", deal, "--probability", 5)
    assert deals("reopen", deal, "--json").json["probability"] == 5
    assert deals("archive", deal, "--reason", "Later", "--json").json["status"] == "archived"
    assert deals("reopen", deal, "--json").json["probability"] == 5
    by_hand = own_deal(ann, "H", status="lost", probability=0)
    assert deals("reopen", by_hand, "--json").json["probability"] == 0
    assert "active already" in deals("reopen", by_hand).err


def test_the_reason_is_asked_for(doughy: Program, deals: Deals, add: Add, ann: Person) -> None:
    deal = add("D")["id"]
    code, screen = answered(doughy, ann, "Outbid", "deals", "lose", deal)
    assert (code, "Why lost: " in screen) == (0, True)
    assert told(deals, deal, "note_added")[0]["description"] == "Outbid"
    for answer, exit_code in (("", 2), ("\x04", 130)):
        other = add("E")["id"]
        code, screen = answered(doughy, ann, answer, "deals", "win", other)
        assert (code, "Traceback" in screen) == (exit_code, False), screen
        assert deals("show", other, "--json").json["status"] == "active"


def test_reopening_where_another_deal_is_active(
    deals: Deals, add: Add, ann: Person, house: str
) -> None:
    first = add("First", "--property", house)["id"]
    deals("lose", first, "--reason", "x")
    second = add("Second", "--property", house)["id"]
    refused = deals("reopen", first, "--json")
    assert (refused.code, refused.error["code"]) == (5, "active_deal")
    assert f"{second[:8]} (Second), at initial_contact" in refused.error["message"]
    deals("archive", second)
    both = deals("reopen", first, second, "--json")
    assert (both.code, both.error["code"]) == (5, "active_deal")
    assert deals("reopen", first).code == 0
    elsewhere = add("Third")["id"]
    taken = deals("edit", elsewhere, "--property", house, "--json")
    assert (taken.code, first[:8] in taken.error["message"]) == (5, True)
    other = own_property(ann, "1 Elm St")
    assert deals("edit", elsewhere, "--property", "1 elm street", "--json").json[
        "property_id"
    ] == other  # fmt: skip


def test_notes_and_events(deals: Deals, add: Add, ben: Person, admin: Person) -> None:
    deal = add("D")["id"]
    noted = deals("note", deal, " Roof leaks ", "--json").json
    assert list(noted) == EVENT_FIELDS
    assert (noted["description"], noted["event_type"]) == ("Roof leaks", "note_added")
    deals("note", deal, "-", stdin="From a file\nof two lines\n")
    assert [each["description"] for each in deals("events", deal, "--json").json] == [
        *("From a file\nof two lines", "Roof leaks", None),
    ]
    assert deals("events", deal, "--limit", 1, "-o", "table").err == "1 of 3\n"
    assert deals("events", deal, "--since", "-1h", "--until", "-1h", "--json").json == []
    for verb in (["note", deal, "x"], ["events", deal], ["move", deal, "closing"],
                 ["win", deal, "--reason", "x"], ["archive", deal], ["reopen", deal]):  # fmt: skip
        assert deals(*verb, person=ben).code == 3, verb
        if verb[0] not in ("events", "reopen"):
            assert deals(*verb, person=admin).code == 8, verb
    assert deals("events", deal, "--json", person=admin).json[0]["created_by_email"]
    for bad in (["note", deal], ["note", deal, " "], ["note", "-", "-"], ["move", deal],
                ["move", deal, "closing", "--next"], ["move", deal, "--next", "--back"],
                ["move", deal, "a\0b"], ["win", deal, "--reason", " "]):  # fmt: skip
        assert deals(*bad).code == 2, bad
    assert len(deals("events", deal, "--json").json) == 3
