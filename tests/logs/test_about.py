"""`doughy logs tail --about`: a record's logs, timeline, messages and jobs, in one order."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from doughy_cli.logs.rows import AboutRow

if TYPE_CHECKING:
    from tests.harness import Database, Person
    from tests.logs.conftest import Logs

LEAD = """
    INSERT INTO leads (name, phone, created_at) VALUES ('Ada', '+19375550171', '2026-01-01')
    RETURNING id
"""
DEAL = """
    INSERT INTO deals (title, stage, lead_id, created_at)
    VALUES ('Maple', 'analyzing', %s, '2026-01-02') RETURNING id
"""
HAPPENED = """
    INSERT INTO messages (lead_id, channel, direction, status, body, sent_at)
    SELECT %(lead)s, 'sms', 'incoming', 'delivered', 'Call me', '2026-01-04';
    INSERT INTO calls (lead_id, direction, outcome, summary, duration_secs, created_at)
    SELECT %(lead)s, 'outgoing', 'answered', 'Wants 120k', 60, '2026-01-05';
"""
LOGS = """
    UPDATE lead_events SET created_at = '2026-01-01';
    UPDATE deal_events SET created_at = '2026-01-02';
    INSERT INTO ai_jobs
        (deal_id, job_type, status, error_message, created_at, started_at, completed_at)
    VALUES (%(deal)s, 'lead_rescore', 'failed', 'no key', '2026-01-06', '2026-01-07', '2026-01-08');
    INSERT INTO system_logs (level, source, message, details, created_at)
    SELECT * FROM (VALUES
        ('info', 'sync', 'too early', jsonb_build_object('lead_id', %(lead)s::text), '2025-12-31'::timestamptz),
        ('info', 'sync', 'the lead', jsonb_build_object('lead_id', %(lead)s::text), '2026-01-03'),
        ('error', 'worker', 'the deal', jsonb_build_object('deal_id', %(deal)s::text), '2026-01-09'),
        ('debug', 'worker', 'the job', jsonb_build_object('job_id',
            (SELECT id FROM ai_jobs WHERE job_type = 'lead_rescore')::text), '2026-01-10'),
        ('debug', 'worker', 'another', jsonb_build_object('lead_id', gen_random_uuid()), '2026-01-10')
    ) AS v
"""  # noqa: E501


def test_about(logs: Logs, database: Database, admin: Person, ann: Person) -> None:
    [(lead,)] = ann.sql(LEAD)
    [(deal,)] = ann.sql(DEAL, lead)
    ids: Any = {"lead": str(lead), "deal": str(deal)}
    with ann.connect() as connection:
        for statement in HAPPENED.split(";")[:2]:
            connection.execute(statement, ids)
    with database.connect() as connection:
        for statement in LOGS.split(";\n"):
            connection.execute(statement, ids)
    about_lead = ("tail", "--json", "--about", "lead", "9375550171")
    rows = shown(logs(*about_lead))
    assert list(rows[0]) == [each.name for each in fields(AboutRow)]
    assert [(row["kind"], row["type"], row["text"]) for row in rows[3:]] == [
        ("log", "sync", "the lead"),
        ("message", "sms in", "Call me"),
        ("call", "call out", "answered: Wants 120k"),
        ("job", "lead_rescore", "queued"),
        ("job", "lead_rescore", "started"),
        ("job", "lead_rescore", "failed: no key"),
        ("log", "worker", "the deal"),
        ("log", "worker", "the job"),
    ]
    assert [row["kind"] for row in rows[:3]] == ["log", "lead", "deal"]
    job = rows[6]["id"][:8]
    assert texts(logs, "deal", str(deal), "--grep", "the DEAL") == ["the deal"]
    assert texts(logs, "deal", str(lead)[:13], "-n", "3") == [
        "failed: no key", "the deal", "the job",
    ]  # fmt: skip
    assert texts(logs, "job", job, "--since", "2026-01-08", "--level", "info") == ["failed: no key"]
    assert texts(logs, "job", job, "--regex", "--grep", "^the|^f") == ["failed: no key", "the job"]
    drawn = logs("tail", "--about", "lead", lead, "-o", "table").out
    assert "message             sms in        Call me  {1 field}\n" in drawn
    refused = {
        ("--about", "leed", "x"): 2,
        ("--about", "lead", "ffff"): 3,
        ("--about", "job", "ffff"): 3,
        ("-f", "--about", "lead", str(lead)): 2,
    }
    for flags, code in refused.items():
        assert logs("tail", *flags).code == code, flags
    assert logs(*about_lead, person=ann).code == 8


def texts(logs: Logs, *about: str) -> list[str]:
    return [row["text"] for row in shown(logs("tail", "--json", "--about", *about))]


def shown(done: Any) -> list[dict[str, Any]]:
    import json

    assert done.code == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]
