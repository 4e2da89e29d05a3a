"""Making, granting, taking and changing what the schema is made of; and becoming an admin."""

# ruff: noqa: S608 -- the statements are made of constants and the world's ids
from __future__ import annotations

import psycopg
import pytest

from tests.schema.attacks.trying import refused, rows
from tests.schema.world import World, attempt

_WHO = ["ann", "sue", "adam", "worker"]


@pytest.mark.parametrize("who", _WHO)
@pytest.mark.parametrize(
    "statement",
    [
        *(f"CREATE TABLE {schema}.mine (id int)" for schema in ("public", "auth", "internal")),
        "CREATE SCHEMA mine",
        "CREATE SCHEMA AUTHORIZATION CURRENT_USER",
        "CREATE VIEW public.mine AS SELECT 1",
        "CREATE MATERIALIZED VIEW public.mine AS SELECT 1",
        "CREATE SEQUENCE public.mine",
        "CREATE TYPE public.mine AS ENUM ()",
        "CREATE DOMAIN public.text AS text",
        "CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        "CREATE FUNCTION auth.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "CREATE OR REPLACE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        "CREATE AGGREGATE public.mine (int) (SFUNC = int4pl, STYPE = int)",
        'CREATE COLLATION public.mine FROM "C"',
        "CREATE CAST (text AS uuid) WITH INOUT AS IMPLICIT",
        "CREATE STATISTICS public.mine ON user_id, email FROM leads",
        "CREATE INDEX ON leads (email)",
        "CREATE RULE mine AS ON SELECT TO leads DO INSTEAD SELECT 1",
        "CREATE RULE mine AS ON INSERT TO leads DO ALSO SELECT 1",
        "CREATE TRIGGER mine AFTER INSERT ON leads EXECUTE FUNCTION pg_temp.f()",
        "CREATE POLICY mine ON leads USING (true)",
        "ALTER POLICY leads_member_select ON leads USING (true)",
        "DROP POLICY leads_member_select ON leads",
        "ALTER TABLE leads DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE leads DISABLE TRIGGER ALL",
        "ALTER TABLE leads ADD COLUMN x text DEFAULT 'x'",
        "ALTER TABLE leads ALTER COLUMN email SET STATISTICS 100",
        "ALTER TABLE leads OWNER TO CURRENT_USER",
        "ALTER FUNCTION auth.uid() OWNER TO CURRENT_USER",
        "ALTER FUNCTION auth.uid() SECURITY INVOKER",
        "ALTER SCHEMA public RENAME TO mine",
        "ALTER TYPE lead_status ADD VALUE 'mine'",
        *(f"TRUNCATE {table}" for table in ("leads", "profiles", "system_logs", "auth.users")),
        "DROP TABLE leads",
        "DROP FUNCTION auth.uid()",
        "DROP OWNED BY doughy_owner",
        "REASSIGN OWNED BY doughy_owner TO CURRENT_USER",
        "REASSIGN OWNED BY CURRENT_USER TO doughy_owner",
        "ALTER DEFAULT PRIVILEGES FOR ROLE doughy_owner GRANT SELECT ON TABLES TO PUBLIC",
        "COMMENT ON TABLE leads IS 'x'",
        "COMMENT ON ROLE doughy_member IS 'x'",
        "REINDEX TABLE leads",
        "CLUSTER leads USING leads_pkey",
        "REFRESH MATERIALIZED VIEW public.leads",
        "GRANT SELECT ON auth.users TO PUBLIC",
        "GRANT USAGE ON SCHEMA internal TO PUBLIC",
        "CREATE TEMPORARY TABLE t (id uuid REFERENCES leads)",
        "SELECT * FROM auth.users",
        "SELECT * FROM auth.schema_version",
        "INSERT INTO auth.document_places (place) VALUES ('s3://mine')",
        "INSERT INTO auth.users (email, login_role) VALUES ('x@example.com', 'x')",
    ],
)
def test_making_and_changing_what_the_schema_is_made_of(
    world: World, who: str, statement: str
) -> None:
    errors = (
        psycopg.errors.InsufficientPrivilege,
        psycopg.errors.WrongObjectType,
        psycopg.errors.InvalidTableDefinition,
        psycopg.errors.UndefinedFunction,
        psycopg.errors.InvalidSchemaName,
    )
    special = ("CREATE RULE", "REFRESH", "CREATE TRIGGER", "CREATE TEMPORARY", "CREATE CAST")
    own = statement.startswith(special)
    refused(world.connections[who], statement, errors if own else errors[0])


