"""`doughy leads messages`: delivery, replies, and what failed tried once more."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.leads.sending.test_crashes import later
from tests.providers.server import CUT, HANG_UP, SENDGRID_KEY, Reply, failing, twilio_refusal

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads
    from tests.providers.post_office import PostOffice
    from tests.providers.server import ProviderServer

NUMBER = "+19375550190"


def test_delivery_is_told(sending: Leads, add: Add, post: PostOffice) -> None:
    lead = add("Ada", "--phone", NUMBER)["id"]
    assert sending("text", lead, "Hi").code == 0
    [message] = sending("messages", "list", "--lead", NUMBER, "--json").json
    for status, code, after in (
        ("sent", None, "sent"),
        ("delivered", None, "delivered"),
        ("read", None, "read"),
        ("undelivered", 30007, "failed"),
    ):
        post.set_status(status, code)
        named = sending("messages", "sync", message["id"], "--json")
        assert named.code == 0, named.err
        [shown] = [sending("messages", "show", message["id"][:8], "--json").json]
        assert (shown["status"], shown["error"]) == (
            after,
            "Twilio: the carrier took it for spam (30007)." if code else None,
        )
    # What has arrived or failed is not asked about any more.
    assert sending("messages", "sync", "--json").json == []
    again = sending("messages", "retry", message["id"], "--json")
    assert (again.code, again.json["outcome"]) == (0, "sent"), again.err
    assert [each["status"] for each in post.texts] == ["undelivered", "queued"]
    new = sending("messages", "show", message["id"], "--json").json
    assert (new["status"], new["external_id"], new["error"]) == ("sent", post.texts[1]["sid"], None)
    assert sending("messages", "list", "--status", "failed", "--json").json == []


def test_replies_come_in_once_and_a_stop_opts_out(
    sending: Leads, add: Add, ann: Person, post: PostOffice
) -> None:
    lead = add("Ada", "--phone", NUMBER)["id"]
    gone = add("Bob", "--phone", "+19375550191")["id"]
    assert sending("rm", gone).code == 0
    post.page = 2
    for sender, body in (
        (NUMBER, "Yes, who is it?"),
        ("+12135550199", "A stranger"),
        ("+19375550191", "STOP"),
        (NUMBER, "Stop."),
    ):
        post.receive(sender, body)
    done = sending("messages", "sync", "--json")
    assert done.code == 0, done.err
    assert [(row["name"], row["note"]) for row in done.json] == [
        ("Ada", None),
        ("Bob", "STOP: opted out"),
        ("Ada", "STOP: opted out"),
    ]
    assert ann.sql("SELECT DISTINCT opt_status::text FROM leads") == [("opted_out",)]
    assert sending("messages", "sync", "--json").json == []
    assert sending("opt-audit").code == 0
    assert sending("text", lead, "Hi").code == 8


def test_a_text_that_cannot_be_stored_as_it_is_keeps_no_stop_from_being_heard(
    sending: Leads, add: Add, ann: Person, post: PostOffice
) -> None:
    lead = add("Ada", "--phone", NUMBER)["id"]
    add("Bob", "--phone", "+19375550191")
    post.receive("+19375550191", "a\0b \ud83d")
    post.receive(NUMBER, "STOP")
    done = sending("messages", "sync", "--json")
    assert done.code == 0, done.err
    assert {row["name"]: row["note"] for row in done.json} == {
        "Ada": "STOP: opted out",
        "Bob": None,
    }
    assert sending("text", lead, "Hi").code == 8
    assert ("a\ufffdb ?",) in ann.sql("SELECT body FROM messages")


def test_another_account_says_nothing_of_what_was_sent_before_it(
    sending: Leads, add: Add, ann: Person, post: PostOffice, server: ProviderServer
) -> None:
    lead = add("Ada", "--phone", NUMBER, "--email", "ada@example.com")["id"]
    assert sending("text", lead, "Hi").code == 0
    server.fail(HANG_UP)
    assert sending("text", lead, "Where are you?").code == 6
    later(ann)
    post.texts.clear()  # as the list of another account is
    done = sending("messages", "sync", "--json")
    assert done.code == 6
    assert ["not the one that sends" in row["note"] for row in done.json] == [False, True]


def test_what_failed_is_tried_once_more_and_once_only(
    sending: Leads, add: Add, ann: Person, post: PostOffice, server: ProviderServer
) -> None:
    first = add("Ada", "--phone", NUMBER)["id"]
    second = add("Bob", "--phone", "+19375550191", "--email", "bob@example.com")["id"]
    post.errors = {NUMBER: 21211, "+19375550191": 30999}
    assert sending("text", first, second, "Hi {first_name}", "--json").code == 1
    ids = [row["id"] for row in sending("messages", "list", "--json").json]
    assert len(ids) == 2
    # The number was wrong, and is mended; another opted out meanwhile.
    post.errors.clear()
    assert sending("edit", first, "--phone", "+19375550192").code == 0
    assert sending("opt", second, "out").code == 0
    about = {"id": first, "name": "Ada", "messages": 2, "last_failed": "2026-03-04T17:00:00Z"}
    failed = [{**about, "message_ids": ids}]
    report = json.dumps([{"service": "twilio", "failed_messages": 2, "failed_leads": failed}])
    tried = sending("messages", "retry", "--file", "-", "--dry-run", "--json", stdin=report)
    assert {row["outcome"] for row in tried.json} == {"would_send", "refused"}
    done = sending("messages", "retry", "--file", "-", "--json", stdin=report)
    assert done.code == 6
    assert {(row["name"], row["outcome"], row["code"]) for row in done.json} == {
        ("Ada", "sent", None),
        ("Bob", "refused", "opted_out"),
    }
    assert [(each["to"], each["body"]) for each in post.texts] == [("+19375550192", "Hi Ada")]
    listed = sending("messages", "list", "--status", "failed", "--json")
    tried = sending("messages", "retry", "--file", "-", "--dry-run", "--json", stdin=listed.out)
    assert [row["name"] for row in tried.json] == ["Bob"]
    again = sending("messages", "retry", "--file", "-", "--json", stdin=report)
    assert (again.code, len(post.texts)) == (8, 1)
    for arguments, stdin in (
        ((), ""),
        (("--failed", ids[0]), ""),
        (("--file", "-"), "{}"),
        (("--file", "-"), "no JSON"),
    ):
        assert sending("messages", "retry", *arguments, stdin=stdin).code == 2
    assert SENDGRID_KEY not in done.err + done.out


def test_providers_that_do_not_answer(
    sending: Leads, add: Add, ann: Person, ben: Person, post: PostOffice, server: ProviderServer
) -> None:
    lead = add("Ada", "--phone", NUMBER)["id"]
    assert sending("text", lead, "Hi").code == 0
    for reply, code, words in (
        (twilio_refusal(), 1, "refuses the key"),
        (Reply(raw=b"<html>"), 1, "not JSON"),
        (Reply(body=[]), 1, "not a message"),
    ):
        server.answer("GET", r".*/Messages/.*", lambda _, reply=reply: reply)
        done = sending("messages", "sync", "--json")
        assert (done.code, words in done.error["message"]) == (code, True), done.err
    post.open(server)
    # What passes by is asked for again.
    server.fail(CUT, failing(503))
    assert sending("messages", "sync", "--json").code == 0
    # Nobody syncs another's, and who has no key is asked for none.
    assert sending("messages", "sync", "--json", person=ben).json == []
    done = sending("text", lead, "Hi", "--from", "+19375550100", person=ben)
    assert done.code == 3
    mine = add("Ben's", "--phone", "+19375550195", person=ben)["id"]
    done = sending("text", mine, "Hi", "--from", "+19375550100", "--json", person=ben)
    assert (done.code, "keys set twilio" in done.error["hint"]) == (3, True), done.err
    assert ann.sql("SELECT count(*) FROM messages") == [(1,)]
