"""Leads with something of everything hanging on them, and what all tables hold."""

# ruff: noqa: S608 -- the statements are made of the names of tables
from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Database, Person
    from tests.leads.conftest import Add

Hang = Callable[[str, str], None]
Snapshot = Callable[[], dict[str, Any]]

TABLES = (
    *("leads", "messages", "calls", "transcripts", "re_lead_documents", "deals", "contacts"),
    *("lead_contacts", "re_properties", "deal_events"),
)
_HANGING = (
    "INSERT INTO messages (lead_id, channel, direction, status, body) "
    "VALUES (%(lead)s, 'sms', 'incoming', 'delivered', %(word)s), "
    "(%(lead)s, 'email', 'outgoing', 'sent', %(word)s)",
    "INSERT INTO calls (lead_id, direction, outcome) VALUES (%(lead)s, 'outgoing', %(word)s)",
    "INSERT INTO transcripts (lead_id, call_id, title)"
    " SELECT lead_id, id, outcome FROM calls WHERE lead_id = %(lead)s",
    "INSERT INTO re_lead_documents (lead_id, title, type, file_url)"
    " VALUES (%(lead)s, %(word)s, 'poa', 'x')",
    "INSERT INTO deals (lead_id, title, stage) VALUES (%(lead)s, %(word)s, 'closing')",
    "INSERT INTO re_properties (lead_id, address_line_1, city, state, zip)"
    " VALUES (%(lead)s, %(word)s, 'Elm', 'OH', '45402')",
    "INSERT INTO contacts (first_name) VALUES (%(word)s)",
    "INSERT INTO lead_contacts (lead_id, contact_id, relation, created_at)"
    " SELECT %(lead)s, id, 'heir', '2020-01-01' FROM contacts WHERE first_name = %(word)s",
    "INSERT INTO lead_events (lead_id, event_type, description)"
    " VALUES (%(lead)s, 'note_added', %(word)s)",
)


@pytest.fixture
def hang(ann: Person) -> Hang:
    """Hang one of everything (two messages) on a lead of Ann's."""

    def run(lead: str, word: str) -> None:
        with ann.connect() as connection:
            for statement in _HANGING:
                connection.execute(statement.encode(), {"lead": lead, "word": word})

    return run


@pytest.fixture
def snapshot(database: Database) -> Snapshot:
    """Return what all tables hold, but for the times of the last change and for timelines: those of
    deals tell that a deal went to another lead, and that it came back."""

    def run() -> dict[str, Any]:
        return {
            table: sorted(
                str(row)
                for row in database.sql(
                    f"SELECT to_jsonb(t) - 'updated_at' FROM {table} t"
                    " WHERE to_jsonb(t) ->> 'event_type' IS DISTINCT FROM 'details_changed'"
                )
            )
            for table in TABLES
        }

    return run


@pytest.fixture
def pair(add: Add, hang: Hang) -> tuple[str, str]:
    """Two leads of one person, with everything: the ids of the one that stays and the other."""
    target = add("Ada Quill", "--email", "ada@example.com", "--score", 40, "--tag", "a")["id"]
    source = add(
        *("A. Quill", "--email", "quill@example.com", "--phone", "815 890 8301", "--score", 70),
        *("--tag", "b", "--company", "Quill LLC", "--opt-status", "opted_in"),
    )["id"]
    hang(target, "own")
    hang(source, "other")
    return target, source
