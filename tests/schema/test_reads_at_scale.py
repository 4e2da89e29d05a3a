"""What the most used commands read of tables that are full of other people's rows.

No clock is looked at: a lost index is seen by the indexes that a command asks and by the rows that
it reads. The figures are PostgreSQL's own, of all that a command runs, what policies and triggers
read included. Ann has one row of a hundred: what reads more than hers, of a table or by an index,
reads other people's.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.harness import Cluster, Database, Person, Program

LEADS = 10_000
ANNS = LEADS // 100

# Of every a hundred rows one is Ann's, all the way through; each of the others is another's.
_PEOPLE = """
CREATE TEMPORARY TABLE people AS
SELECT n AS place, CASE WHEN n = 0 THEN %s ELSE gen_random_uuid() END AS id
FROM generate_series(0, 99) AS n
"""
_FILL = """
INSERT INTO leads (user_id, name, email, phone, company, status, score, tags, created_at,
    next_action, next_action_due)
SELECT p.id, 'Owner ' || n, 'o' || n || '@example.com', '+1' || 2010000000 + n, 'Firm ' || n % 97,
    (ARRAY['new', 'active', 'qualified', 'closed'])[1 + n / 100 % 4]::lead_status, n % 101,
    ARRAY['tag' || n / 100 % 9], now() - n * interval '1 minute',
    CASE WHEN n % 200 < 100 THEN 'Call' END,
    CASE WHEN n % 200 < 100 THEN now() - n * interval '1 minute' + interval '3 days' END
FROM generate_series(1, {leads}) AS n
JOIN people AS p ON p.place = n % 100;
INSERT INTO lead_events (lead_id, event_type, created_by, user_id, created_at)
SELECT id, unnest(ARRAY['created', 'note_added']), user_id, user_id, created_at FROM leads;
INSERT INTO messages (lead_id, channel, direction, status, body, user_id, created_at)
SELECT id, 'sms', 'outgoing', 'delivered', 'Hello', user_id, created_at FROM leads;
INSERT INTO calls (lead_id, direction, user_id, created_at)
SELECT id, 'outgoing', user_id, created_at FROM leads;
INSERT INTO contacts (id, user_id, first_name, phone, created_at)
SELECT id, user_id, name, phone, created_at FROM leads;
INSERT INTO lead_contacts (lead_id, contact_id, relation, user_id)
SELECT id, id, 'owner', user_id FROM leads;
INSERT INTO re_properties (id, user_id, lead_id, address_line_1, city, state, zip, arv, created_at)
SELECT id, user_id, id, row_number() OVER (ORDER BY id) || ' Main St', 'Dayton', 'OH', '45402',
    100000, created_at
FROM leads;
INSERT INTO deals (id, user_id, lead_id, property_id, stage, title, status, created_at,
    next_action, next_action_due)
SELECT id, user_id, id, id, 'analyzing', name, CASE WHEN score < 50 THEN 'active' ELSE 'lost' END
    ::deal_status, created_at, next_action, next_action_due
