"""What a member tries with raw SQL against functions that run with the owner's rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg import sql

if TYPE_CHECKING:
    from tests.harness import Database, Person

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
    "SELECT auth.owns_lead(gen_random_uuid())",
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


def test_functions_with_the_owners_rights_look_into_the_temporary_schema_last(
    database: Database,
) -> None:
    found = database.sql(
        "SELECT p.oid::regprocedure::text FROM pg_proc AS p"
        " JOIN pg_namespace AS n ON n.oid = p.pronamespace"
        " WHERE n.nspname IN ('auth', 'internal', 'public') AND p.prosecdef"
        " AND p.proconfig IS DISTINCT FROM ARRAY['search_path=pg_catalog, pg_temp']"
    )
    assert found == []


def test_plain_trigger_functions_name_no_type_and_no_table(database: Database) -> None:
    found = database.sql(
        "SELECT p.proname, p.prosrc FROM pg_proc AS p"
        " JOIN pg_namespace AS n ON n.oid = p.pronamespace"
        " WHERE n.nspname IN ('auth', 'internal', 'public') AND NOT p.prosecdef"
    )
    assert found
    for name, body in found:
        for word in ("::", "DECLARE", "CAST", " FROM ", "INTO", "EXECUTE"):
            if name == "normalise_contact" and word == " FROM ":
                body = body.replace("substring(NEW.phone FROM", "")
            assert word not in body, (name, word)
