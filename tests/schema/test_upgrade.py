"""Forward, back, and forward again; what survives, and what a failure leaves."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from psycopg import sql

from doughy_cli.db import catalog, upgrade
from doughy_cli.errors import Conflict, NotPermitted, Usage

if TYPE_CHECKING:
    from tests.harness import Database, Person

Owner = psycopg.Connection[Any]

REVISIONS = [revision.id for revision in upgrade.history()]
HEAD = REVISIONS[-1]
DOCUMENT = "20260118_install_pgtap"


def definitions(connection: Owner) -> dict[str, str]:
    return {**catalog.managed(connection), **catalog.tables(connection)}


@pytest.fixture
def wanted(database: Database) -> dict[str, str]:
    """What a fresh install looks like."""
    with database.connect() as connection:
        return definitions(connection)


def one(connection: Owner, query: str, *values: Any) -> Any:
    row = connection.execute(query.encode(), values).fetchone()
    assert row is not None
    return row[0]


def test_the_documents_ten_have_its_names() -> None:
    assert REVISIONS[1:11] == [
        "20260116_add_rls_api_keys",
        "20260116_add_rls_profiles",
        "20260116_add_rls_user_plans",
        "20260116_create_core_tables",
        "20260117_lead_documents",
        "20260117_property_documents_junction",
        "20260118_add_enum_types",
        "20260118_add_composite_indexes",
        "20260118_add_unique_constraints",
        "20260118_install_pgtap",
    ]


def test_status_before_between_and_after(owner: Owner) -> None:
    assert upgrade.status(owner) == upgrade.Status(None, HEAD, tuple(REVISIONS))
    upgrade.up(owner, DOCUMENT)
    assert upgrade.status(owner) == upgrade.Status(DOCUMENT, HEAD, tuple(REVISIONS[11:]))
    upgrade.up(owner)
    assert upgrade.status(owner) == upgrade.Status(HEAD, HEAD, ())


def test_the_first_up_runs_everything_and_the_second_nothing(owner: Owner) -> None:
    first = upgrade.up(owner)
    assert first.revisions == tuple(REVISIONS)
    # Not even the catalog is written to: dropping and making anew would give new ids.
    before = owner.execute("SELECT oid, xmin FROM pg_policy ORDER BY oid").fetchall()
    assert upgrade.up(owner).nothing
    assert owner.execute("SELECT oid, xmin FROM pg_policy ORDER BY oid").fetchall() == before


def test_each_revision_is_logged(owner: Owner) -> None:
    upgrade.up(owner)
    upgrade.down(owner, REVISIONS[-2])
    logged = owner.execute(
        "SELECT details->>'revision', details->>'direction' FROM public.system_logs "
        "WHERE source = 'migration' AND details ? 'direction' ORDER BY details->>'direction', 1"
    ).fetchall()
    assert logged == [(HEAD, "down"), *((revision, "up") for revision in sorted(REVISIONS))]


def test_the_connection_is_left_as_it_was(owner: Owner) -> None:
    before = owner.execute("SELECT current_user, current_setting('search_path')").fetchone()
    upgrade.up(owner)
    after = owner.execute("SELECT current_user, current_setting('search_path')").fetchone()
    assert after == before
    assert owner.info.transaction_status == psycopg.pq.TransactionStatus.IDLE


def test_each_step_back_equals_the_step_forward(owner: Owner) -> None:
    forward = {}
    for revision in REVISIONS:
        upgrade.up(owner, revision)
        forward[revision] = definitions(owner)
    for revision in reversed(REVISIONS[:-1]):
        upgrade.down(owner, revision)
        assert catalog.differences(definitions(owner), forward[revision]) == [], revision


def test_up_from_every_revision_equals_a_fresh_install(
    owner: Owner, wanted: dict[str, str]
) -> None:
    for revision in REVISIONS:
        # What was never newer, and what came down from the newest.
        upgrade.up(owner, revision)
        assert upgrade.status(owner).current == revision
        upgrade.up(owner)
        assert catalog.differences(definitions(owner), wanted) == [], revision
        upgrade.down(owner, revision)
        upgrade.up(owner)
        assert catalog.differences(definitions(owner), wanted) == [], revision
        upgrade.down(owner, "base")


def test_base_leaves_nothing_of_ours(owner: Owner) -> None:
    before = definitions(owner)
    upgrade.up(owner)
    upgrade.down(owner, "base")
    assert definitions(owner) == before
    assert upgrade.down(owner, "base").nothing


def test_base_takes_the_logins_along(database: Database, ann: Person) -> None:
    with database.connect() as connection:
        upgrade.down(connection, "base")
        assert one(connection, "SELECT count(*) FROM pg_roles WHERE rolname = %s", ann.role) == 0


# What is written at a revision: its number of rows is looked at after every move.
ROWS = {
    "20260115_base": """
        INSERT INTO auth.users (id, email, login_role) VALUES
            ('00000000-0000-0000-0000-000000000001', 'a@example.com', 'nobody/a@example.com'),
            ('00000000-0000-0000-0000-000000000002', 'b@example.com', 'nobody/b@example.com');
        INSERT INTO public.profiles (id, email, role)
        SELECT id, email, 'support' FROM auth.users WHERE email = 'a@example.com';
        INSERT INTO public.api_keys (user_id, service, key_ciphertext, created_at)
        SELECT id, 'openai', 'x', NULL FROM auth.users;
        INSERT INTO public.user_plans (user_id, plan_name) SELECT id, 'pro' FROM auth.users;
        INSERT INTO public.workspaces (user_id, name) SELECT id, 'w' FROM auth.users;
        INSERT INTO public.system_logs (level, source, message) VALUES ('notice', 'x', 'y')
    """,
    "20260116_create_core_tables": """
        INSERT INTO public.leads (user_id, name, email, status, is_deleted)
        SELECT user_id, 'l', user_id || '@x.com', 'qualified', NULL FROM public.workspaces;
        INSERT INTO public.re_properties (user_id, address_line_1, city, state, zip)
        SELECT user_id, 's', 'c', 'CA', '9' FROM public.workspaces;
        INSERT INTO public.deals (user_id, lead_id, property_id, stage, title, status)
        SELECT l.user_id, l.id, p.id, 'offer_sent', 't', 'won'
        FROM public.leads AS l JOIN public.re_properties AS p USING (user_id);
        INSERT INTO public.deal_events (deal_id, event_type) SELECT id, 'e' FROM public.deals;
        INSERT INTO public.ai_jobs (deal_id, job_type, attempts, status)
        SELECT id, 'j', NULL, 'failed' FROM public.deals;
        INSERT INTO public.re_documents (user_id, deal_id, title, type, file_url)
        SELECT user_id, id, 'd', NULL, 'u' FROM public.deals
    """,
    "20260117_lead_documents": """
        INSERT INTO public.re_lead_documents (lead_id, title, type, file_url)
        SELECT id, 'd', 'w9', 'u' FROM public.leads
    """,
    "20260117_property_documents_junction": """
        INSERT INTO public.re_property_documents (property_id, document_id, is_primary)
        SELECT p.id, d.id, NULL
        FROM public.re_properties AS p JOIN public.re_documents AS d USING (user_id)
    """,
    "20260119_communications": """
        INSERT INTO public.contacts (user_id, first_name) SELECT user_id, 'c' FROM public.leads;
        INSERT INTO public.lead_contacts (lead_id, contact_id)
        SELECT l.id, c.id FROM public.leads AS l JOIN public.contacts AS c USING (user_id);
        INSERT INTO public.messages (lead_id, channel, direction)
        SELECT id, 'sms', 'incoming' FROM public.leads;
        INSERT INTO public.calls (lead_id, direction) SELECT id, 'incoming' FROM public.leads;
        INSERT INTO public.transcripts (lead_id, title) SELECT id, 't' FROM public.leads;
        INSERT INTO public.lead_events (lead_id, event_type) SELECT id, 'e' FROM public.leads
    """,
}


def contents(connection: Owner) -> dict[str, list[Any]]:
    """Every row of ours by table, of the columns that every revision has; logs by message."""
    found = {}
    for (table,) in connection.execute(
        "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' "
        "AND relnamespace IN ('public'::regnamespace, 'auth'::regnamespace) "
        "AND relname NOT IN ('schema_version', 'system_logs') ORDER BY 1"
    ).fetchall():
        query = f"SELECT to_jsonb(t) FROM {table} AS t"  # noqa: S608
        rows = connection.execute(query.encode()).fetchall()
        found[table] = sorted(
            repr(sorted((key, value) for key, value in row.items() if value is not None))
            for (row,) in rows
        )
    return found


def test_rows_of_every_revision_survive(owner: Owner) -> None:
    for revision in REVISIONS:
        before = upgrade.status(owner).current and contents(owner)
        upgrade.up(owner, revision)
        for table, rows in (before or {}).items():
            assert one(owner, f"SELECT count(*) FROM {table}") == len(rows), (revision, table)  # noqa: S608
        if revision in ROWS:
            owner.execute(ROWS[revision].encode())
    at_head = contents(owner)
    assert all(at_head.values())
    # The way back, one step at a time, and forward again: no row of an older table is lost.
    for revision in reversed(REVISIONS[:-1]):
        upgrade.down(owner, revision)
        for table, rows in contents(owner).items():
            assert len(rows) == len(at_head[table]), (revision, table)
        if revision == "20260116_create_core_tables":
            break
    upgrade.up(owner)
    again = contents(owner)
    for table in ("leads", "deals", "profiles", "ai_jobs", "re_documents", "deal_events"):
        assert again[table] == at_head[table]
    assert one(owner, "SELECT count(*) FROM public.system_logs WHERE message = 'y'") == 1


def test_missing_values_become_what_a_new_row_gets(owner: Owner) -> None:
    upgrade.up(owner, "20260117_property_documents_junction")
    for revision in list(ROWS)[:4]:
        owner.execute(ROWS[revision].encode())
    owner.execute("UPDATE public.leads SET status = NULL")
    upgrade.up(owner)
    assert owner.execute(
        "SELECT DISTINCT status::text, is_deleted, opt_status::text FROM public.leads"
    ).fetchall() == [("new", False, "pending")]
    assert one(owner, "SELECT count(*) FROM public.api_keys WHERE created_at IS NOT NULL") == 2
    logged = owner.execute("SELECT level, details FROM public.system_logs WHERE source = 'x'")
    assert logged.fetchone() == ("info", {"level": "notice", "details": None})


def test_down_keeps_leads_that_two_people_share(database: Database) -> None:
    for email in ("ann@example.com", "ben@example.com"):
        person = database.add(email)
        person.sql("INSERT INTO leads (name, email, phone) VALUES ('x', 'x@x.com', '+14155550100')")
    with database.connect() as connection:
        upgrade.down(connection, DOCUMENT)
        assert one(connection, "SELECT count(*) FROM leads") == 2
        upgrade.up(connection)
        assert upgrade.check(connection).clean


def test_at_an_older_revision_people_see_nothing(database: Database, ann: Person) -> None:
    ann.sql("INSERT INTO leads (name) VALUES ('x')")
    with database.connect() as connection:
        upgrade.down(connection, "-1")
    for query in ("SELECT * FROM leads", "SELECT auth.uid()", "SELECT * FROM profiles"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            ann.sql(query)
    with database.connect() as connection:
        upgrade.up(connection)
    assert ann.sql("SELECT name FROM leads") == [("x",)]


@pytest.mark.parametrize("count", [2, 5])
def test_several_at_once_one_works_and_the_others_wait(empty: Database, count: int) -> None:
    changes: list[upgrade.Change] = []

    def run() -> None:
        with empty.connect() as connection:
            changes.append(upgrade.up(connection))

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    applied = sorted(len(change.revisions) for change in changes)
    assert applied == [0] * (count - 1) + [len(REVISIONS)]
    assert sum(change.nothing for change in changes) == count - 1


BROKEN = '''"""Break."""

from alembic import op

revision = "20260120_broken"
down_revision = "the newest"


def upgrade() -> None:
    op.execute("DELETE FROM public.workspaces")
    op.execute("ALTER TABLE public.leads DROP COLUMN source")
    op.execute("SELECT 1 / 0")
'''


def test_a_failure_half_way_leaves_everything_as_it_was(
    database: Database, ann: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann.sql("INSERT INTO workspaces (name) VALUES ('w')")
    folder = tmp_path / "migrations"
    shutil.copytree(upgrade.migrations(), folder)
    (folder / "versions" / "20260120_broken.py").write_text(BROKEN.replace("the newest", HEAD))
    with database.connect() as connection:
        before = definitions(connection)
        monkeypatch.setattr(upgrade, "migrations", lambda: folder)
        with pytest.raises(Exception, match="division by zero"):
            upgrade.up(connection)
        assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        monkeypatch.undo()
        assert definitions(connection) == before
        assert upgrade.status(connection).current == HEAD
        assert upgrade.check(connection).clean
    assert ann.sql("SELECT name FROM workspaces") == [("w",)]


def test_a_failure_in_the_definitions_leaves_everything_as_it_was(
    owner: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "migrations"
    shutil.copytree(upgrade.migrations(), folder)
    (folder / "sql" / "50_broken.sql").write_text("SELECT 1 / 0;")
    monkeypatch.setattr(upgrade, "migrations", lambda: folder)
    before = definitions(owner)
    with pytest.raises(psycopg.errors.DivisionByZero):
        upgrade.up(owner)
    assert definitions(owner) == before


def test_a_folder_with_odd_characters(
    owner: Owner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "a %(here)s b:c;d é"
    shutil.copytree(upgrade.migrations(), folder)
    monkeypatch.setattr(upgrade, "migrations", lambda: folder)
    assert upgrade.up(owner).revisions == tuple(REVISIONS)


def test_a_database_in_use_by_something_else_is_refused(owner: Owner) -> None:
    owner.execute("CREATE TABLE public.theirs (id integer)")
    with pytest.raises(Conflict, match="theirs"):
        upgrade.up(owner)


def test_a_revision_of_a_newer_program_is_refused(owner: Owner) -> None:
    upgrade.up(owner)
    owner.execute("UPDATE auth.schema_version SET version_num = '20990101_flying_cars'")
    for act in (upgrade.status, upgrade.up, upgrade.check):
        with pytest.raises(Conflict, match="flying_cars"):
            act(owner)


@pytest.mark.parametrize("target", ["20990101_no", "nonsense", "", "-99", "+99"])
def test_a_target_that_does_not_exist_is_a_usage_error(owner: Owner, target: str) -> None:
    upgrade.up(owner)
    before = definitions(owner)
    with pytest.raises(Usage):
        upgrade.down(owner, target)
    assert definitions(owner) == before


def test_people_and_admins_may_not_migrate(database: Database, ann: Person, admin: Person) -> None:
    for person in (ann, admin):
        with person.connect() as connection:
            for act in (upgrade.status, upgrade.up, upgrade.check):
                with pytest.raises(NotPermitted):
                    act(connection)


@pytest.mark.parametrize(
    ("damage", "difference"),
    [
        ("DROP POLICY leads_member_select ON leads", "missing: policy leads_member_select"),
        ("CREATE POLICY extra ON leads USING (true)", "not ours: policy extra"),
        ("ALTER POLICY leads_member_select ON leads USING (true)", "changed: policy leads_member"),
        ("DROP TRIGGER leads_touch ON leads", "missing: trigger leads_touch"),
        ("ALTER TABLE leads DISABLE TRIGGER leads_touch", "changed: trigger leads_touch"),
        ("ALTER FUNCTION auth.uid() RESET search_path", "changed: function auth.uid()"),
        ("GRANT EXECUTE ON FUNCTION auth.uid() TO PUBLIC", "changed: function auth.uid()"),
        ("GRANT SELECT ON auth.users TO doughy_member", "changed: privileges on auth.users"),
        ("GRANT UPDATE (role) ON profiles TO doughy_member", "changed: privileges on public.prof"),
        ("GRANT CREATE ON SCHEMA public TO PUBLIC", "changed: privileges on schema public"),
    ],
)
def test_check_finds_what_up_then_mends(database: Database, damage: str, difference: str) -> None:
    with database.connect() as connection:
        connection.execute(b"SET ROLE doughy_owner")
        connection.execute(damage.encode())
        connection.execute(b"RESET ROLE")
        check = upgrade.check(connection)
        assert [line for line in check.definitions if line.startswith(difference)]
        assert upgrade.up(connection).definitions_changed
        assert upgrade.check(connection).clean


@pytest.mark.parametrize(
    ("damage", "difference"),
    [
        ("ALTER TABLE leads ADD COLUMN extra text", "not ours: column public.leads.extra"),
        ("ALTER TABLE leads DROP COLUMN company CASCADE", "missing: column public.leads.company"),
        ("ALTER TABLE leads ALTER COLUMN name DROP NOT NULL", "changed: column public.leads.name"),
        ("ALTER TYPE lead_status ADD VALUE 'odd'", "changed: enum public.lead_status"),
    ],
)
def test_check_finds_tables_that_the_program_does_not_expect(
    database: Database, damage: str, difference: str
) -> None:
    with database.connect() as connection:
        connection.execute(sql.SQL("SET ROLE doughy_owner"))
        connection.execute(damage.encode())
        assert difference in upgrade.check(connection).tables


def test_check_says_what_is_pending(owner: Owner) -> None:
    assert upgrade.check(owner).pending == tuple(REVISIONS)
    upgrade.up(owner)
    assert upgrade.check(owner).clean
