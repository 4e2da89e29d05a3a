"""`doughy leads note`: written once, and taken back without being forgotten."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads


def test_a_note_on_several_leads(leads: Leads, add: Add, ann: Person) -> None:
    one, two = (add(name)["id"] for name in ("Ada", "Bob"))
    done = leads("note", one, two, "Same street", "--json")
    assert [row["lead_id"] for row in done.json] == [one, two]
    assert list(done.json[0]) == ["id", "lead_id", "at", "text", "withdrawn"]
    told = ann.sql("SELECT lead_id::text, description FROM lead_events WHERE created_by = %s AND "
                   "event_type = 'note_added'", ann.id)  # fmt: skip
    assert sorted(told) == sorted([(one, "Same street"), (two, "Same street")])


def test_text_and_ids_from_stdin(leads: Leads, add: Add, ann: Person) -> None:
    lead = add("Ada")["id"]
    assert leads("note", lead, "-", "--json", stdin="Long\nstory\n").json["text"] == "Long\nstory"
    assert leads("note", "-", "Short", stdin=f"{lead}\n").code == 0
    assert leads("note", "-", "-", stdin=lead).code == 2
    assert ann.sql("SELECT count(*) FROM lead_events WHERE event_type = 'note_added'") == [(2,)]


def test_over_three_are_asked_about(leads: Leads, add: Add, ann: Person) -> None:
    ids = [add(f"Lead {number}")["id"] for number in range(4)]
    assert leads("note", *ids, "x", "--no-input").code == 2
    assert leads("note", *ids, "x", "--yes").code == 0
    assert ann.sql("SELECT count(*) FROM lead_events WHERE event_type = 'note_added'") == [(4,)]


def test_a_note_is_taken_back(leads: Leads, add: Add, ann: Person) -> None:
    lead = add("Ada", "--note", "Stays")["id"]
    note = leads("note", lead, "Wrong house", "--json").json
    tried = leads("note", "--withdraw", note["id"], "--dry-run", "--json")
    assert tried.json["withdrawn"] is True
    assert len(leads("timeline", lead, "--kind", "note", "--json").json) == 2
    done = leads("note", "--withdraw", note["id"][:8], "--json")
    assert done.json == {**note, "withdrawn": True}
    assert leads("note", "--withdraw", note["id"]).code == 5
    # Nothing is gone: the note and its withdrawal are both events.
    told = ann.sql("SELECT event_type, metadata FROM lead_events ORDER BY created_at DESC LIMIT 1")
    assert told == [("note_withdrawn", {"event_id": note["id"]})]
    shown = [row["text"] for row in leads("timeline", lead, "--kind", "note", "--json").json]
    assert shown == ["Stays"]
    everything = leads("timeline", lead, "--all", "--json").json
    assert [row["summary"] for row in everything[:3]] == [
        "note withdrawn", "(taken back) Wrong house", "Stays",
    ]  # fmt: skip
    events = leads("show", lead, "--json").json["events"]
    assert [event["description"] for event in events] == ["Stays", None]
    # What anybody may write there takes nothing else away.
    ann.sql("INSERT INTO lead_events (lead_id, event_type) VALUES (%s, 'note_withdrawn')", lead)
    exported = json.loads(leads("export", "-", "--json").out)[0]["notes"]
    assert [each["text"] for each in exported] == ["Stays"]


def test_what_cannot_be_taken_back(leads: Leads, add: Add, ann: Person, ben: Person) -> None:
    lead = add("Ada")["id"]
    [(event,)] = ann.sql("SELECT id::text FROM lead_events")
    done = leads("note", "--withdraw", event)
    assert (done.code, "is no note: it tells of created" in done.err) == (5, True)
    assert leads("note", "--withdraw", "ffff0000").code == 3
    assert leads("note", lead, "x", "--withdraw", event).code == 2
    theirs = leads("note", add("Ben's", person=ben)["id"], "x", person=ben, **{}).code
    assert theirs == 0
    [(note,)] = ben.sql("SELECT id::text FROM lead_events WHERE event_type = 'note_added'")
    assert leads("note", "--withdraw", note).code == 3


def test_bad_input_is_told(leads: Leads, add: Add, ann: Person) -> None:
    lead = add("Ada")["id"]
    for arguments, code, words in (
        ([], 2, "Give the leads"),
        ([lead], 2, "Give the leads"),
        ([lead, " "], 2, "The note is empty"),
        (["ffff", "x"], 3, "ffff"),
        (["-", "x"], 2, "no ids"),
    ):
        done = leads("note", *arguments)
        assert (done.code, words in done.err) == (code, True), done.err
    leads("rm", lead)
    assert leads("note", lead, "x").code == 5
    assert ann.sql("SELECT count(*) FROM lead_events WHERE event_type = 'note_added'") == [(0,)]
