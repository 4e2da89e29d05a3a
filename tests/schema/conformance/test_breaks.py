"""The comparison with the document names exactly what was broken, and what it has become."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from tests.schema.conformance import departures, document, shape

if TYPE_CHECKING:
    from tests.harness import Cluster

ACTIVE = "ON leads (user_id, created_at DESC)"
ACTIVE_WHERE = f"{ACTIVE} WHERE status IN ('active', 'qualified') AND is_deleted = FALSE"


def again(index: str, definition: str) -> str:
    return f"DROP INDEX {index}; CREATE INDEX {index} {definition}"


# What is done, what is named for it, and what is then there.
BREAKS = [
    # Indexes
    ("DROP INDEX idx_leads_status", "index idx_leads_status", None),
    (
        again("idx_deals_user_status", "ON deals (status, user_id)"),
        "index idx_deals_user_status",
        "ON deals (status, user_id)",
    ),
    (
        again("idx_leads_user_created", "ON leads (user_id, created_at)"),
        "index idx_leads_user_created",
        "ON leads (user_id, created_at)",
    ),
    (again("idx_leads_active", ACTIVE), "index idx_leads_active", ACTIVE),
    (
        again("idx_leads_active", ACTIVE_WHERE.replace("'qualified'", "'new'")),
        "index idx_leads_active",
        ACTIVE_WHERE.replace("'qualified'", "'new'"),
    ),
    (
        again("idx_leads_active", ACTIVE_WHERE.replace("AND", "OR")),
        "index idx_leads_active",
        f"{ACTIVE} WHERE (status IN ('active', 'qualified')) OR (is_deleted = FALSE)",
    ),
    (
        again("idx_leads_user_status_covering", "ON leads (user_id, status)"),
        "index idx_leads_user_status_covering",
        "ON leads (user_id, status)",
    ),
    (
        again(
            "idx_leads_user_status_covering",
            "ON leads (user_id, status) INCLUDE (name, email, phone, score)",
        ),
        "index idx_leads_user_status_covering",
        "ON leads (user_id, status) INCLUDE (name, email, phone, score)",
    ),
    (
        again("idx_ai_jobs_deal_id", "ON ai_jobs USING hash (deal_id)"),
        "index idx_ai_jobs_deal_id",
        "ON ai_jobs USING hash (deal_id)",
    ),
    (
        again(
            "idx_re_documents_metadata_gin", "ON re_documents USING gin (metadata jsonb_path_ops)"
        ),
        "index idx_re_documents_metadata_gin",
        "ON re_documents USING gin (metadata jsonb_path_ops)",
    ),
    (
        again("idx_leads_name_lower", "ON leads (user_id, upper(name))"),
        "index idx_leads_name_lower",
        "ON leads (user_id, upper(name))",
    ),
    (
        again("idx_user_plans_user_unique", "ON user_plans (user_id)"),
        "index idx_user_plans_user_unique",
        "ON user_plans (user_id)",
    ),
    (
        "CREATE INDEX idx_deals_title ON deals (title)",
        "index idx_deals_title",
        "ON deals (title)",
    ),
    # Columns
    (
        "ALTER TABLE leads ALTER status SET DEFAULT 'active'",
        "default leads.status",
        "'active'",
    ),
    ("ALTER TABLE ai_jobs ALTER attempts DROP DEFAULT", "default ai_jobs.attempts", None),
    ("ALTER TABLE deals ALTER title DROP NOT NULL", "not null deals.title", None),
    ("ALTER TABLE leads ALTER phone SET NOT NULL", "not null leads.phone", "NOT NULL"),
    (
        "ALTER TABLE re_properties ALTER arv TYPE numeric(14, 2)",
        "column re_properties.arv",
        "NUMERIC(14,2)",
    ),
    (
        "ALTER TABLE re_documents ALTER content_type TYPE text",
        "column re_documents.content_type",
        "TEXT",
    ),
    ("ALTER TABLE deals ADD rank integer", "column deals.rank", "INT"),
    ("ALTER TABLE leads DROP company", "column leads.company", None),
    # Constraints
    ("ALTER TABLE leads DROP CONSTRAINT leads_score_check", "check leads.score", None),
    (
        "ALTER TABLE deals DROP CONSTRAINT deals_probability_check; "
        "ALTER TABLE deals ADD CHECK (probability BETWEEN 0 AND 99) NOT VALID",
        "check deals.probability",
        "probability >= 0 AND probability <= 99 NOT VALID",
    ),
    (
        "ALTER TABLE leads ADD CHECK (score <> 13)",
        "check leads.score",
        "score >= 0 AND score <= 100; score <> 13",
    ),
    (
        "ALTER TABLE deals DROP CONSTRAINT deals_lead_id_fkey; "
        "ALTER TABLE deals ADD FOREIGN KEY (lead_id) REFERENCES leads ON DELETE CASCADE",
        "foreign key deals.lead_id",
        "leads.id ON DELETE CASCADE",
    ),
    (
        "ALTER TABLE re_documents DROP CONSTRAINT re_documents_uploaded_by_fkey",
        "foreign key re_documents.uploaded_by",
        None,
    ),
    (
        "ALTER TABLE api_keys ADD UNIQUE (key_ciphertext)",
        "unique api_keys.key_ciphertext",
        "UNIQUE",
    ),
    ("ALTER TABLE profiles DROP CONSTRAINT profiles_email_key", "unique profiles.email", None),
    ("ALTER TABLE ai_jobs DROP CONSTRAINT ai_jobs_pkey", "primary key ai_jobs", None),
    # Enums
    (
        "ALTER TYPE message_channel RENAME VALUE 'voice' TO 'call'",
        "enum message_channel",
        "sms, email, call",
    ),
    (
        "ALTER TYPE job_status ADD VALUE 'paused' AFTER 'queued'",
        "enum job_status",
        "queued, paused, running, succeeded, failed, cancelled",
    ),
    ("CREATE TYPE mood AS ENUM ('good')", "enum mood", "good"),
    # Triggers
    (
        "DROP TRIGGER create_profile_on_signup ON auth.users",
        "trigger create_profile_on_signup",
        None,
    ),
    (
        "ALTER TABLE leads DISABLE TRIGGER leads_touch",
        "trigger leads_touch",
        "BEFORE UPDATE FOR EACH ROW internal.touch() (D)",
    ),
    # Row level security
    ("DROP POLICY leads_member_delete ON leads", "policies leads", "own SIU, admins S"),
    (
        "CREATE POLICY open ON api_keys FOR SELECT USING (true)",
        "policies api_keys, PUBLIC",
        "all S",
    ),
    (
        "CREATE POLICY open ON deals FOR SELECT TO doughy_member USING (true)",
        "policies deals, member",
        "all S",
    ),
    ("ALTER TABLE deals DISABLE ROW LEVEL SECURITY", "table deals", "no row level security"),
    # Tables
    ("DROP TABLE lead_events CASCADE", "table lead_events", None),
    ("CREATE TABLE notes (id integer)", "table notes", "no row level security"),
    ("CREATE VIEW everything AS SELECT FROM leads", "view everything", "view"),
]


@pytest.fixture(scope="module")
def connection(cluster: Cluster) -> Iterator[psycopg.Connection[Any]]:
    """The superuser's, to a database of the module's own."""
    database = cluster.clone()
    with database.connect() as connection:
        yield connection
    database.drop()


def found(connection: psycopg.Connection[Any]) -> shape.Differences:
    return shape.differences(document.facts(), shape.read(connection))


@pytest.fixture(scope="module")
def before(connection: psycopg.Connection[Any]) -> shape.Differences:
    """The differences that there are: what a page lists that is as it should be."""
    return found(connection)


@pytest.mark.parametrize(("statements", "name", "form"), BREAKS)
def test_what_was_broken_is_named(
    connection: psycopg.Connection[Any],
    before: shape.Differences,
    statements: str,
    name: str,
    form: str | None,
) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute(statements.encode())
        after = found(connection)
    changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    assert changed == {name}
    assert after.get(name, (None, None))[1] == form
    assert departures.problems(before, after)


def test_what_is_mended_has_to_leave_the_page(
    connection: psycopg.Connection[Any], before: shape.Differences
) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute("ALTER TABLE leads ALTER created_at DROP NOT NULL")
        assert departures.problems(before, found(connection)) == [
            "listed, and not so: not null leads.created_at"
        ]


def test_another_form_than_the_listed_one_is_named(
    connection: psycopg.Connection[Any], before: shape.Differences
) -> None:
    with connection.transaction(force_rollback=True):
        connection.execute("ALTER TABLE deals ALTER status SET DEFAULT 'won'")
        assert departures.problems(before, found(connection)) == [
            "not listed: | `default deals.status` | — | `'won'` | … |",
            "listed, and not so: default deals.status",
        ]
