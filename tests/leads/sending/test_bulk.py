"""Texts to many: the preview, what stops it, and that run again it goes on with the rest."""

from __future__ import annotations

import signal
import time
from typing import TYPE_CHECKING

from tests.leads.sending.conftest import rows
from tests.providers.server import Reply, twilio_refusal
from tests.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads
    from tests.providers.post_office import PostOffice
    from tests.providers.server import Asked, ProviderServer

BODY = "Hi {first_name|there}"


def six(add: Add) -> list[str]:
    """Six leads: one opted out, one without a phone."""
    for number, name in enumerate(("Ada", "Bob", "Cy", "Dee")):
        add(name, "--phone", f"937555019{number}", "--tag", "list", "--opt-status", "opted_in")
    add("Out", "--phone", "9375550197", "--tag", "list", "--opt-status", "opted_out")
    add("Mute", "--tag", "list")
    return [f"+1937555019{number}" for number in range(4)]


def test_a_set_is_previewed_asked_about_and_sent(
    sending: Leads,
    add: Add,
    ann: Person,
    post: PostOffice,
    doughy: Program,
    equipped: dict[str, str],
) -> None:
    numbers = six(add)
    where = ("--where-tag", "list")
    tried = sending("text", *where, BODY, "--dry-run", "--json")
    assert tried.code == 0, tried.err
    found = {row["name"]: (row["outcome"], row["code"]) for row in tried.json}
    assert found["Ada"] == ("would_send", None)
    assert (found["Out"], found["Mute"]) == (("refused", "opted_out"), ("refused", "no_phone"))
    assert "Ada: Hi Ada" in tried.err and "4 segments in all" in tried.err
    assert "1 opted out, 1 have no phone" in tried.err
    assert sending("text", *where, BODY).code == 2  # nobody can be asked
    with PseudoTerminal(
        doughy, "leads", "text", *where, BODY, "--now", person=ann, env=equipped
    ) as screen:
        screen.wait_for("Text 4 leads from +19375550100? [y/N]", "Sent nothing: 1 opted out")
        screen.type("n\n")
        assert screen.end() == 130
    assert post.texts == []
    some = sending("text", *where, BODY, "--limit", "2", "--yes", "--json")
    assert (some.code, [row["outcome"] for row in some.json]) == (0, ["sent", "sent"])
    done = sending("text", *where, BODY, "--yes", "--json")
    # Who may not be texted was never meant by a set; who is named was.
    assert (done.code, "2 sent, 2 sent before, 2 refused." in done.err) == (0, True), done.err
    assert [post.sent_to(each) for each in numbers] == [1, 1, 1, 1]
    out = [row["lead_id"] for row in done.json if row["outcome"] == "refused"]
    assert sending("text", *out, BODY).code == 8
    again = sending("text", *where, "--where-opt-status", "opted_in", BODY, "--yes", "--json")
    assert (again.code, {row["code"] for row in again.json}) == (0, {"already_sent"})


def test_what_stops_it_stops_it_at_once(
    sending: Leads, add: Add, ann: Person, post: PostOffice, server: ProviderServer
) -> None:
    six(add)
    where = ("--where-tag", "list", "--where-opt-status", "opted_in")
    sent = 0

    def revoked(asked: Asked) -> Reply:
        nonlocal sent
        sent += 1
        return twilio_refusal() if sent > 1 else post._text(asked)

    server.answer("POST", r".*/Messages.json", revoked)
    done = sending("text", *where, BODY, "--yes", "--json")
    assert (done.code, done.error["code"]) == (1, "key_refused")
    assert "2 were not begun" in done.error["message"]
    assert [row["outcome"] for row in done.json] == ["sent", "failed", "not_sent", "not_sent"]
    assert sent == 2
    post.open(server)
    # What failed is tried again once, and what was not begun is sent.
    assert sending("text", *where, BODY, "--yes", "--json").code == 0
    assert len(post.texts) == 4
    again = sending("messages", "retry", "--failed", "--json")
    assert (again.code, [row["code"] for row in again.json]) == (0, ["already_sent"])
    assert len(post.texts) == 4


def test_a_field_that_is_empty_leaves_one_out(
    sending: Leads, add: Add, ann: Person, post: PostOffice
) -> None:
    lead = add("Ada Quill", "--phone", "9375550190")["id"]
    other = add("Maple Holdings LLC", "--phone", "9375550191")["id"]
    saved = sending("templates", "save", "hello", "Hi {first_name}, is {address} yours?")
    assert (saved.code, "--template hello --dry-run" in saved.err) == (0, True)
    property_id = sending("show", lead).code
    ann.sql(
        "INSERT INTO re_properties (lead_id, address_line_1, city, state, zip)"
        " VALUES (%s, '418 Maple Ave', 'Dayton', 'OH', '45402')",
        lead,
    )
    assert property_id == 0
    done = sending("text", lead, other, "--template", "hello", "--json")
    assert done.code == 6
    assert [(row["outcome"], row["code"]) for row in done.json] == [
        ("sent", None),
        ("refused", "empty_field"),
    ]
    assert "{first_name}, {address}" in done.json[1]["reason"]
    assert [each["body"] for each in post.texts] == ["Hi Ada, is 418 Maple Ave yours?"]
    # Which of two is meant, nobody can tell.
    ann.sql(
        "INSERT INTO re_properties (lead_id, address_line_1, city, state, zip)"
        " VALUES (%s, '1 Elm St', 'Dayton', 'OH', '45402')",
        lead,
    )
    done = sending("text", lead, "Is {property} yours?", "--json")
    assert (done.code, "several properties" in done.error["message"]) == (1, True)
    listed = sending("templates", "list", "--json")
    assert [(row["name"], row["fields"]) for row in listed.json] == [
        ("hello", ["first_name", "address"])
    ]
    assert sending("templates", "save", "bad", "Hi {nobody}").code == 2
    assert sending("templates", "rm", "hello", "--json").json["text"].startswith("Hi {")
    assert sending("templates", "show", "hello").code == 3


def test_ctrl_c_leaves_each_sent_and_recorded_or_not_begun(
    add: Add,
    ann: Person,
    post: PostOffice,
    doughy: Program,
    equipped: dict[str, str],
    server: ProviderServer,
    leads: Leads,
) -> None:
    numbers = six(add)
    where = ("--where-tag", "list", "--where-opt-status", "opted_in")
    flags = ("--yes", "--now", "--json", "--rate", "2/s")
    process = doughy.start("leads", "text", *where, BODY, *flags, person=ann, env=equipped)

    def slowly(asked: Asked) -> Reply:
        # The signal comes while the second is on its way.
        if len(post.texts) == 1:
            process.send_signal(signal.SIGINT)
            time.sleep(0.2)
        return post._text(asked)

    server.answer("POST", r".*/Messages.json", slowly)
    _, err = process.communicate()
    assert process.returncode == 130, err
    assert "2 sent and recorded. 2 were not begun." in err.decode(), err
    assert [post.sent_to(each) for each in numbers] == [1, 1, 0, 0]
    assert ann.sql("SELECT status::text FROM messages") == [("sent",), ("sent",)]
    post.open(server)
    done = leads("text", *where, BODY, "--yes", "--now", "--rate", "1000/s", "--json", env=equipped)
    assert done.code == 0, done.err
    assert [row["outcome"] for row in rows(done)].count("sent") == 2
    assert [post.sent_to(each) for each in numbers] == [1, 1, 1, 1]
