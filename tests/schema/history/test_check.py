"""What `migrate check` sees, and what `migrate up` mends: every kind of damage is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doughy_cli.db import catalog, upgrade
from tests.schema.history.states import REVISIONS, Owner
from tests.schema.history.test_at_once import administrator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness import Cluster, Database, Person, Program

MENDED = [
    ("CREATE RULE odd AS ON DELETE TO leads DO NOTHING", "not ours: rule odd on public.leads"),
    ("DROP RULE leads_no_upsert ON leads", "missing: rule leads_no_upsert on public.leads"),
    ("DROP POLICY leads_member_select ON leads", "missing: policy leads_member_select on"),
    ("CREATE POLICY extra ON leads USING (true)", "not ours: policy extra on public.leads"),
    ("ALTER POLICY leads_member_select ON leads USING (true)", "changed: policy leads_member_sel"),
    ("ALTER POLICY leads_member_select ON leads TO PUBLIC", "changed: policy leads_member_sel"),
    ("DROP TRIGGER leads_touch ON leads", "missing: trigger leads_touch on public.leads"),
    ("ALTER TABLE leads DISABLE TRIGGER leads_touch", "changed: trigger leads_touch"),
    ("ALTER TABLE leads ENABLE ALWAYS TRIGGER leads_touch", "changed: trigger leads_touch"),
    ("ALTER FUNCTION auth.uid() RESET search_path", "changed: function auth.uid()"),
    ("ALTER FUNCTION auth.uid() SECURITY INVOKER", "changed: function auth.uid()"),
    ("ALTER FUNCTION auth.uid() VOLATILE", "changed: function auth.uid()"),
    ("CREATE FUNCTION extra() RETURNS int RETURN 1", "not ours: function public.extra()"),
    (
        "GRANT EXECUTE ON FUNCTION auth.uid() TO PUBLIC",
        "changed: privileges on function auth.uid()",
    ),
    (
        "GRANT SELECT ON auth.users TO doughy_member",
        "changed: privileges on auth.users",
    ),
    (
        "GRANT SELECT ON leads TO doughy_service WITH GRANT OPTION",
        "changed: privileges on public.leads",
    ),
    (
        "GRANT UPDATE (role) ON profiles TO doughy_member",
        "changed: privileges on column public.profiles.role is "
        "'doughy_admin: UPDATE; doughy_member: UPDATE', not 'doughy_admin: UPDATE'",
    ),
    ("GRANT CREATE ON SCHEMA public TO PUBLIC", "changed: privileges on schema public"),
    ("COMMENT ON TABLE leads IS 'odd'", "changed: comment on table public.leads"),
    ("DROP EVENT TRIGGER doughy_guard_groups", "missing: event trigger doughy_guard_groups"),
    ("ALTER EVENT TRIGGER doughy_guard_groups DISABLE", "changed: event trigger doughy_guard_gr"),
    (
        "DROP EVENT TRIGGER doughy_guard_groups;;DROP FUNCTION auth.guard_groups()",
        "missing: function auth.guard_groups()",
    ),
    (
        "ALTER FUNCTION auth.guard_groups() OWNER TO doughy_owner",
        "changed: function auth.guard_groups()",
    ),
]

# Statement, what is said of it. All as the owner, but for what only a superuser can do.
KEPT = [
    ("ALTER TABLE leads ADD COLUMN extra text", "not ours: column public.leads.extra is 'text'"),
    ("ALTER TABLE leads DROP COLUMN company CASCADE", "missing: column public.leads.company"),
    (
        "ALTER TABLE leads ALTER COLUMN name DROP NOT NULL",
        "changed: column public.leads.name is",
    ),
    ("ALTER TABLE leads ALTER COLUMN is_deleted SET DEFAULT true", "changed: column public.leads."),
    ("ALTER TABLE leads ALTER COLUMN id DROP DEFAULT", "changed: column public.leads.id is 'uuid"),
    ("ALTER TABLE leads ALTER COLUMN score TYPE bigint", "changed: column public.leads.score is"),
    ("ALTER TABLE leads ALTER COLUMN id SET STATISTICS 7", "changed: column public.leads.id is"),
    ("ALTER TABLE leads ALTER COLUMN name SET STORAGE external", "changed: column public.leads.n"),
    ("ALTER TABLE leads ALTER COLUMN name SET COMPRESSION pglz", "changed: column public.leads.n"),
    ("ALTER TABLE leads ALTER COLUMN name SET (n_distinct = 5)", "changed: column public.leads.n"),
    ('ALTER TABLE leads ALTER COLUMN name TYPE text COLLATE "C"', "changed: column public.leads.n"),
    (
        "ALTER TABLE leads ADD COLUMN n int GENERATED ALWAYS AS IDENTITY",
        "not ours: column public.leads.n is 'integer NOT NULL IDENTITY ALWAYS'",
    ),
    (
        "ALTER TABLE leads ADD COLUMN n int GENERATED ALWAYS AS (score + 1) STORED",
        "not ours: column public.leads.n is 'integer STORED DEFAULT (score + 1)'",
    ),
    ("ALTER TYPE lead_status ADD VALUE 'odd'", "changed: enum public.lead_status"),
    ("ALTER TYPE lead_status RENAME VALUE 'new' TO 'old'", "changed: enum public.lead_status"),
    ("REVOKE USAGE ON TYPE lead_status FROM PUBLIC", "changed: enum public.lead_status"),
    ("CREATE DOMAIN odd AS text CHECK (VALUE <> '')", 'not ours: domain public.odd is "text'),
    ("CREATE TYPE odd AS (a int)", "not ours: composite type public.odd is 'a integer'"),
    ("CREATE TYPE odd AS RANGE (subtype = int)", "not ours: type public.odd"),
    ("DROP INDEX idx_leads_tags_gin", "missing: index public.idx_leads_tags_gin"),
    ("CREATE INDEX odd ON leads (score)", "not ours: index public.odd is"),
    ("ALTER INDEX idx_leads_tags_gin SET (fastupdate = off)", "changed: index public.idx_leads_t"),
    ("CLUSTER leads USING idx_leads_user_id", "changed: index public.idx_leads_user_id"),
    ("ALTER TABLE leads DROP CONSTRAINT leads_score_check", "missing: constraint leads_score_che"),
    (
        "ALTER TABLE leads ADD CONSTRAINT odd CHECK (score > 0) NOT VALID",
        "not ours: constraint odd on public.leads is 'CHECK ((score > 0)) NOT VALID'",
    ),
    (
        "ALTER TABLE deals ALTER CONSTRAINT deals_lead_id_fkey DEFERRABLE INITIALLY DEFERRED",
        "changed: constraint deals_lead_id_fkey on public.deals",
    ),
    ("ALTER TABLE leads DISABLE ROW LEVEL SECURITY", "changed: table public.leads is"),
    ("ALTER TABLE leads FORCE ROW LEVEL SECURITY", "changed: table public.leads is"),
    ("ALTER TABLE leads REPLICA IDENTITY FULL", "changed: table public.leads is"),
    ("ALTER TABLE leads SET (fillfactor = 50)", "changed: table public.leads is"),
    ("ALTER TABLE system_logs SET UNLOGGED", "changed: table public.system_logs is"),
    ("ALTER TABLE leads OWNER TO postgres", "changed: table public.leads is"),
    ("ALTER TYPE lead_status OWNER TO postgres", "changed: enum public.lead_status"),
    ("ALTER SCHEMA internal OWNER TO postgres", "changed: owner of schema internal is"),
    ("CREATE TABLE odd () INHERITS (leads)", "not ours: table public.odd is"),
    ("CREATE VIEW odd AS SELECT 1", "not ours: table public.odd is 'view, of doughy_owner"),
    ("CREATE MATERIALIZED VIEW odd AS SELECT 1", "not ours: table public.odd is 'materialised"),
    ("CREATE SEQUENCE odd", "not ours: sequence public.odd is 'bigint, of doughy_owner"),
    ("CREATE STATISTICS odd ON status, score FROM leads", "not ours: statistics public.odd is"),
    ('CREATE COLLATION odd FROM "C"', "not ours: collation public.odd is 'doughy_owner'"),
    (
        "CREATE AGGREGATE odd (int) (SFUNC = int4pl, STYPE = int)",
        "not ours: aggregate public.public.odd(integer)",
    ),
    (
        "CREATE CAST (lead_status AS json) WITH INOUT AS IMPLICIT",
        "not ours: cast from public.lead_status to json is",
    ),
    ("COMMENT ON INDEX idx_leads_tags_gin IS 'odd'", "not ours: comment on index public.idx_leads"),
    (
        "GRANT SELECT ON leads TO pg_monitor",
        "not ours: privileges on public.leads is 'pg_monitor: SELECT'",
    ),
    (
        "GRANT SELECT (name) ON leads TO pg_monitor",
        "not ours: privileges on public.leads.name is 'pg_monitor: SELECT'",
    ),
    ("GRANT USAGE ON SCHEMA auth TO pg_monitor", "not ours: privileges on schema auth is 'pg_mon"),
    (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
        "not ours: default privileges on tables in public is",
    ),
    ("ALTER TABLE deals DISABLE TRIGGER ALL", "not ours: constraint deals_lead_id_fkey, not enfo"),
]
BY_SUPERUSER = (
    *("OWNER TO postgres", "DISABLE TRIGGER ALL", "CREATE CAST", "REPLICA"),
    *("EVENT TRIGGER", "auth.guard_groups"),
)

AROUND = [
    ("CREATE PUBLICATION odd FOR TABLE leads", "not ours: publication odd"),
    ("DROP EXTENSION plpgsql CASCADE", "missing: extension plpgsql"),
    ("CREATE SCHEMA odd", "not ours: schema odd is 'postgres'"),
    ("CREATE SERVER odd FOREIGN DATA WRAPPER nothing", "not ours: foreign server odd"),
    ("ALTER DATABASE {} SET work_mem = '5MB'", "not ours: settings of the database"),
    ("ALTER DATABASE {} CONNECTION LIMIT 5", "changed: database is"),
    ("GRANT CONNECT ON DATABASE {} TO pg_monitor", "changed: database"),
    ("ALTER ROLE doughy_member BYPASSRLS", "changed: role doughy_member is"),
]


@pytest.fixture(scope="module")
def shared(cluster: Cluster) -> Iterator[Database]:
    """A database whose damage is rolled back, or mended."""
    made = cluster.clone()
    yield made
    made.drop()


@pytest.fixture(scope="module")
def clean(shared: Database) -> object:
    """What is defined in it while nothing is damaged: to read that takes a tenth of a check."""
    with shared.lent() as connection:
        assert upgrade.check(connection).clean
        return catalog.managed(connection)


@pytest.fixture
def root(shared: Database) -> Iterator[Owner]:
    """The superuser's connection to it."""
    with shared.lent() as connection:
        yield connection
        connection.execute("DISCARD ALL")