@pytest.mark.parametrize("who", ["ann", "adam", "worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "GRANT SELECT ON leads TO PUBLIC",
        "GRANT ALL ON leads TO doughy_service",
        "GRANT EXECUTE ON FUNCTION auth.uid() TO PUBLIC",
        "GRANT USAGE ON SCHEMA public TO PUBLIC",
        "REVOKE SELECT ON leads FROM doughy_member",
        "GRANT CONNECT ON DATABASE {database} TO PUBLIC",
        "ANALYZE leads",
        "VACUUM leads",
    ],
)
def test_what_postgresql_answers_with_a_warning(world: World, who: str, statement: str) -> None:
    """The world's privileges and statistics are compared before and after."""
    counted = "SELECT relpages, reltuples FROM pg_class WHERE oid = 'leads'::regclass"
    before = rows(world.root, counted)
    heard: list[str] = []
    connection = world.connections[who]

    def note(notice: psycopg.errors.Diagnostic) -> None:
        heard.append(notice.severity_nonlocalized or "")

    connection.add_notice_handler(note)
    try:
        connection.execute(statement.format(database=world.database.name).encode())
    except psycopg.errors.InsufficientPrivilege:
        heard.append("ERROR")
    finally:
        connection.remove_notice_handler(note)
    assert heard
    assert set(heard) <= {"WARNING", "ERROR"}
    assert rows(world.root, counted) == before


@pytest.mark.parametrize("who", ["ann", "sue", "worker"])
def test_becoming_an_admin(world: World, who: str) -> None:
    connection, me = world.connections[who], world.people[who].id
    made = f"INSERT INTO profiles (id, email, role) VALUES ('{me}', 'x', 'admin')"
    for path in (
        "UPDATE profiles SET role = 'admin'",
        f"UPDATE profiles SET (full_name, role) = ('x', 'admin') WHERE id = '{me}'",
        f"WITH x AS (UPDATE profiles SET role = 'admin' WHERE id = '{me}' RETURNING 1) TABLE x",
        made,
        f"{made} ON CONFLICT (id) DO UPDATE SET role = 'admin'",
        f"MERGE INTO profiles USING (SELECT 1) AS x ON id = '{me}'"
        " WHEN MATCHED THEN UPDATE SET role = 'admin'",
        "DELETE FROM profiles",
        f"SELECT auth.set_role('{me}', 'admin')",
        "SELECT auth.create_user('eve@example.com', 'x', 'admin')",
        "SELECT auth.create_service('eve', 'x')",
        f"SELECT auth.disable_user('{world.people['adam'].id}')",
        f"SELECT auth.delete_user('{world.people['ben'].id}')",
        f"SELECT auth.reset_password('{world.people['adam'].id}', 'x')",
        "SELECT * FROM auth.list_users()",
        "SELECT auth.set_document_place('s3://mine')",
    ):
        refused(connection, path)


@pytest.mark.parametrize("who", ["ann", "sue", "adam"])
@pytest.mark.parametrize("column", ["id", "email", "created_at", "updated_at"])
def test_changing_who_one_is(world: World, who: str, column: str) -> None:
    connection, me = world.connections[who], world.people[who].id
    refused(connection, f"UPDATE profiles SET {column} = {column} WHERE id = '{me}'")


@pytest.mark.parametrize("privilege", ["TRUNCATE", "REFERENCES", "TRIGGER", "MAINTAIN"])
def test_no_group_has_privileges_that_reach_around_policies(world: World, privilege: str) -> None:
    if privilege == "MAINTAIN" and world.root.info.server_version < 170_000:
        pytest.skip("PostgreSQL 17 brought it")
    found = rows(
        world.root,
        "SELECT c.oid::regclass, r.rolname FROM pg_class AS c, pg_roles AS r"
        " WHERE c.relnamespace::regnamespace::text IN ('public', 'auth') AND c.relkind = 'r'"
        " AND r.rolname IN ('doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service')"
        f" AND has_table_privilege(r.oid, c.oid, '{privilege}')",
    )
    assert found == []


def test_leaving_something_for_an_admin_to_run(world: World) -> None:
    """What a member makes is in their own temporary schema: nobody else's query finds it."""
    ann, adam = world.connections["ann"], world.connections["adam"]
    ann.execute(b"CREATE TEMPORARY TABLE leads AS SELECT 'mine' AS name")
    ann.execute(b"CREATE FUNCTION pg_temp.lower(text) RETURNS text LANGUAGE sql AS 'SELECT 1'")
    ((schema,),) = rows(ann, "SELECT nspname FROM pg_namespace WHERE oid = pg_my_temp_schema()")
    for other in (adam, world.connections["ben"]):
        refused(other, f"SELECT * FROM {schema}.leads")
        refused(other, f"SELECT {schema}.lower('x')")
        assert rows(other, "SELECT 'leads'::regclass::oid = 'public.leads'::regclass::oid") == [
            (True,)
        ]
    assert not attempt(ann, f"GRANT USAGE ON SCHEMA {schema} TO doughy_admin")
    ann.execute(b"DROP FUNCTION pg_temp.lower(text)")
