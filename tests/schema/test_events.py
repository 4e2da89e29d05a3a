"""What triggers write: tidy values, owners, times, timelines, logs and notifications."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

if TYPE_CHECKING:
    from uuid import UUID

    from tests.harness import Database, Person


def one(person: Person, statement: str, *values: Any) -> Any:
    ((value,),) = person.sql(statement, *values)
    return value


@pytest.fixture
def lead(ann: Person) -> UUID:
    made: UUID = one(ann, "INSERT INTO leads (name) VALUES ('Lee') RETURNING id")
    return made


@pytest.fixture
def deal(ann: Person) -> UUID:
    made: UUID = one(
        ann,
        "INSERT INTO deals (title, stage, estimated_value) "
        "VALUES ('A deal', 'initial_contact', 100000.50) RETURNING id",
    )
    return made


# Tidy values ---------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["leads (name, email)", "contacts (first_name, email)"])
@pytest.mark.parametrize(
    ("given", "stored"),
    [
        (" Lee@Example.COM\n", "lee@example.com"),
        ("lee@example.com", "lee@example.com"),
        ("", None),
        (" \t", None),
        (None, None),
        ("not an address", "not an address"),
    ],
)
def test_e_mails(ann: Person, table: str, given: str | None, stored: str | None) -> None:
    made = f"INSERT INTO {table} VALUES ('x', %s) RETURNING email"  # noqa: S608
    assert one(ann, made, given) == stored


@pytest.mark.parametrize("table", ["leads (name, phone)", "contacts (first_name, phone)"])
@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("+14155550100", "+14155550100"),
        (" +1 (415) 555-0100 ", "+14155550100"),
        ("+1.415.555.0100;ext=12", "+14155550100;ext=12"),
        ("+14155550100;ext=12", "+14155550100;ext=12"),
        ("+49 30 123456", "+4930123456"),
        # Not international: which country's it is, only the client knows.
        ("415-555-0100", "415-555-0100"),
        ("001 415 555 0100", "001 415 555 0100"),
        # The trunk's zero would have to go; two numbers would become one; too short, too long.
        ("+44 (0)20 7946 0000", "+44 (0)20 7946 0000"),
        ("+1 415 555 0100/0101", "+1 415 555 0100/0101"),
        ("+1 415 555 0100 x12", "+1 415 555 0100 x12"),
        ("+1 911", "+1 911"),
        ("+1 415 555 0100 415 555 0101", "+1 415 555 0100 415 555 0101"),
        ("ask her", "ask her"),
        ("", None),
        ("  ", None),
    ],
)
def test_phones(ann: Person, table: str, given: str, stored: str | None) -> None:
    made = f"INSERT INTO {table} VALUES ('x', %s) RETURNING phone"  # noqa: S608
    assert one(ann, made, given) == stored


def test_an_update_is_tidied_too(ann: Person, lead: UUID) -> None:
    changed = (
        "UPDATE leads SET email = 'A@B.com ', phone = '+1 415 555 0100' RETURNING email, phone"
    )
    assert ann.sql(changed) == [("a@b.com", "+14155550100")]


def test_the_owner_is_the_writer(ann: Person) -> None:
    for table, columns in (
        ("workspaces", "(name) VALUES ('x')"),
        ("contacts", "(first_name) VALUES ('x')"),
        ("leads", "(name) VALUES ('x')"),
        ("re_properties", "(address_line_1, city, state, zip) VALUES ('x', 'x', 'x', 'x')"),
        ("deals", "(title, stage) VALUES ('x', 'x')"),
        ("re_documents", "(title, type, file_url) VALUES ('x', 'deed', 'x')"),
        ("api_keys", "(service, key_ciphertext) VALUES ('x', 'x')"),
    ):
        assert one(ann, f"INSERT INTO {table} {columns} RETURNING user_id") == ann.id
    assert one(ann, "SELECT uploaded_by FROM re_documents") == ann.id


def test_every_change_moves_the_time(ann: Person, lead: UUID) -> None:
    made = one(ann, "SELECT updated_at FROM leads")
    with ann.connect() as connection, connection.transaction():
        times = [
            connection.execute(
                "UPDATE leads SET name = %s, updated_at = '2000-01-01' RETURNING updated_at",
                [name],
            ).fetchone()
            for name in ("a", "b")
        ]
    first, second = (time[0] for time in times if time)
    assert made < first < second


# Timelines -----------------------------------------------------------------------------


def events(person: Person, table: str = "lead_events") -> list[tuple[Any, ...]]:
    return person.sql(
        f"SELECT event_type, metadata->'before', metadata->'after' FROM {table} "  # noqa: S608
        "WHERE created_by = auth.uid() ORDER BY created_at, event_type"
    )


OTHER = "00000000-0000-0000-0000-000000000001"
TIMELINE_OF_A_LEAD: list[tuple[str, Any, Any]] = [
    ("created", None, None),
    ("created", None, None),
    ("status_changed", {"status": "new"}, {"status": "active"}),
    ("score_changed", {"score": None}, {"score": 80}),
    ("score_changed", {"score": 80}, {"score": 0}),
    ("status_changed", {"status": "active"}, {"status": "closed"}),
    ("opt_changed", {"opt_status": "pending"}, {"opt_status": "opted_out"}),
    ("deleted", {"is_deleted": False}, {"is_deleted": True}),
    ("restored", {"is_deleted": True}, {"is_deleted": False}),
    ("deleted", {"is_deleted": False}, {"is_deleted": True}),
    ("merged", {"merged_into": None}, {"merged_into": OTHER}),
    ("restored", {"is_deleted": True}, {"is_deleted": False}),
]


def test_a_leads_timeline(ann: Person, lead: UUID) -> None:
    ann.sql("INSERT INTO leads (id, name) VALUES (%s, 'Other')", OTHER)
    for change in (
        "name = 'Leigh'",
        "status = 'active'",
        "status = 'active'",
        "score = 80",
        "score = 0, status = 'closed'",
        "opt_status = 'opted_out'",
        "is_deleted = true",
        "is_deleted = false",
        f"merged_into = '{OTHER}', is_deleted = true",
        "merged_into = NULL, is_deleted = false",
    ):
        ann.sql(f"UPDATE leads SET {change} WHERE id = %s", lead)  # noqa: S608
    # Two events of one statement may bear the same time, so not in their order.
    assert sorted(map(str, events(ann))) == sorted(
        map(str, TIMELINE_OF_A_LEAD),
    )


def test_a_deals_timeline(ann: Person, deal: UUID) -> None:
    for change in (
        "notes = 'x'",
        "stage = 'offer_sent'",
        "estimated_value = 120000.00, probability = 40",
        "next_action = 'Call', next_action_due = '2026-01-31T12:00Z'",
        "status = 'won'",
    ):
        ann.sql(f"UPDATE deals SET {change}")  # noqa: S608
    ann.sql("UPDATE deals SET title = 'Another'")
    made, *changes = events(ann, "deal_events")
    assert made[0] == "created"
    assert made[2]["stage"] == "initial_contact"
    *changes, renamed = changes
    assert renamed[0] == "details_changed"
    assert [side["title"] for side in renamed[1:]] == ["A deal", "Another"]
    assert {"lead_id", "property_id"} < renamed[2].keys()
    assert changes == [
        ("notes_changed", {"notes": None}, {"notes": "x"}),
        ("stage_changed", {"stage": "initial_contact"}, {"stage": "offer_sent"}),
        (
            "value_changed",
            {"estimated_value": 100000.50, "probability": None, "expected_close_date": None},
            {"estimated_value": 120000.00, "probability": 40, "expected_close_date": None},
        ),
        (
            "next_action_changed",
            {"next_action": None, "next_action_due": None},
            {"next_action": "Call", "next_action_due": "2026-01-31T12:00:00+00:00"},
        ),
        ("status_changed", {"status": "active"}, {"status": "won"}),
    ]


def test_documents_of_a_deal(ann: Person, deal: UUID) -> None:
    made = "INSERT INTO re_documents (title, type, file_url, deal_id) VALUES (%s, %s, 'u', %s)"
    ann.sql(made, "Deed", "deed", deal)
    ann.sql(made, "Photo", "photo", None)
    ann.sql("UPDATE re_documents SET title = title")
    ann.sql("UPDATE re_documents SET deal_id = %s WHERE type = 'photo'", deal)
    rows = ann.sql(
        "SELECT description, metadata->>'type' FROM deal_events "
        "WHERE event_type = 'document_uploaded' ORDER BY created_at"
    )
    assert rows == [("Deed", "deed"), ("Photo", "photo")]


def test_one_statement_over_many_rows(ann: Person) -> None:
    ann.sql("INSERT INTO leads (name) SELECT 'Lead ' || i FROM generate_series(1, 500) AS i")
    ann.sql("UPDATE leads SET status = 'active' WHERE name LIKE '%%7'")
    rows = ann.sql("SELECT event_type, count(*) FROM lead_events GROUP BY 1 ORDER BY 1")
    assert rows == [("created", 500), ("status_changed", 50)]


def test_members_cannot_change_the_past(ann: Person, lead: UUID) -> None:
    for statement in ("DELETE FROM lead_events", "UPDATE lead_events SET description = 'x'"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ann.sql(statement)


# System logs ---------------------------------------------------------------------------


def logs(admin: Person, source: str) -> list[tuple[Any, ...]]:
    return admin.sql(
        "SELECT level, message, details FROM system_logs WHERE source = %s ORDER BY xid, id", source
    )


def test_keys(ann: Person, admin: Person) -> None:
    ann.sql("INSERT INTO api_keys (service, key_ciphertext) VALUES ('openai', 'CIPHER1')")
    ann.sql("UPDATE api_keys SET status = 'healthy'")
    ann.sql("UPDATE api_keys SET key_ciphertext = 'CIPHER2'")
    ann.sql("DELETE FROM api_keys")
    rows = logs(admin, "keys")
    assert [message for _, message, _ in rows] == [
        "the key for openai was set",
        "the key for openai was rotated",
        "the key for openai was removed",
    ]
    assert rows[0][2] == {"user_id": str(ann.id), "service": "openai", "by": ann.role}
    assert "CIPHER" not in str(admin.sql("SELECT * FROM system_logs"))


def test_plans(ann: Person, admin: Person) -> None:
    admin.sql("INSERT INTO user_plans (user_id, plan_name) VALUES (%s, 'free')", ann.id)
    admin.sql("UPDATE user_plans SET stripe_customer_id = 'cus_1'")
    admin.sql("UPDATE user_plans SET plan_name = 'pro'")
    admin.sql("DELETE FROM user_plans")
    changes = [(details["before"], details["after"]) for _, _, details in logs(admin, "plans")]
    free, pro = ({"plan_name": name, "status": None} for name in ("free", "pro"))
    assert changes == [(None, free), (free, pro), (pro, None)]


def test_failed_jobs(database: Database, ann: Person, admin: Person, deal: UUID) -> None:
    worker = database.add_service("worker")
    ann.sql("INSERT INTO ai_jobs (deal_id, job_type) VALUES (%s, 'valuation')", deal)
    worker.sql("UPDATE ai_jobs SET status = 'running', attempts = 1")
    worker.sql("UPDATE ai_jobs SET status = 'failed', error_message = 'key sk-123 is wrong'")
    ((level, message, details),) = logs(admin, "jobs")
    assert (level, message) == ("error", "a valuation job failed")
    assert details["attempts"] == 1
    assert "sk-123" not in str(details)
    # Again, from the start.
    ann.sql("UPDATE ai_jobs SET status = 'queued'")
    assert ann.sql("SELECT status::text, attempts, error_message FROM ai_jobs") == [
        ("queued", 0, None)
    ]


def test_a_service_writes_logs_that_it_cannot_date(database: Database, admin: Person) -> None:
    worker = database.add_service("worker")
    worker.sql("INSERT INTO system_logs (level, source, message) VALUES ('error', 'edge', 'x')")
    assert len(logs(admin, "edge")) == 1
    for column, value in (("created_at", "'2000-01-01'"), ("xid", "'1'")):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            worker.sql(
                f"INSERT INTO system_logs (level, source, message, {column}) "  # noqa: S608
                f"VALUES ('error', 'edge', 'x', {value})"
            )
    with pytest.raises(psycopg.errors.CheckViolation):
        worker.sql("INSERT INTO system_logs (level, source, message) VALUES ('loud', 'x', 'x')")


def test_a_notification_carries_ids_alone(database: Database, ann: Person, admin: Person) -> None:
    with ann.connect() as listener:
        listener.execute("LISTEN system_logs")
        made = one(
            admin,
            "INSERT INTO system_logs (level, source, message) VALUES ('info', 'x', 'secret') "
            "RETURNING id",
        )
        (notification,) = listener.notifies(timeout=5, stop_after=1)
        assert (notification.channel, notification.payload) == ("system_logs", str(made))
        # Many at once are hinted at, not listed.
        admin.sql(
            "INSERT INTO system_logs (level, source, message) "
            "SELECT 'info', 'x', 'y' FROM generate_series(1, 5000)"
        )
        assert len(list(listener.notifies(timeout=1))) == 100


def test_a_cursor_on_the_transaction_meets_late_commits(database: Database, admin: Person) -> None:
    worker = database.add_service("worker")
    write = "INSERT INTO system_logs (level, source, message) VALUES ('info', 'cursor', %s)"
    # Below this transaction all have ended: what they wrote can be read, and no more will come.
    horizon = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text"
    read = (
        "SELECT message FROM system_logs WHERE source = 'cursor' "
        "AND xid >= %s::text::xid8 AND xid < %s::text::xid8 ORDER BY xid"
    )
    seen: list[str] = []
    start = one(admin, horizon)
    with worker.connect() as late:
        late.execute("BEGIN")
        late.execute(write, ["late"])
        worker.sql(write, "early")
        upto = one(admin, horizon)
        seen += [row[0] for row in admin.sql(read, start, upto)]
        late.execute("COMMIT")
    # Transactions of other tests hold the horizon back for a while, in any database.
    deadline = time.monotonic() + 30
    while len(seen) < 2 and time.monotonic() < deadline:
        start, upto = upto, one(admin, horizon)
        seen += [row[0] for row in admin.sql(read, start, upto)]
        time.sleep(0.05)
    assert sorted(seen) == ["early", "late"]
