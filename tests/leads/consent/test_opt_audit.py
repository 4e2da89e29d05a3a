"""`doughy leads opt-audit`: what a lead said about being written to, kept and kept to."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.leads.consent.past import Lead

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads

FIELDS = [
    "kind",
    "lead_id",
    "name",
    "opt_status",
    "message_id",
    "channel",
    "at",
    "status",
    "text",
    "opted_out_at",
    "stop_message_id",
    "fixed",
]


@pytest.fixture
def ada(ann: Person) -> Lead:
    """A lead whose consent is pending."""
    return Lead(ann)


def found(leads: Leads, *flags: str) -> list[tuple[str, str]]:
    done = leads("opt-audit", *flags, "--json")
    rows: list[dict[str, Any]] = done.json
    assert done.code == (1 if any(not row["fixed"] for row in rows) else 0), done.err
    return [(row["kind"], row["message_id"]) for row in rows]


def test_nothing_is_wrong(leads: Leads, ada: Lead) -> None:
    ada.send(2)
    ada.message(3, "incoming", "Please stop by")
    done = leads("opt-audit", "--json")
    assert (done.code, done.json) == (0, [])
    assert "Every STOP is recorded" in done.err


def test_a_stop_that_was_not_recorded(leads: Leads, ada: Lead) -> None:
    ada.send(1)
    stop = ada.stop(2, "Stop.")
    done = leads("opt-audit", "--json")
    assert done.code == 1
    assert done.error["code"] == "consent"
    assert "1 STOP reply not recorded" in done.error["message"]
    [row] = done.json
    assert list(row) == FIELDS
    assert row == {
        "kind": "stop_not_recorded",
        "lead_id": str(ada.id),
        "name": "Ada",
        "opt_status": "pending",
        "message_id": stop,
        "channel": "sms",
        "at": "2026-01-02T12:00:00Z",
        "status": "delivered",
        "text": "Stop.",
        "opted_out_at": "2026-01-02T12:00:00Z",
        "stop_message_id": stop,
        "fixed": False,
    }


def test_what_was_sent_after_a_stop(leads: Leads, ada: Lead) -> None:
    ada.send(2)
    stop = ada.stop(3, channel="email")
    ada.send(4, status="failed")
    late = ada.send(5, channel="email")
    ada.record(6, "pending", "opted_out")
    ada.now("opted_out")
    done = leads("opt-audit", "--json")
    [row] = done.json
    assert (row["kind"], row["message_id"]) == ("sent_after_stop", late)
    assert (row["stop_message_id"], row["opted_out_at"]) == (stop, "2026-01-03T12:00:00Z")
    assert (row["text"], done.code) == ("Still yours?", 1)
    assert "1 sent after an opt-out" in done.error["message"]


def test_what_was_sent_after_a_recorded_opt_out(leads: Leads, ada: Lead) -> None:
    ada.send(2)
    ada.record(3, "pending", "opted_out")
    late = ada.send(4)
    ada.now("opted_out")
    assert found(leads) == [("sent_while_opted_out", late)]


def test_a_lead_that_came_in_opted_out(leads: Leads, ann: Person) -> None:
    lead = Lead(ann, "opted_out")
    late = lead.send(2)
    assert found(leads) == [("sent_while_opted_out", late)]


def test_what_is_still_to_be_sent(leads: Leads, ada: Lead) -> None:
    queued = ada.send(2, status="pending")
    ada.stop(3)
    ada.record(3, "pending", "opted_out")
    ada.now("opted_out")
    assert found(leads) == [("sent_after_stop", queued)]


def test_an_opt_in_since_ends_a_stop(leads: Leads, ada: Lead) -> None:
    ada.stop(2)
    ada.record(2, "pending", "opted_out")
    ada.record(4, "opted_out", "opted_in")
    ada.send(5)
    ada.now("opted_in")
    assert found(leads) == []
    again = ada.stop(6)
    assert found(leads) == [("stop_not_recorded", again)]


def test_an_opt_in_that_changes_nothing_still_counts(leads: Leads, ann: Person) -> None:
    lead = Lead(ann, "opted_in")
    lead.stop(2)
    assert len(found(leads)) == 1
    assert leads("opt", lead.id, "in", "--reason", "Texted START").code == 0
    assert found(leads) == []


def test_only_an_opt_in_ends_a_stop(leads: Leads, ada: Lead) -> None:
    stop = ada.stop(2)
    ada.record(2, "pending", "opted_out")
    ada.record(3, "opted_out", "pending")
    late = ada.send(4)
    assert found(leads) == [("sent_after_stop", late), ("stop_not_recorded", stop)]


def test_an_opt_out_by_mistake_can_be_corrected(leads: Leads, ada: Lead) -> None:
    ada.record(2, "pending", "opted_out")
    ada.record(3, "opted_out", "pending")
    ada.send(4)
    assert found(leads) == []


def test_what_was_logged_is_judged_the_same(leads: Leads, add: Add) -> None:
    lead = add("Ada")["id"]
    leads("log", lead, "sms", "Hello?", "--when", "-2h")
    leads("log", lead, "sms", "STOP", "--direction", "in", "--when", "-1h")
    assert found(leads) == []
    late = leads("log", lead, "sms", "Hello again", "--json").json["id"]
    assert found(leads) == [("sent_after_stop", late)]


def test_stops_are_recorded_afterwards(leads: Leads, ada: Lead, ann: Person) -> None:
    stop = ada.stop(2)
    late = ada.send(3)
    tried = leads("opt-audit", "--fix", "--dry-run", "--json")
    assert [row["fixed"] for row in tried.json] == [False, True]
    assert ann.sql("SELECT opt_status FROM leads") == [("pending",)]
    done = leads("opt-audit", "--fix", "--json")
    assert (done.code, "1 STOP reply recorded now." in done.err) == (1, True)
    assert [(row["message_id"], row["fixed"]) for row in done.json] == [(late, False), (stop, True)]
    assert ann.sql("SELECT opt_status FROM leads") == [("opted_out",)]
    told = ann.sql("SELECT description FROM lead_events WHERE event_type = 'opt_reason'")
    assert told == [("replied STOP on 2026-01-02",)]
    assert found(leads, "--fix") == [("sent_after_stop", late)]


def test_fixing_all_ends_well(leads: Leads, ann: Person) -> None:
    for _ in range(4):
        Lead(ann).stop(2)
    ann.sql("UPDATE leads SET is_deleted = true WHERE id = (SELECT max(id::text)::uuid FROM leads)")
    assert leads("opt-audit", "--fix").code == 2
    assert leads("opt-audit", "--fix", "--yes").code == 0
    assert ann.sql("SELECT DISTINCT opt_status FROM leads") == [("opted_out",)]
    assert found(leads) == []


def test_whose_leads_are_looked_at(leads: Leads, ada: Lead, ben: Person, admin: Person) -> None:
    stop = ada.stop(2)
    assert found(leads) == [("stop_not_recorded", stop)]
    assert leads("opt-audit", person=ben).code == 0
    assert leads("opt-audit", person=admin).code == 1
    assert leads("opt-audit", "--mine", person=admin).code == 0
    assert leads("opt-audit", "--fix", person=admin).code == 0


def test_a_hundred_thousand_messages(leads: Leads, ann: Person, ben: Person) -> None:
    for person in (ann, ben):
        person.database.fill(
            "INSERT INTO leads (user_id, name, opt_status) SELECT %s, 'Lead ' || n,"
            " CASE WHEN n %% 10 = 0 THEN 'opted_out' ELSE 'pending' END::opt_status"
            " FROM generate_series(1, 1000) AS n",
            person.id,
        )
        person.database.fill(
            "INSERT INTO messages"
            " (user_id, lead_id, channel, direction, status, body, sent_at)"
            " SELECT l.user_id, l.id, 'sms', CASE WHEN n %% 2 = 0 THEN 'outgoing'"
            " ELSE 'incoming' END::message_direction, 'delivered', 'Message number ' || n,"
            " '2025-01-01' FROM leads AS l, generate_series(1, 100) AS n WHERE l.user_id = %s",
            person.id,
        )
    [(lead,)] = ann.sql("SELECT id FROM leads WHERE name = 'Lead 1'")
    ann.sql("UPDATE messages SET body = 'STOP' WHERE lead_id = %s AND body = 'Message number 7'",
            lead)  # fmt: skip
    began = time.monotonic()
    rows = leads("opt-audit", "--json").json
    assert time.monotonic() - began < 10
    assert [row["kind"] for row in rows] == ["stop_not_recorded"]
