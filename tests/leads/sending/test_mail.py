"""`doughy leads mail`: what SendGrid is given, and what it says."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from tests.leads.sending.test_crashes import later
from tests.providers.post_office import OWN_ADDRESS, sendgrid_error
from tests.providers.server import CUT, HANG_UP, Reply, sendgrid_refusal

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads
    from tests.providers.post_office import PostOffice
    from tests.providers.server import Asked, ProviderServer

RECORD = "SELECT channel::text, status::text, subject, recipient, external_id FROM messages"


def test_a_mail_is_sent_with_address_and_a_way_out(
    sending: Leads, add: Add, ann: Person, post: PostOffice, tmp_path: Path
) -> None:
    lead = add("Ada Quill", "--email", "ada@example.com")["id"]
    file = tmp_path / "offer.txt"
    file.write_text("Dear {first_name},\n\nis it still yours?\n")
    assert sending("sender", "--from-name", "Ann Example").code == 0
    done = sending("mail", lead, "--subject", "Hello {first_name}", file, "--now", "--json")
    assert done.code == 0, done.err
    [mail] = post.mails
    assert mail["personalizations"] == [
        {
            "to": [{"email": "ada@example.com", "name": "Ada Quill"}],
            "custom_args": {"doughy_message": done.json["message_id"]},
        }
    ]
    assert mail["from"] == {"email": OWN_ADDRESS, "name": "Ann Example"}
    assert mail["subject"] == "Hello Ada"
    [content] = mail["content"]
    assert content["type"] == "text/plain"
    assert content["value"].startswith("Dear Ada,\n\nis it still yours?\n")
    assert content["value"].endswith("-- \n1 Main St, Dayton, OH 45402\n")
    tracking = mail["tracking_settings"]["subscription_tracking"]
    assert tracking["enable"] and "<% %>" in tracking["text"]
    assert ann.sql(RECORD) == [("email", "sent", "Hello Ada", "ada@example.com", mail["id"])]
    assert done.json["segments"] is None
    stdin = sending("mail", lead, "-", "--subject", "Hello", "--now", stdin="From stdin")
    assert (stdin.code, len(post.mails)) == (0, 2)


def test_who_unsubscribed_there_is_opted_out_here(
    sending: Leads, add: Add, ann: Person, post: PostOffice, server: ProviderServer
) -> None:
    lead = add("Ada", "--email", "ada+x@example.com")["id"]
    post.unsubscribed.add("ada+x@example.com")
    flags = ("--subject", "Hi", "--now", "--json")
    done = sending("mail", lead, "-", *flags, stdin="Hi")
    assert (done.code, done.error["code"]) == (8, "opted_out")
    assert (post.mails, ann.sql(RECORD)) == ([], [])
    [(told,)] = ann.sql("SELECT description FROM lead_events WHERE event_type = 'opt_reason'")
    assert told == "unsubscribed at SendGrid"
    assert ann.sql("SELECT opt_status::text FROM leads") == [("opted_out",)]
    # A key that may only send cannot ask; SendGrid drops the mail then.
    other = add("Bob", "--email", "bob@example.com")["id"]
    server.answer("GET", "/v3/asm/.*", lambda _: sendgrid_error(403, "access forbidden"))
    assert sending("mail", other, "-", *flags, stdin="Hi").code == 0


def test_errors_of_sendgrid(
    sending: Leads, add: Add, ann: Person, post: PostOffice, server: ProviderServer
) -> None:
    ids = [add(name, "--email", f"{name}@example.com")["id"] for name in ("ada", "bob")]
    limited = dataclasses.replace(sendgrid_error(429, "too many"), headers={"Retry-After": "600"})
    for reply, words in (
        (sendgrid_refusal(), "SendGrid refuses the key (401)"),
        (
            sendgrid_error(403, "The from address does not match a verified Sender"),
            "not a verified",
        ),
        (sendgrid_error(413, "Payload too large"), "too large (413)"),
        (limited, "asked too often (429)"),
    ):
        server.answer("POST", "/v3/mail/send", lambda _, reply=reply: reply)
        flags = ("--subject", words, "--now", "--json")
        done = sending("mail", *ids, "-", *flags, stdin="Hi")
        # Only what is wrong with the one mail is not wrong with the next.
        outcomes = ["failed", "failed" if reply.status == 413 else "not_sent"]
        assert [row["outcome"] for row in done.json] == outcomes
        assert words in done.json[0]["reason"], done.err
        assert done.code == 1
    assert sending("sender", "--postal-address", "").code == 0
    done = sending("mail", *ids, "-", "--subject", "Hi", "--now", "--json", stdin="Hi")
    assert (done.code, done.error["code"]) == (2, "no_postal_address")
    assert sending("mail", ids[0], "-", stdin="Hi").code == 2
    assert "subject" in sending("mail", ids[0], "-", stdin="Hi").err
    assert post.mails == []


def test_what_became_of_a_mail_whose_answer_was_lost(
    sending: Leads, add: Add, ann: Person, post: PostOffice, server: ProviderServer
) -> None:
    lead = add("Ada", "--email", "ada@example.com")["id"]

    def lost(asked: Asked) -> Reply:
        post._mail(asked)
        return CUT  # type: ignore[return-value]

    flags = ("--subject", "Same", "--now", "--json")
    server.answer("POST", "/v3/mail/send", lost)
    assert sending("mail", lead, "-", *flags, stdin="One").code == 6
    server.answer("POST", "/v3/mail/send", lambda _: HANG_UP)
    assert sending("mail", lead, "-", *flags, stdin="Two").code == 6
    post.open(server)
    later(ann)
    # Without the activity feed nobody can tell but the person.
    post.activity = False
    done = sending("messages", "sync", "--json")
    assert done.code == 6 and all("activity history" in row["note"] for row in done.json)
    post.activity = True
    done = sending("messages", "sync", "--json")
    assert done.code == 0, done.err
    assert [row["after"] for row in done.json] == ["sent", "failed"]
    # It is the mark that tells the two of one subject apart.
    assert ann.sql("SELECT body FROM messages WHERE status = 'sent'")[0][0].startswith("One")
    post.mails[0]["status"] = "not_delivered"
    done = sending("messages", "sync", "--json")
    assert [(row["before"], row["after"]) for row in done.json] == [("sent", "failed")]
    assert "not delivered" in done.json[0]["error"]
