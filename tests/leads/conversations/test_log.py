"""`doughy leads log`: what was said is kept, and nothing else is done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from doughy_cli.errors import Usage
from doughy_cli.leads.conversations.flags import read_duration

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads

FIELDS = [
    "id",
    "lead_id",
    "channel",
    "direction",
    "at",
    "outcome",
    "duration_secs",
    "status",
    "subject",
    "text",
    "transcript_id",
    "opted_out",
]


def test_a_call(leads: Leads, add: Add, ann: Person, tmp_path: Path) -> None:
    lead = add("Ada", "--phone", "9375550190")["id"]
    file = tmp_path / "first call.txt"
    file.write_text("﻿Ada: Hello?\n", encoding="utf-8")
    done = leads(
        *("log", "937-555-0190", "call", "Wants 120k", "--direction", "in", "--duration", "1:30"),
        *("--outcome", "not-interested", "--when", "2026-01-05T10:00:00Z", "--file", file),
        "--json",
    )
    assert done.code == 0, done.err
    row = done.json
    assert list(row) == FIELDS
    kept = {"lead_id": lead, "channel": "call", "direction": "incoming", "duration_secs": 90}
    kept |= {"outcome": "not_interested", "at": "2026-01-05T10:00:00Z", "text": "Wants 120k"}
    assert {name: row[name] for name in kept} == kept
    found = ann.sql("SELECT id::text, title, transcript_text FROM transcripts")
    assert found == [(row["transcript_id"], "first call.txt", "Ada: Hello?")]
    assert ann.sql("SELECT id::text, summary FROM calls") == [(row["id"], "Wants 120k")]


@pytest.mark.parametrize("channel", ["sms", "email", "voice"])
@pytest.mark.parametrize(
    ("direction", "status"), [("outgoing", "sent"), ("in", "delivered"), ("OUT", "sent")]
)
def test_a_message(
    leads: Leads, add: Add, ann: Person, channel: str, direction: str, status: str
) -> None:
    lead = add("Ada")["id"]
    before = datetime.now(UTC) - timedelta(hours=2, seconds=1)
    done = leads(
        *("log", lead, channel, "-", "--direction", direction, "--when", "-2h", "--json"),
        stdin=" Is the house\nstill yours? \n",
    )
    assert (done.json["status"], done.json["opted_out"]) == (status, False)
    [(body, kept, sent_at, created_at)] = ann.sql(
        "SELECT body, status, sent_at, created_at FROM messages"
    )
    assert (body, kept) == ("Is the house\nstill yours?", status)
    assert before < sent_at < before + timedelta(minutes=1)
    assert created_at - sent_at > timedelta(hours=1)


def test_an_email_has_a_subject_and_its_text_may_be_in_a_file(
    leads: Leads, add: Add, ann: Person, tmp_path: Path
) -> None:
    lead = add("Ada")["id"]
    (tmp_path / "letter.txt").write_text("Dear Ada")
    done = leads("log", lead, "email", "--subject", "Offer", "--file", tmp_path / "letter.txt")
    assert (done.code, "Logged." in done.err) == (0, True)
    assert ann.sql("SELECT subject, body FROM messages") == [("Offer", "Dear Ada")]
    assert leads("log", lead, "email", "--subject", "Only this").code == 0
    assert leads("log", lead, "voice").code == 0


def test_a_stop_opts_out_at_once_and_says_so(leads: Leads, add: Add, ann: Person) -> None:
    lead = add("Ada", "--opt-status", "opted_in")["id"]
    tried = leads("log", lead, "sms", "Stop", "--direction", "in", "--dry-run", "--json")
    assert tried.json["opted_out"] is True
    assert "Dry run" in tried.err
    assert ann.sql("SELECT opt_status FROM leads") == [("opted_in",)]
    assert ann.sql("SELECT count(*) FROM messages") == [(0,)]
    done = leads("log", lead, "sms", "Stop", "--direction", "in")
    assert "This means STOP: the lead is opted out." in done.err
    assert ann.sql("SELECT opt_status FROM leads") == [("opted_out",)]
    assert "has opted out" in leads("log", lead, "sms", "Sorry").err
    assert "has opted out" not in leads("log", lead, "call").err


@pytest.mark.parametrize(
    ("said", "temperature", "channel"),
    [
        (("call", "--outcome", "answered"), "hot", "call"),
        (("sms", "Yes?", "--direction", "in"), "hot", "sms"),
        (("email", "Hello?"), "warm", "email"),
    ],
)
def test_whatever_is_logged_resets_the_clock(
    leads: Leads, add: Add, said: tuple[str, ...], temperature: str, channel: str
) -> None:
    lead = add("Ada")["id"]
    [before] = leads("list", "--next", "--json").json
    assert (before["last_contact_at"], before["staleness_points"]) == (None, 40)
    leads("log", lead, *said)
    [after] = leads("list", "--next", "--json").json
    assert (after["last_channel"], after["staleness_points"]) == (channel, 0)
    assert after["temperature"] == temperature


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["fax", "x"], 2, "'fax' is not one of"),
        (["sms"], 2, "What was written?"),
        (["sms", " "], 2, "The text is empty"),
        (["sms", "x" * 100_001], 2, "longer than 100,000"),
        (["sms", "x", "--duration", "5m"], 2, "--duration is for calls"),
        (["voice", "x", "--outcome", "busy"], 2, "--outcome is for calls"),
        (["sms", "x", "--subject", "y"], 2, "--subject is for e-mails"),
        (["call", "--direction", "up"], 2, "'up' is neither in"),
        (["call", "--duration", "5"], 2, "'5' is no duration"),
        (["call", "--outcome", "dead"], 2, "'dead' is not one of answered"),
        (["call", "--when", "tomorrow"], 2, "in the future"),
        (["call", "--when", "someday"], 2, "is not a date"),
        (["call", "--file", "nowhere.txt"], 1, "nowhere.txt: No such file"),
        (["call", "-", "--file", "-"], 2, "not both"),
        (["sms", "x", "--file", "y"], 2, "not in both"),
        (["email", "--subject", ""], 2, "--subject is empty"),
    ],
)
def test_bad_input_is_told(
    leads: Leads, add: Add, ann: Person, arguments: list[str], code: int, words: str
) -> None:
    done = leads("log", add("Ada")["id"], *arguments)
    assert (done.code, words in done.err) == (code, True), done.err
    assert ann.sql("SELECT count(*) FROM messages") == [(0,)]
    assert ann.sql("SELECT count(*) FROM calls") == [(0,)]


def test_whose_lead_it_must_be(leads: Leads, add: Add, admin: Person, ben: Person) -> None:
    theirs = add("Ben's", person=ben)["id"]
    assert leads("log", theirs, "call").code == 3
    assert leads("log", theirs, "call", person=admin).code == 8
    gone = add("Gone")["id"]
    leads("rm", gone)
    assert leads("log", gone, "call").code == 5


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [("5m", 300), ("90s", 90), ("1:30", 90), ("1h5m", 3900), ("1:02:03", 3723), ("0s", 0),
     ("12 min", 720), ("1h", 3600), ("90:00", 5400), (" 2M ", 120)],
)  # fmt: skip
def test_durations(typed: str, seconds: int) -> None:
    assert read_duration(typed) == seconds


@pytest.mark.parametrize("typed", ["", " ", "5", "1:60", "-5m", "5x", "m", "25h", "1.5m", "1:2:3"])
def test_no_durations(typed: str) -> None:
    with pytest.raises(Usage, match="--duration"):
        read_duration(typed)
