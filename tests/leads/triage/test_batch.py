"""Triage without a terminal: --plan and --decisions."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.leads.following.test_list_next import FIELDS as NEXT_FIELDS
from tests.leads.triage.conftest import NAMES, lead

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person
    from tests.leads.conftest import Add, Leads

CARD_FIELDS = [*NEXT_FIELDS, "score_reasons", "deals", "contacts", "timeline"]
PARTS = {
    "score_reasons": ["at", "what", "text"],
    "deals": [
        *("id", "title", "stage", "estimated_value", "next_action", "next_action_due"),
        "property",
    ],
    "contacts": ["id", "name", "relation", "phone", "email"],
    "timeline": [
        *("kind", "at", "channel", "direction", "type", "summary", "text", "id", "by", "deal_id"),
        *("duration_secs", "withdrawn"),
    ],
}
ANSWER_FIELDS = [
    *("line", "lead", "name", "decision", "result", "made", "updated_at", "error"),
]


def jsonl(*records: Any) -> str:
    return "\n".join(json.dumps(each) for each in records)


def answers(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_the_plan_has_all_that_the_card_shows(leads: Leads, add: Add, ann: Person) -> None:
    ada = add("Ada", "--score", 40)["id"]
    add("Ben", "--next-action", "Call", "--next-action-due", "today")
    leads("score", ada, "--to", 70, "--reason", "wants to sell")
    leads("edit", ada, "--note", "Roof leaks")
    [(cy,)] = ann.sql(
        "INSERT INTO contacts (first_name, last_name) VALUES ('Cy', 'Dee') RETURNING id"
    )
    link = "INSERT INTO lead_contacts (lead_id, contact_id, relation) VALUES (%s, %s, 'heir')"
    ann.sql(link, ada, cy)
    [(place,)] = ann.sql(
        "INSERT INTO re_properties (address_line_1, city, state, zip) "
        "VALUES ('1 Main St', 'Dayton', 'OH', '45402') RETURNING id"
    )
    ann.sql(
        "INSERT INTO deals (lead_id, property_id, title, stage) VALUES (%s, %s, 'Main', 'offer')",
        ada,
        place,
    )
    for statement in (
        "INSERT INTO messages (lead_id, channel, direction, status, body) "
        "VALUES (%s, 'sms', 'incoming', 'delivered', 'hello')",
        "INSERT INTO calls (lead_id, direction, outcome, summary) "
        "VALUES (%s, 'outgoing', 'no_answer', 'rang')",
        "INSERT INTO transcripts (lead_id, title) VALUES (%s, 'talk')",
        "INSERT INTO re_lead_documents (lead_id, title, type, file_url) "
        "VALUES (%s, 'deed', 'other', 'file:///deed')",
    ):
        ann.sql(statement, ada)
    done = leads("triage", "--plan")
    ben, row = answers(done.out)
    assert (ben["name"], list(row)) == ("Ben", CARD_FIELDS)
    for name, fields in PARTS.items():
        assert list(row[name][0]) == fields, name
    assert row["score_reasons"][0]["text"] == "wants to sell"
    assert row["deals"][0]["property"] == "1 Main St, Dayton, OH 45402"
    assert (row["contacts"][0]["name"], row["contacts"][0]["relation"]) == ("Cy Dee", "heir")
    told = {(each["kind"], each["summary"]) for each in row["timeline"]}
    assert told >= {
        ("note", "Roof leaks"),
        ("message", "hello"),
        ("call", "no answer: rang"),
        ("transcript", "talk"),
        ("document", "other: deed"),
        ("event", "score changed: 40 → 70"),
    }
    assert [each["at"] for each in row["timeline"]] == sorted(
        (each["at"] for each in row["timeline"]), reverse=True
    )


def test_the_plan_takes_the_flags_of_lists(leads: Leads, ten: dict[str, str]) -> None:
    assert len(answers(leads("triage", "--plan").out)) == 10
    assert len(answers(leads("triage", "--plan", "--limit", 3).out)) == 3
    found = answers(leads("triage", "--plan", "--tag", "vip", "--fields", "name").out)
    assert found == [{"name": "李小龍"}]
    leads("views", "save", "vips", "--tag", "vip", "--next", "--limit", 5)
    assert len(answers(leads("triage", "--plan", "--view", "vips").out)) == 1
    assert len(leads("triage", "--plan", "--json").json) == 10
    assert leads("triage", "--plan", "-o", "tsv").out.count("\n") == 10
    assert leads("triage", "--plan", "--fields", "help").out.split() == CARD_FIELDS


def test_every_decision_in_a_file(leads: Leads, ten: dict[str, str], ann: Person) -> None:
    records = [
        {"lead": ten[NAMES[0]], "decision": "qualify"},
        {"lead": ten[NAMES[1]][:13], "decision": "unqualify"},
        {"lead": "bruce@example.com", "decision": "activate"},
        {"lead": "(937) 555-0104", "decision": "close"},
        {"lead": "olga@example.com", "decision": "score", "score": 70, "reason": "keen"},
        {"lead": "olga@example.com", "decision": "tag", "add": ["vip"]},
        {"lead": "olga@example.com", "decision": "note", "text": "屋根"},
        {"lead": "olga@example.com", "decision": "next", "action": "Call", "due": "2h"},
        {"lead": "fay@example.com", "decision": "call", "outcome": "answered", "text": "yes"},
        {"lead": "gus@example.com", "decision": "opt_out", "reason": "asked to"},
        {"lead": "ali@example.com", "decision": "deal"},
        {"lead": "ivy@example.com", "decision": "skip"},
    ]
    done = leads("triage", "--decisions", "-", stdin=jsonl(*records))
    assert done.code == 0, done.err
    found = answers(done.out)
    assert [list(each) for each in found] == [ANSWER_FIELDS] * 12
    assert [each["result"] for each in found] == ["saved"] * 11 + ["skipped"]
    assert [each["decision"] for each in found] == [each["decision"] for each in records]
    stored = [lead(ann, name)["status"] for name in NAMES[:5]]
    assert stored == ["qualified", "unqualified", "active", "closed", "new"]
    olga = lead(ann, NAMES[4])
    assert (olga["score"], olga["tags"], olga["next_action"]) == (70, ["vip"], "Call")
    assert ann.sql("SELECT id, outcome, summary FROM calls")[0][1:] == ("answered", "yes")
    assert str(ann.sql("SELECT id FROM calls")[0][0]) == found[8]["made"]
    assert lead(ann, NAMES[6])["opt_status"] == "opted_out"
    assert str(ann.sql("SELECT id FROM deals")[0][0]) == found[10]["made"]
    told = {(kind, text) for kind, text in ann.sql(
        "SELECT event_type, description FROM lead_events WHERE description IS NOT NULL"
    )}  # fmt: skip
    assert {("score_reason", "keen"), ("note_added", "屋根"), ("opt_reason", "asked to")} <= told


def test_a_bad_line_does_not_stop_the_others(
    leads: Leads, ten: dict[str, str], ann: Person, tmp_path: Path
) -> None:
    old = {"unchanged_since": "2020-01-01T00:00:00Z"}
    (tmp_path / "some.jsonl").write_bytes(
        b"\n".join(
            [
                b'{"lead": "ada@example.com"',
                b"\xff\xfe",
                b"",
                b'{"lead": "nobody@example.com", "decision": "qualify"}',
                b'{"lead": "ada@example.com", "decision": "sell"}',
                json.dumps({"lead": "ada@example.com", "decision": "close", **old}).encode(),
                b'{"lead": "ada@example.com", "decision": "qualify"}',
            ]
        )
    )
    done = leads("triage", "--decisions", tmp_path / "some.jsonl")
    assert (done.code, "5 of 6 decisions were rejected" in done.err) == (6, True), done.err
    found = answers(done.out)
    assert [each["line"] for each in found] == [1, 2, 4, 5, 6, 7]
    codes = [each["error"] and each["error"]["code"] for each in found]
    assert codes == ["usage", "usage", "not_found", "usage", "stale", None]
    assert lead(ann, NAMES[0])["status"] == "qualified"


def test_unchanged_since_lets_what_is_unchanged_through(
    leads: Leads, add: Add, ann: Person
) -> None:
    ada = add("Ada")
    line = {"lead": ada["id"], "decision": "qualify", "unchanged_since": ada["updated_at"]}
    [first] = answers(leads("triage", "--decisions", "-", stdin=jsonl(line)).out)
    assert (first["result"], first["name"]) == ("saved", "Ada")
    assert datetime.fromisoformat(first["updated_at"]) > datetime.fromisoformat(ada["updated_at"])
    assert leads("triage", "--decisions", "-", stdin=jsonl(line)).code == 6


def test_a_dry_run_answers_the_same_and_saves_nothing(
    leads: Leads, ten: dict[str, str], ann: Person
) -> None:
    records = [
        {"lead": "ada@example.com", "decision": "deal"},
        {"lead": "ada@example.com", "decision": "deal"},
        {"lead": "ben.ortega@example.com", "decision": "close"},
    ]
    done = leads("triage", "--decisions", "-", "--dry-run", stdin=jsonl(*records))
    results = [each["result"] for each in answers(done.out)]
    assert (done.code, results) == (6, ["saved", "rejected", "saved"]), done.err
    assert "Dry run: nothing was saved." in done.err
    assert ann.sql("SELECT count(*) FROM deals") == [(0,)]
    assert lead(ann, NAMES[1])["status"] == "new"


def test_somebody_elses_lead_is_refused(leads: Leads, add: Add, ann: Person, admin: Person) -> None:
    line = jsonl({"lead": add("Ada")["id"], "decision": "close"})
    [answer] = answers(leads("triage", "--decisions", "-", stdin=line, person=admin).out)
    assert answer["error"]["code"] == "not_permitted"
    assert lead(ann, "Ada")["status"] == "new"


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ([], "--plan prints the queue, --decisions FILE.jsonl decides"),
        (["--plan", "--decisions", "-"], "exclude each other"),
        (["--decisions", "-", "--status", "new"], "names its leads itself"),
        (["--dry-run"], "--dry-run goes with --decisions"),
        (["--json"], "--plan prints the queue in any"),
    ],
)
def test_what_does_not_go_together_is_refused(leads: Leads, flags: list[str], words: str) -> None:
    done = leads("triage", *flags)
    assert (done.code, words in done.err) == (2, True), done.err


def test_a_file_that_is_not_there(leads: Leads) -> None:
    done = leads("triage", "--decisions", "nowhere.jsonl")
    assert (done.code, "nowhere.jsonl: No such file" in done.err) == (2, True), done.err