FROM leads;
INSERT INTO deal_events (deal_id, event_type, created_by, user_id, created_at)
SELECT id, 'created', user_id, user_id, created_at FROM leads;
INSERT INTO re_documents (user_id, property_id, deal_id, title, type, file_url, created_at)
SELECT user_id, id, id, name, 'photo', 'x', created_at FROM leads;
INSERT INTO ai_jobs (deal_id, job_type, user_id, created_at)
SELECT id, 'bench', user_id, created_at FROM leads;
INSERT INTO system_logs (level, source, message, created_at)
SELECT 'info', 'bench', name, created_at FROM leads;
"""
_READ = """
SELECT 'rows of ' || relname, seq_tup_read FROM pg_stat_user_tables
WHERE schemaname = 'public' AND seq_tup_read > 0
UNION ALL
SELECT 'rows by ' || indexrelname, idx_tup_read FROM pg_stat_user_indexes
WHERE schemaname = 'public' AND idx_scan > 0
"""


@dataclass(frozen=True)
class Reads:
    """What a command has read: `whole` tables from end to end, rows `by` each index."""

    whole: dict[str, int]
    by: dict[str, int]


class Watched:
    """Runs commands as somebody, and says what they have read."""

    def __init__(self, database: Database, program: Program) -> None:
        self._database, self._program = database, program

    def __call__(self, person: Person, *arguments: str) -> Reads:
        before = self._read()
        done = self._program(*arguments, person=person)
        assert done.code == 0, done.err
        _wait_for_ends(self._database, "usename = %s", person.role)
        told, read = Counter(), self._read() - before
        while not read or told != read:  # each command reads something
            told, read = read, self._read() - before
        whole, by = (
            {name[8:]: rows for name, rows in read.items() if name.startswith(f"rows {word} ")}
            for word in ("of", "by")
        )
        return Reads(whole, by)

    def _read(self) -> Counter[str]:
        return Counter(dict(self._database.sql(_READ)))


def _wait_for_ends(database: Database, which: str, *values: str) -> None:
    """Wait until such sessions have ended: the server tells then what they have read, and that is
    after their clients have gone."""
    others = "datname = current_database() AND pid <> pg_backend_pid()"
    running = f"SELECT FROM pg_stat_activity WHERE {others} AND usename IS NOT NULL AND {which}"
    while database.sql(running, *values):
        time.sleep(0.001)


@pytest.fixture(scope="module")
def full(cluster: Cluster) -> Iterator[Database]:
    """A database in which Ann has one of a hundred rows of every table."""
    made = cluster.clone()
    ann = made.add("ann@example.com")
    with made.connect() as connection:
        connection.execute("SET session_replication_role = replica")
        # As many owners as there are others: it is by how many that the planner goes.
        connection.execute(_PEOPLE, [ann.id])
        connection.execute(_FILL.format(leads=LEADS).encode())
        connection.execute("VACUUM ANALYZE")
    _wait_for_ends(made, "TRUE")
    yield made
    made.drop()


# The commands that are used most; the indexes that each must ask, and how many rows it may read.
# {lead} is one of Ann's, with a deal of the same id that is active.
_COMMANDS = (
    ("leads list --limit 10 --json", "idx_leads_user_created", 20),
    ("leads list -o table", "idx_leads_user_created", 160),  # says "50 of 100"
    ("leads list --status qualified --limit 50 --json", "", ANNS),
    ("leads list --overdue --limit 50 --json", "idx_leads_next_action", ANNS // 2),
    ("leads list --tag tag3 --json", "", ANNS),
    ("leads list --search o2400 --json", "", ANNS),
    ("leads list --sort name --limit 10 --json", "idx_leads_name_lower", 20),
    (
        "leads list --next --limit 5 --json",
        "idx_messages_lead_id idx_calls_lead_id idx_deals_lead_id",
        14 * ANNS,
    ),
    ("leads show o2400@example.com --json", "idx_leads_email idx_lead_events_lead_id", 20),
    ("leads show +12010002400 --json", "idx_leads_phone lead_contacts_pkey contacts_pkey", 20),
    ("leads show {lead} --json", "leads_pkey idx_deals_lead_id", 20),
    ("leads show {short} --json", "leads_pkey", 20),
    (
        "leads timeline {lead} --json",
        "idx_lead_events_lead_id idx_messages_lead_id idx_calls_lead_id idx_deal_events_deal_id",
        40,
    ),
    ("leads dupes --json", "", 10 * ANNS),
    ("leads edit {lead} --score 3 --json", "leads_pkey", 20),
    ("leads add --name X --email x@example.com --json", "", 20),
    ("leads note {lead} Hi", "leads_pkey", 20),
    ("leads messages list --limit 50 --json", "", 3 * ANNS),
    ("contacts list --limit 10 --json", "idx_contacts_user_created", 20),
    ("properties list --limit 50 --json", "", 2 * ANNS),
    ("properties show {lead} --json", "re_properties_pkey", 2 * ANNS),
    ("deals list --limit 50 --json", "", 5 * ANNS),
    ("deals next --limit 50 --json", "idx_messages_lead_id idx_calls_lead_id", 14 * ANNS),
    ("deals board --json", "idx_messages_lead_id idx_calls_lead_id", 14 * ANNS),
    ("deals show {lead} --json", "deals_pkey idx_deal_events_deal_id", 40),
    ("deals move {lead} offer_sent --json", "deals_pkey", 60),
    ("docs list --limit 50 --json", "", 5 * ANNS),
    ("jobs list --limit 10 --json", "idx_ai_jobs_created_at", 3 * ANNS),
)
_OF_ADMINS = (("logs tail -n 50 --json", "idx_system_logs_created_at", 60),)


def test_what_commands_read(full: Database, tmp_path: Path) -> None:
    """No command reads a table from end to end, and none more of it than is Ann's."""
    [ann] = full.people
    admin = full.add("admin@example.com", "admin")
    watched = Watched(full, Program(tmp_path / "home"))
    [(lead,)] = ann.sql("SELECT id::text FROM leads WHERE score < 50 ORDER BY id LIMIT 1")
    _wait_for_ends(full, "usename = %s", ann.role)
    wrong = []
    for person, commands in ((ann, _COMMANDS), (admin, _OF_ADMINS)):
        for command, indexes, most in commands:
            reads = watched(person, *command.format(lead=lead, short=lead[:8]).split())
            whole = {table: rows for table, rows in reads.whole.items() if rows > ANNS}
            count = sum(reads.by.values())
            if whole or count > most or not reads.by.keys() >= {*indexes.split()}:
                wrong.append((command, whole, count, reads.by))
    assert wrong == []
