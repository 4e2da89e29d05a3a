"""Functions that run with the owner's rights: fooling them, and calling what is not for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

from tests.schema.attacks.trying import refused, rows

if TYPE_CHECKING:
    from tests.harness import Cluster, Database, Person
    from tests.schema.world import World

_EVIL = """
    CREATE FUNCTION pg_temp.evil() RETURNS boolean LANGUAGE plpgsql AS $$
    BEGIN
        RAISE NOTICE 'ran as %', current_user;
        RETURN true;
    END $$
"""
# Every name of a type that the functions use.
_TYPES = ("text", "uuid", "name", "boolean", "integer", "jsonb", "timestamptz", "bigint", "record")
_CALLS = (
    "SELECT auth.uid()",
    "SELECT * FROM auth.me()",
    "SELECT auth.change_password('x')",
    "SELECT * FROM public.messages",
    "UPDATE public.messages SET status = 'read'",
    "SELECT * FROM public.deal_events",
    "SELECT auth.analyze_leads()",
    "SELECT auth.merge_lead_events(gen_random_uuid(), gen_random_uuid(), '{}')",
    "SELECT auth.unmerge_lead_events(gen_random_uuid())",
    "INSERT INTO public.leads (name, status) VALUES ('Mine', 'new')",
    "UPDATE public.leads SET status = 'active', score = 5",
    "INSERT INTO public.deals (title, status, stage, lead_id)"
    " SELECT 'd', 'active', 'x', id FROM public.leads",
    "UPDATE public.deals SET stage = 'y'",
    "UPDATE public.profiles SET full_name = 'x'",
    "INSERT INTO public.api_keys (service, key_ciphertext) VALUES ('openai', 'x')",
    "DELETE FROM public.leads",
    "SELECT * FROM auth.list_users()",
)


def test_a_type_in_the_temporary_schema_is_not_taken_for_the_real_one(ann: Person) -> None:
    heard: list[str] = []
    with ann.connect() as connection:
        connection.add_notice_handler(lambda notice: heard.append(notice.message_primary or ""))
        connection.execute(_EVIL)
        for each in _TYPES:
            kind = "pg_catalog.text" if each == "record" else f"pg_catalog.{_REAL.get(each, each)}"
            connection.execute(
                sql.SQL("CREATE DOMAIN pg_temp.{} AS {} CHECK (pg_temp.evil())").format(
                    sql.Identifier(each), sql.SQL(kind)
                )
            )
        for call in _CALLS:
            try:
                connection.execute(sql.SQL(call))
            except psycopg.Error:
                continue  # refused is as good; what counts is who ran the check
        connection.execute("SELECT 'x'::pg_temp.text")
    assert set(heard) == {f"ran as {ann.role}"}
    assert ann.sql("SELECT pg_has_role(session_user, 'doughy_owner', 'MEMBER')") == [(False,)]


_REAL = {"boolean": "bool", "integer": "int4", "bigint": "int8"}


def test_a_table_in_the_temporary_schema_is_not_taken_for_the_real_one(
    ann: Person, database: Database
) -> None:
    with ann.connect() as connection:
        connection.execute("CREATE TEMPORARY TABLE users AS SELECT 'x' AS login_role")
        connection.execute("CREATE TEMPORARY TABLE profiles AS SELECT 'admin' AS role")
        connection.execute("CREATE TEMPORARY TABLE pg_class (oid oid)")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM auth.list_users()")
        assert connection.execute("SELECT auth.uid()").fetchone() == (ann.id,)


@pytest.mark.parametrize("who", ["ann", "sue", "adam", "worker"])
def test_calling_what_only_triggers_and_policies_call(world: World, who: str) -> None:
    connection = world.connections[who]
    functions = rows(
        world.root,
        "SELECT p.proname, p.pronargs FROM pg_proc AS p"
        " WHERE p.pronamespace = 'internal'::regnamespace",
    )
    assert len(functions) > 20
    for name, arguments in functions:
        given = ", ".join(["NULL"] * arguments)
        refused(connection, f"SELECT internal.{name}({given})")
    refused(connection, "SELECT * FROM internal.find_user(NULL)")
    connection.execute(b"CREATE TEMPORARY TABLE t (id uuid, user_id uuid, email text, phone text)")
    for name in ("fill_user_id", "touch", "log_plans", "change_role"):
        refused(
            connection,
            f"CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION internal.{name}()",
        )


def test_asking_functions_about_others_with_odd_arguments(world: World) -> None:
    """What people may call answers about nobody but the caller."""
    ann = world.connections["ann"]
    callable_by_members = rows(
        world.root,
        "SELECT p.oid::regprocedure::text FROM pg_proc AS p"
        " WHERE p.pronamespace = 'auth'::regnamespace"
        " AND has_function_privilege('doughy_member', p.oid, 'EXECUTE') ORDER BY 1",
    )
    assert [name for (name,) in callable_by_members] == [
        *("auth.analyze_leads()", "auth.change_password(text)", "auth.document_places()"),
        "auth.me()",
        *("auth.merge_lead_events(uuid,uuid,jsonb)", "auth.own_slot()", "auth.uid()"),
        "auth.unmerge_lead_events(uuid)",
    ]
    assert [row[0] for row in rows(ann, "SELECT id FROM auth.me()")] == [world.people["ann"].id]
    for verifier in ("NULL", "''", "'a secret'", "'SCRAM-SHA-256$1:x$y:z'", "repeat('x', 9999)"):
        said = refused(
            ann, f"SELECT auth.change_password({verifier})", psycopg.errors.InvalidParameterValue
        )
        assert "secret" not in said
        assert "xxx" not in said


def test_taking_over_a_login_of_another_database(database: Database, cluster: Cluster) -> None:
    """A database named like this one and a part of an e-mail: its people are not ours."""
    from doughy_cli.db import bootstrap, upgrade
    from tests.harness import Database

    other = Database(cluster, f"{database.name}/x")
    with cluster.connect() as connection:
        bootstrap.bootstrap(connection, other.name)
    try:
        with other.connect() as connection:
            upgrade.up(connection)
        victim = other.add("eve@example.com")
        admin = database.add("admin@example.com", "admin")
        verifier = "SELECT rolpassword FROM pg_authid WHERE rolname = %s"
        before = database.sql(verifier, victim.role)
        with pytest.raises(psycopg.errors.UniqueViolation, match="not ours"):
            admin.sql("SELECT auth.create_user(%s, %s)", "x/eve@example.com", before[0][0])
        assert victim.sql("SELECT auth.uid()") == [(victim.id,)]
        assert database.sql(verifier, victim.role) == before
    finally:
        other.drop()
