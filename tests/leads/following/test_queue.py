"""The queue: whose turn it is, in which order, and what resets the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlmodel import Session

from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.following.order_queries import count_queue
from doughy_cli.leads.following.queries import next_rows, queue
from doughy_cli.leads.following.rows import NextLeadRow
from doughy_cli.leads.following.weights import Weights
from doughy_cli.leads.values import LeadStatus, OptStatus

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads

NOW = datetime.now(UTC)


@pytest.fixture
def session(ann: Person) -> Any:
    """Ann's session."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import NullPool

    def connect() -> Any:
        connection = ann.connect()
        connection.autocommit = False
        return connection

    engine = create_engine("postgresql+psycopg://", creator=connect, poolclass=NullPool)
    with Session(engine) as opened:
        yield opened


def names(rows: Iterable[NextLeadRow]) -> list[str]:
    return [row.name for row in rows]


def only(session: Any, **where: Any) -> NextLeadRow:
    session.rollback()
    [row] = queue(session, LeadFilter(**where), Weights(), NOW)
    return row


def test_due_first_then_points_then_score_then_age(ann: Person, session: Any) -> None:
    ann.sql(
        """
        INSERT INTO leads
            (name, status, score, opt_status, next_action, next_action_due, created_at)
        VALUES
            ('late', 'active', NULL, 'opted_in', 'x', now() - interval '1 hour', now()),
            ('later', 'active', NULL, 'opted_in', 'x', now() - interval '9 days', now()),
            ('next week', 'new', NULL, 'pending', 'x', now() + interval '7 days', now()),
            ('keen', 'new', NULL, 'opted_in', NULL, NULL, now()),
            ('scored', 'new', 50, 'pending', NULL, NULL, now()),
            ('old', 'new', NULL, 'pending', NULL, NULL, now() - interval '9 days'),
            ('no', 'new', NULL, 'opted_out', NULL, NULL, now()),
            ('done', 'closed', NULL, 'opted_in', NULL, NULL, now()),
            ('not for us', 'unqualified', NULL, 'opted_in', NULL, NULL, now())
        """
    )
    wanted = ["later", "late", "keen", "scored", "old", "next week"]
    assert names(queue(session, LeadFilter(), Weights(), NOW)) == wanted
    assert names(queue(session, LeadFilter(), Weights(), NOW, limit=2)) == wanted[:2]
    assert count_queue(session, LeadFilter()) == len(wanted)
    assert names(queue(session, LeadFilter(status=[LeadStatus.closed]), Weights(), NOW)) == ["done"]
    out = LeadFilter(opt_status=[OptStatus.opted_out])
    assert names(queue(session, out, Weights(), NOW)) == ["no"]


def test_the_queue_holds_ones_own(ann: Person, admin: Person, session: Any, leads: Leads) -> None:
    admin.sql("INSERT INTO leads (name) VALUES ('theirs')")
    ann.sql("INSERT INTO leads (name) VALUES ('mine')")
    assert names(queue(session, LeadFilter(), Weights(), NOW)) == ["mine"]
    assert leads("list", "--next", "--json", person=admin).json[0]["name"] == "theirs"


@pytest.mark.parametrize(
    ("said", "heard", "attempts"),
    [
        ("INSERT INTO messages (lead_id, channel, direction, status) "
         "VALUES (%s, 'sms', 'incoming', 'delivered')", True, 0),
        ("INSERT INTO messages (lead_id, channel, direction, status) "
         "VALUES (%s, 'sms', 'outgoing', 'sent')", False, 1),
        ("INSERT INTO calls (lead_id, direction) VALUES (%s, 'incoming')", True, 0),
        ("INSERT INTO calls (lead_id, direction, outcome) VALUES (%s, 'outgoing', 'answered')",
         True, 0),
        ("INSERT INTO calls (lead_id, direction, outcome) VALUES (%s, 'outgoing', 'no_answer')",
         False, 1),
        ("INSERT INTO calls (lead_id, direction) VALUES (%s, 'outgoing')", False, 1),
        ("INSERT INTO transcripts (lead_id, title) VALUES (%s, 'x')", True, 0),
    ],
)  # fmt: skip
def test_any_conversation_resets_the_clock(
    ann: Person, session: Any, add: Add, said: str, heard: bool, attempts: int
) -> None:
    lead = add("Ada", "--status", "active")
    before = only(session)
    assert (before.last_contact_at, before.staleness_points) == (None, 40)
    ann.sql(
        "INSERT INTO calls (lead_id, direction, created_at) "
        "VALUES (%s, 'incoming', now() - interval '15 days')",
        lead["id"],
    )
    assert only(session).staleness_points == 20
    ann.sql(said, lead["id"])
    after = only(session)
    assert after.staleness_points == 0
    assert after.last_contact_at and after.last_contact_at > NOW - timedelta(minutes=5)
    assert after.last_heard_at and (after.last_heard_at > NOW - timedelta(days=1)) is heard
    assert after.attempts == attempts


@pytest.mark.parametrize("status", ["failed", "pending"])
def test_what_did_not_arrive_is_no_contact(
    ann: Person, session: Any, add: Add, status: str
) -> None:
    ann.sql(
        "INSERT INTO messages (lead_id, channel, direction, status) "
        "VALUES (%s, 'sms', 'outgoing', %s)",
        add("Ada")["id"],
        status,
    )
    assert (only(session).last_contact_at, only(session).attempts) == (None, 0)


def test_open_deals_are_worth_points(ann: Person, session: Any, add: Add) -> None:
    lead = add("Ada")["id"]
    for status, value in (("active", 200000), ("active", 50000), ("won", 900000), ("active", None)):
        ann.sql(
            "INSERT INTO deals (lead_id, title, stage, status, estimated_value) "
            "VALUES (%s, 'x', 'x', %s, %s)",
            lead, status, value,
        )  # fmt: skip
    row = only(session)
    assert (row.open_deals, row.open_value, row.value_points) == (3, 250000, 10)


def test_rows_come_in_the_order_of_their_ids(session: Any, add: Add) -> None:
    ids = [add(name)["id"] for name in ("Cy", "Ada", "Ben")]
    from uuid import UUID

    rows = next_rows(session, [UUID(each) for each in reversed(ids)], Weights(), NOW)
    assert names(rows) == ["Ben", "Ada", "Cy"]