def run(connection: Owner, damage: str) -> None:
    if not any(each in damage for each in BY_SUPERUSER):
        connection.execute("SET ROLE doughy_owner")
    for statement in damage.split(";;"):
        connection.execute(statement.encode())
    connection.execute("RESET ROLE")


@pytest.mark.parametrize(("damage", "difference"), MENDED, ids=[each for each, _ in MENDED])
def test_check_finds_what_up_then_mends(
    root: Owner, clean: object, damage: str, difference: str
) -> None:
    run(root, damage)
    check = upgrade.check(root)
    assert [line for line in check.definitions if line.startswith(difference)], check
    assert check.tables == ()
    assert upgrade.up(root).definitions_changed
    assert catalog.managed(root) == clean


@pytest.mark.parametrize(("damage", "difference"), KEPT, ids=[each for each, _ in KEPT])
def test_the_catalog_names_what_up_does_not_mend(root: Owner, damage: str, difference: str) -> None:
    with root.transaction(force_rollback=True):
        assert catalog.differences(catalog.tables(root), upgrade.recorded_tables()) == []
        run(root, damage)
        found = catalog.differences(catalog.tables(root), upgrade.recorded_tables())
        assert [line for line in found if line.startswith(difference)], found


@pytest.mark.parametrize(("damage", "difference"), AROUND, ids=[each for each, _ in AROUND])
def test_the_surroundings_are_compared_too(
    shared: Database, root: Owner, damage: str, difference: str
) -> None:
    with root.transaction(force_rollback=True):
        before = catalog.surroundings(root)
        if "SERVER" in damage:
            root.execute("CREATE FOREIGN DATA WRAPPER nothing")
        root.execute(damage.format(shared.name).encode())
        found = catalog.differences(catalog.surroundings(root), before)
        assert [line for line in found if line.startswith(difference)], found


