"""Keeping calls and messages, as the other commands of leads do it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlmodel import Session

from doughy_cli.errors import Conflict, NotFound
from doughy_cli.leads.consent.queries import set_consent
from doughy_cli.leads.consent.stop_words import is_stop
from doughy_cli.leads.conversations.queries import log_call, log_message

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads

WHEN = datetime(2026, 1, 5, 15, 0, tzinfo=UTC)


@pytest.fixture
def session(ann: Person) -> Any:
    """Ann's session."""
    from doughy_cli.db.session import session_on

    connection = ann.connect()
    connection.autocommit = False
    with connection, session_on(connection) as opened:
        yield opened


def test_a_call_and_its_transcript(add: Add, ann: Person, session: Session) -> None:
    lead = UUID(add("Ada")["id"])
    logged = log_call(
        session, lead, at=WHEN, duration_secs=90, outcome="answered", transcript="Hi.", title="1"
    )
    session.commit()
    assert (logged.channel, logged.at, logged.duration_secs) == ("call", WHEN, 90)
    found = ann.sql("SELECT id, direction, outcome, created_at FROM calls")
    assert found == [(logged.id, "outgoing", "answered", WHEN)]
    found = ann.sql("SELECT id, call_id, title, transcript_text, created_at FROM transcripts")
    assert found == [(logged.transcript_id, logged.id, "1", "Hi.", WHEN)]


def test_an_incoming_stop_opts_out(add: Add, ann: Person, session: Session) -> None:
    lead = UUID(add("Ada", "--opt-status", "opted_in")["id"])
    for direction, text, stops in (
        ("outgoing", "STOP", False),
        ("incoming", "Please stop by at 5", False),
        ("incoming", " Stop. ", True),
    ):
        logged = log_message(session, lead, channel="sms", direction=direction, body=text)
        assert logged.opted_out is stops
        session.commit()
        [(status,)] = ann.sql("SELECT opt_status FROM leads")
        assert status == ("opted_out" if stops else "opted_in")
    told = ann.sql("SELECT event_type, description, metadata FROM lead_events ORDER BY created_at")
    assert told[-2][0] == "opt_changed"
    assert told[-1] == ("opt_reason", "replied Stop.", {"opt_status": "opted_out"})
    assert ann.sql("SELECT count(*) FROM messages WHERE sent_at IS NOT NULL") == [(3,)]


def test_what_cannot_be_kept(leads: Leads, add: Add, ben: Person, session: Session) -> None:
    gone = UUID(add("Ada")["id"])
    leads("rm", gone)
    with pytest.raises(Conflict, match="is deleted"):
        log_call(session, gone)
    theirs = UUID(add("Ben's", person=ben)["id"])
    with pytest.raises(NotFound, match="gone"):
        log_message(session, theirs, channel="sms", body="x")


def test_consent_of_a_deleted_lead_can_still_be_taken_back(
    leads: Leads, add: Add, ann: Person, session: Session
) -> None:
    lead = UUID(add("Ada")["id"])
    leads("rm", lead)
    assert set_consent(session, [lead], "opted_out", "by letter").changed == 1
    session.commit()
    assert ann.sql("SELECT opt_status FROM leads") == [("opted_out",)]


@pytest.mark.parametrize(
    "text",
    ["STOP", "stop", " Stop!! ", "STOPALL", "stop all", "Unsubscribe", "CANCEL", "end", "Quit.",
     "REVOKE", "opt out", "OPT-OUT", "OptOut", '"STOP"', "ＳＴＯＰ", "stop\n"],
)  # fmt: skip
def test_stop_words(text: str) -> None:
    assert is_stop(text)


@pytest.mark.parametrize(
    "text", [None, "", " ", "stop by tomorrow", "the end", "STOPP", "don't stop", "!" * 50 + "stop"]
)
def test_other_words(text: str | None) -> None:
    assert not is_stop(text)
