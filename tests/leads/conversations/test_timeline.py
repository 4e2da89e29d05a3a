"""`doughy leads timeline`: everything that happened with a lead, in one order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads

FIELDS = [
    "kind",
    "at",
    "channel",
    "direction",
    "type",
    "summary",
    "text",
    "id",
    "by",
    "deal_id",
    "duration_secs",
    "withdrawn",
]


@pytest.fixture
def lead(leads: Leads, add: Add, ann: Person) -> str:
    """A lead with something of every kind, hour by hour, and another with as much."""
    for name in ("Ada", "Bob"):
        made: str = add(name)["id"]
        [(deal,)] = ann.sql(
            "INSERT INTO deals (lead_id, title, stage) VALUES (%s, '12 Elm St', 'x') RETURNING id",
            made,
        )
        ann.sql(
            """
            WITH lead AS (SELECT %s::uuid AS id),
            message AS (
                INSERT INTO messages (lead_id, channel, direction, status, body, sent_at)
                SELECT id, 'sms', 'outgoing', 'failed', E'Still\nyours?', '2026-01-01 01:00Z'
                FROM lead
            ),
            call AS (
                INSERT INTO calls (lead_id, direction, duration_secs, outcome, summary, created_at)
                SELECT id, 'incoming', 3723, 'no_answer', 'Roof', '2026-01-01 02:00Z' FROM lead
            ),
            transcript AS (
                INSERT INTO transcripts (lead_id, title, transcript_text, created_at)
                SELECT id, 'Talk', 'Hello', '2026-01-01 03:00Z' FROM lead
            ),
            gone AS (
                INSERT INTO transcripts (lead_id, title, is_deleted) SELECT id, 'x', true FROM lead
            ),
            note AS (
                INSERT INTO lead_events (lead_id, event_type, description, created_at)
                SELECT id, 'note_added', 'Keen', '2026-01-01 04:00Z' FROM lead
            ),
            paper AS (
                INSERT INTO re_lead_documents (lead_id, title, type, file_url, created_at)
                SELECT id, 'Form', 'w9', 'x', '2026-01-01 05:00Z' FROM lead
            )
            INSERT INTO re_documents (deal_id, title, type, file_url, created_at)
            VALUES (%s, 'Our offer', 'offer', 'x', '2026-01-01 06:00Z')
            """,
            made,
            deal,
        )
    [(first,)] = ann.sql("SELECT id::text FROM leads WHERE name = 'Ada'")
    return str(first)


def summaries(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["kind"], row["summary"]) for row in rows]


def test_every_kind_is_told_the_newest_first(leads: Leads, lead: str, ann: Person) -> None:
    done = leads("timeline", lead, "--json")
    assert done.code == 0, done.err
    rows = done.json
    assert list(rows[0]) == FIELDS
    assert sorted(summaries(rows[:2])) == [("deal", "12 Elm St: created"), ("event", "created")]
    assert summaries(rows[2:]) == [
        ("document", "offer: Our offer"),
        ("document", "w9: Form"),
        ("note", "Keen"),
        ("transcript", "Talk: Hello"),
        ("call", "no answer, 1:02:03: Roof"),
        ("message", "(failed) Still yours?"),
    ]
    call, message = rows[-2:]
    assert (call["channel"], call["direction"], call["type"]) == ("call", "incoming", "no_answer")
    assert (message["text"], message["at"]) == ("Still\nyours?", "2026-01-01T01:00:00Z")
    assert (call["by"], rows[4]["by"]) == (None, ann.email)


def test_what_narrows_it(leads: Leads, lead: str) -> None:
    def told(*flags: str) -> list[str]:
        return [row["kind"] for row in leads("timeline", lead, *flags, "--json").json]

    assert told("--kind", "call", "--kind", "NOTE") == ["note", "call"]
    assert told("--since", "2026-01-01T05:00:00Z", "--until", "2026-01-01") == ["document"] * 2
    assert told("--until", "2026-01-01", "--limit", "2", "--sort", "at") == ["message", "call"]
    assert told("--until", "2025-01-01") == []
    done = leads("timeline", lead, "--sort", "kind")
    assert (done.code, "sorted by at" in done.err) == (2, True)


def test_a_terminal_of_eighty_columns(lead: str, doughy: Program, ann: Person) -> None:
    done = doughy(
        *("leads", "timeline", lead, "-o", "table", "--limit", "7", "--sort", "at"),
        person=ann,
        env={"COLUMNS": "80"},
    )
    lines = done.out.splitlines()
    assert lines[0].split() == ["WHEN", "WHAT", "SUMMARY"]
    assert lines[1].split("  ")[0] == "2026-01-01 01:00"
    assert "sms out" in lines[1]
    assert "call in" in lines[2]
    assert max(map(len, lines)) <= 80
    assert "7 of 8" in done.err


def test_control_characters_are_shown_not_sent(
    leads: Leads, add: Add, doughy: Program, ann: Person
) -> None:
    lead = add("Ada")["id"]
    leads("log", lead, "sms", "\x1b[31mred \u202eturned")
    done = doughy("leads", "timeline", lead, "-o", "table", person=ann)
    assert "\x1b" not in done.out
    assert "\\x1b[31mred \\u202eturned" in done.out


def test_staff_see_it_and_others_do_not(
    leads: Leads, lead: str, ben: Person, admin: Person
) -> None:
    assert leads("timeline", lead, person=ben).code == 3
    done = leads("timeline", lead, "--kind", "note", "--json", person=admin)
    assert [row["by"] for row in done.json] == ["ann@example.com"]


def test_rows_are_looked_up_by_lead(lead: str, ann: Person) -> None:
    from doughy_cli.leads.conversations import timeline_queries as own

    statement = own._LIST.format(everything=own._everything(own.KINDS), order="DESC")
    values = own._values(lead, own.KINDS, None, None, False) | {"limit": 50}  # type: ignore[arg-type]
    with ann.connect() as connection:
        connection.execute("SET enable_seqscan = off")
        plan = connection.execute("EXPLAIN " + statement, values).fetchall()
    told = "\n".join(line for (line,) in plan)
    for table in ("messages", "calls", "transcripts", "lead_events", "re_lead_documents"):
        assert f"Seq Scan on {table}" not in told, told