def test_an_invalid_index_is_named(database: Database) -> None:
    broken = "changed: index public.leads_pkey"
    for column in ("indisvalid", "indisready"):
        database.sql(
            f"UPDATE pg_index SET {column} = false WHERE indexrelid = 'leads_pkey'::regclass"  # noqa: S608
        )
        with database.connect() as connection:
            assert [line for line in upgrade.check(connection).tables if line.startswith(broken)]
        database.sql(
            f"UPDATE pg_index SET {column} = true WHERE indexrelid = 'leads_pkey'::regclass"  # noqa: S608
        )
        with database.connect() as connection:
            assert upgrade.check(connection).clean


def test_the_program_says_what_differs_a_line_each(database: Database, doughy: Program) -> None:
    env = administrator(database)
    assert doughy("migrate", "check", env=env).err == "The schema is what it should be.\n"
    step = doughy("migrate", "down", "-1", "--dry-run", env=env)
    assert (step.code, step.err.splitlines()[0]) == (0, "Dry run: nothing was saved.")
    database.sql("ALTER TABLE leads DROP CONSTRAINT leads_score_check")
    database.sql("DROP POLICY leads_member_select ON leads")
    done = doughy("migrate", "check", env=env)
    assert done.code == 1
    assert done.err.splitlines()[:3] == [
        "definition: missing: policy leads_member_select on public.leads",
        "table: missing: constraint leads_score_check on public.leads",
        "doughy: 2 differences.",
    ]
    assert doughy("migrate", "up", env=env).code == 0
    assert doughy("migrate", "check", env=env).err.splitlines()[1:] == [
        "doughy: 1 differences.",
        "  `doughy migrate up` does not mend tables.",
    ]


