"""What the pictures show: the demo data with a few days of work on it, at a fixed time.

The server's clock cannot be set, so what it has dated is dated anew. The program's clock is set
where the pictures' commands read it.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from unittest import mock
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb
from sqlalchemy import event
from sqlmodel import Session

from doughy_cli.database.demo import load_demo
from doughy_cli.db.session import close_session, session_on
from tests.harness import Database, Person

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
_CLOCKS = (
    "doughy_cli.deals.board.reading.datetime",
    "doughy_cli.leads.triage.loop.datetime",
    "doughy_cli.leads.triage.sitting.datetime",
)
# For how many days a deal is at its stage.
_AT_STAGE = {
    "initial_contact": 2,
    "appointment_set": 4,
    "analyzing": 16,
    "offer_sent": 9,
    "negotiating": 7,
    "under_contract": 12,
    "closing": 1,
}
# What is done before the pictures are taken, by the program itself.
WORK = (
    ("leads score 9375550130 --to 88 --reason", "Has a new place, and pays for both"),
    ("leads log 9375550130 sms --direction in --when 2026-02-24T16:12:00Z",
     "Is the offer still good?"),
    ("leads log 9375550130 sms --when 2026-02-24T16:40:00Z", "It is. Can I call you tomorrow?"),
    ("leads log 9375550130 call --when 2026-02-25T15:05:00Z --duration 9m --outcome answered",
     "Wants the roof in the contract as it is; closing by the 19th"),
    ("leads log 9375550130 call --when 2026-03-02T17:30:00Z --outcome voicemail",
     "About the roofer's report"),
)  # fmt: skip
# As the schema's triggers write them, and a program of the reader's own.
_LOGS = (
    (1448, "info", "migration", "20260125_logs_of_records was applied", 2),
    (1325, "info", "auth", "colleague@example.com was added as user", 4),
    (1322, "warning", "auth", "colleague@example.com went from user to support", 5),
    (190, "info", "keys", "the key for twilio was set", 3),
    (74, "debug", "county-list", "42 rows were read", 1),
    (73, "error", "county-list", "row 31 has no phone number and no e-mail", 2),
    (22, "warning", "jobs", "a document_analysis job is tried again", 5),
    (3, "error", "jobs", "a property_valuation job failed", 5),
)


class _Clock(datetime):
    """A clock that has stopped."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return NOW.astimezone(tz)


@contextmanager
def stopped_clock() -> Iterator[None]:
    """Let the program think that it is `NOW`, in a place that keeps UTC."""
    with ExitStack() as stack:
        stack.callback(time.tzset)
        stack.enter_context(mock.patch.dict(os.environ, {"TZ": "UTC"}))
        time.tzset()
        for each in _CLOCKS:
            stack.enter_context(mock.patch(each, _Clock))
        yield


def make(database: Database, person: Person, run: Callable[[list[str]], object]) -> None:
    """Fill a fresh database with what the pictures show; `run` runs the program as `person`."""
    _load(person)
    for words, text in WORK:
        run([*words.split(), text])
    _date(database)


def _load(person: Person) -> None:
    numbers = random.Random(20260304)  # noqa: S311 -- the same ids each time, and no secrets

    def name(session: Session, *_: Any) -> None:
        for each in session.new:
            if hasattr(each, "id"):  # a link between two records has none
                each.id = UUID(int=numbers.getrandbits(128), version=4)

    session = session_on(person.connect())
    event.listen(session, "before_flush", name)
    load_demo(session, NOW)
    session.commit()
    close_session(session)


def _date(database: Database) -> None:
    """Date what the server has dated, as if it had been done in the days before `NOW`."""
    with database.connect() as connection, connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # no triggers
        for table, kinds, days in (
            ("lead_events", "score_changed", 6.001),
            ("lead_events", "score_reason", 6),  # after it: ties are broken by ids
            ("lead_events", "created", 50),
            ("lead_events", "note_added", 45),
            ("deal_events", "%", 21),
        ):
            connection.execute(
                sql.SQL("UPDATE {} SET created_at = %s WHERE event_type LIKE %s").format(
                    sql.Identifier(table)
                ),
                [NOW - timedelta(days=days, hours=1), kinds],
            )
        for stage, days in _AT_STAGE.items():
            connection.execute(
                "UPDATE deals SET created_at = %s, updated_at = %s WHERE stage = %s",
                [NOW - timedelta(days=days, hours=1), NOW, stage],
            )
        connection.execute("DELETE FROM system_logs")
        for minutes, level, source, message, details in _LOGS:
            connection.execute(
                "INSERT INTO system_logs (created_at, level, source, message, details)"
                " VALUES (%s, %s, %s, %s, %s)",
                [NOW - timedelta(minutes=minutes), level, source, message, _fields(details)],
            )


def _fields(count: int) -> Jsonb:
    """Return details with so many fields: `tail` shows how many there are."""
    return Jsonb({f"field_{number}": number for number in range(count)})
