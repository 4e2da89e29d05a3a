"""`doughy leads text`: what is sent, to whom, and what is recorded of it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from doughy_cli.providers import http
from tests.leads.sending.conftest import rows
from tests.providers.post_office import OWN_NUMBER, twilio_error

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads
    from tests.leads.sending.conftest import Clock
    from tests.providers.post_office import PostOffice
    from tests.providers.server import ProviderServer

RECORD = """
SELECT channel::text, direction::text, status::text, body, sender, recipient, external_id, error,
    sent_at IS NOT NULL
FROM messages ORDER BY created_at
"""


def test_a_text_is_sent_once_and_recorded(
    sending: Leads, add: Add, ann: Person, post: PostOffice
) -> None:
    lead = add("QUILL, ADA", "--phone", "(937) 555-0190 x12")["id"]
    told = sending(
        "text", lead, "Hi {first_name}, call {my_phone} {{or not}}", "--dry-run", "--json"
    )
    body = "Hi Ada, call +19375550100 {or not}"
    assert (told.code, told.json["outcome"], told.json["text"]) == (0, "would_send", body)
    assert (told.json["segments"], told.json["encoding"]) == (1, "GSM-7")
    assert (post.texts, ann.sql(RECORD)) == ([], [])
    done = sending("text", lead, body.replace("{", "{{").replace("}", "}}"), "--json")
    assert done.code == 0, done.err
    [text] = post.texts
    assert (text["to"], text["body"]) == ("+19375550190", body)
    kept = ("sms", "outgoing", "sent", body, OWN_NUMBER, "+19375550190", text["sid"], None, True)
    assert ann.sql(RECORD) == [kept]
    assert (done.json["outcome"], done.json["external_id"]) == ("sent", text["sid"])
    # The same once more is a mistake, or a command that is run again.
    again = sending("text", "9375550190", body.replace("{", "{{").replace("}", "}}"), "--json")
    assert (again.code, again.error["code"]) == (5, "already_sent")
    assert sending("text", lead, "Another").code == 0
    assert sending("text", lead, "Another", "--again").code == 0
    assert post.sent_to("+19375550190") == 3
    assert "Another" in sending("timeline", lead, "--json").out


def test_who_opted_out_is_never_texted(
    sending: Leads, add: Add, ann: Person, post: PostOffice
) -> None:
    out = add("Ada", "--phone", "937 555 0190", "--opt-status", "opted_out")["id"]
    for flags in ((), ("--now",), ("--again",)):
        done = sending("text", out, "Hi", *flags, "--json")
        assert (done.code, done.error["code"]) == (8, "opted_out")
    # A STOP that nobody recorded counts as well.
    silent = add("Bob", "--phone", "937 555 0191")["id"]
    ann.sql(
        "INSERT INTO messages (lead_id, channel, direction, status, body)"
        " VALUES (%s, 'sms', 'incoming', 'delivered', 'Stop!')",
        silent,
    )
    done = sending("text", silent, "Hi", "--now", "--json")
    assert (done.code, "replied Stop!" in done.error["message"]) == (8, True)
    # So does that of the same number under another lead, and of a contact.
    gone = add("Cy", "--phone", "937 555 0192", "--opt-status", "opted_out")["id"]
    assert sending("rm", gone).code == 0
    twin = add("Cyrus", "--phone", "937 555 0192")["id"]
    done = sending("text", twin, "Hi", "--json")
    assert (done.code, "(Cy)" in done.error["message"]) == (8, True)
    ann.sql(
        "INSERT INTO contacts (first_name, phone, sms_opt_status)"
        " VALUES ('Dee', '+19375550193', 'opted_out')"
    )
    spouse = add("Dan", "--phone", "937 555 0193")["id"]
    done = sending("text", spouse, "Hi", "--json")
    assert (done.code, "contact Dee" in done.error["message"]) == (8, True)
    assert post.texts == []
    # Who has said nothing may be asked, unless that is not wanted.
    asked = add("Eve", "--phone", "937 555 0194")["id"]
    assert sending("sender", "--require-opt-in").code == 0
    assert sending("text", asked, "Hi").code == 8
    assert sending("opt", asked, "in", "--reason", "By phone").code == 0
    assert sending("text", asked, "Hi").code == 0


def test_quiet_hours(sending: Leads, add: Add, post: PostOffice, clock: Clock) -> None:
    east, west = (
        add("Ada", "--phone", "9375550190")["id"],
        add("Bob", "--phone", "2135550190")["id"],
    )
    clock(datetime(2026, 3, 4, 15, tzinfo=UTC))  # 10:00 in Dayton, 07:00 in Los Angeles
    done = sending("text", west, "Hi", "--json")
    assert (done.code, done.error["code"]) == (8, "quiet_hours")
    assert "07:00 in America/Los_Angeles" in done.error["message"]
    assert "Wed 16:00" in done.error["hint"]
    assert sending("text", east, "Hi").code == 0
    # The clock is looked at again when it is sent.
    both = sending("text", east, west, "Hello", "--json")
    assert (both.code, [row["outcome"] for row in both.json]) == (6, ["sent", "refused"])
    assert sending("text", west, "Hi", "--now").code == 0
    # Nobody knows where a number of no place is; the property tells.
    nowhere = add("Cy", "--phone", "8005550190")["id"]
    done = sending("text", nowhere, "Hi", "--json")
    assert (done.code, "may be there" in done.error["message"]) == (8, True)
    assert len(post.texts) == 3


def test_providers_errors_are_a_line_each(
    sending: Leads,
    add: Add,
    ann: Person,
    post: PostOffice,
    server: ProviderServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lead = add("Ada", "--phone", "9375550190")["id"]
    for code, words in (
        (21211, "no valid phone number (21211)"),
        (21408, "may not text to that country (21408)"),
        (30999, "An error (400, 30999)"),
    ):
        post.errors["+19375550190"] = code
        done = sending("text", lead, f"Hi {code}", "--json")
        assert (done.code, done.error["code"]) == (1, str(code))
        assert words in done.error["message"], done.err
    server.fail(dataclasses.replace(twilio_error(63038, 429), headers={"Retry-After": "3600"}))
    done = sending("text", lead, "Hi", "--json")
    assert (done.code, "may today (63038)" in done.error["message"]) == (1, True), done.err
    nowhere = {"DOUGHY_TWILIO_URL": "http://127.0.0.1:1"}
    monkeypatch.setattr(http, "backoff", lambda *_: 0.0)
    done = sending("text", lead, "Nobody there", "--json", env=server.environment | nowhere)
    assert (done.code, "cannot be reached" in done.error["message"]) == (7, True), done.err
    post.errors["+19375550190"] = 21610
    done = sending("text", lead, "Hi once more", "--json")
    assert (done.code, done.error["code"]) == (8, "opted_out")
    assert ann.sql("SELECT opt_status::text FROM leads") == [("opted_out",)]
    assert {row[2] for row in ann.sql(RECORD)} == {"failed"}
    assert post.texts == []
    assert sending("text", lead, "Hi", "--from", "+12135550100").code == 8


def test_bad_input_is_told(sending: Leads, add: Add, ann: Person, post: PostOffice) -> None:
    lead = add("Ada")["id"]
    for arguments, code, words in (
        ([], 2, "Give"),
        ([lead], 2, "To whom"),
        ([lead, " "], 2, "empty"),
        ([lead, "Hi {nickname}"], 2, "no field {nickname}"),
        ([lead, "Hi {first_name"], 2, "{{"),
        (["-", "-"], 2, "stdin"),
        ([lead, "Hi", "--where-status", "new"], 2, "--where"),
        ([lead, "--template", "none"], 3, "no template"),
        (["ffff", "Hi"], 3, "ffff"),
        ([lead, "Hi", "--rate", "fast"], 2, "no rate"),
        ([lead, "Hi", "--from", "x"], 2, "cannot be a number"),
        ([lead, "Hi"], 1, "has no phone"),
    ):
        done = sending("text", *arguments)
        assert (done.code, words in done.err) == (code, True), (arguments, done.err)
    assert sending("sender", "--from-number", "").code == 0
    done = sending("text", lead, "Hi", "--json")
    assert (done.code, done.error["code"], "doughy leads sender" in done.error["hint"]) == (
        *(2, "no_sender"),
        True,
    )
    assert (post.texts, ann.sql(RECORD), rows(sending("messages", "list", "--json"))) == (
        [],
        [],
        [],
    )