def test_an_extension_of_the_administrators_is_no_difference(database: Database) -> None:
    # Not every server has one to install, but one can be given more.
    database.sql("CREATE TABLE theirs (id integer PRIMARY KEY)")
    database.sql("CREATE TYPE their_type AS ENUM ('a')")
    database.sql("CREATE FUNCTION their_function() RETURNS integer RETURN 1")
    with database.connect() as connection:
        assert len(upgrade.check(connection).tables) == 5
    for each in ("TABLE theirs", "TYPE their_type", "FUNCTION their_function()"):
        database.sql(f"ALTER EXTENSION plpgsql ADD {each}")
    with database.connect() as connection:
        assert upgrade.check(connection).clean


def test_check_says_what_is_pending(owner: Owner) -> None:
    assert upgrade.check(owner).pending == tuple(REVISIONS)
    upgrade.up(owner)
    assert upgrade.check(owner).clean


def test_below_the_newest_revision_nobody_is_let_in(
    database: Database, ann: Person, doughy: Program
) -> None:
    with database.connect() as connection:
        upgrade.down(connection, "-1")
    done = doughy("leads", "list", "--json", person=ann)
    assert (done.code, done.error["code"]) == (1, "no_schema")
    assert "older revision" in done.error["message"]
    assert "migrate up" in done.error["hint"]
