"""Conditions of the asker's own that tell of each row they are tried on."""

# ruff: noqa: S608 -- the statements are made of constants
from __future__ import annotations

from typing import Any

import psycopg
import pytest

from tests.schema.attacks.trying import rows
from tests.schema.world import World

_TELL = """
    CREATE FUNCTION pg_temp.tell(anyelement) RETURNS boolean LANGUAGE plpgsql
    {} COST 0.0000001 AS $$ BEGIN RAISE NOTICE 'told %', $1; RETURN true; END $$
"""
_TABLES = ("leads", "messages", "deals", "deal_events", "api_keys", "profiles", "re_documents")


def _heard(connection: psycopg.Connection[Any], statement: str) -> list[str]:
    heard: list[str] = []

    def note(notice: psycopg.errors.Diagnostic) -> None:
        heard.append(notice.message_primary or "")

    connection.add_notice_handler(note)
    try:
        rows(connection, statement)
    finally:
        connection.remove_notice_handler(note)
    return heard


@pytest.mark.parametrize("table", _TABLES)
@pytest.mark.parametrize("kind", ["STABLE", "IMMUTABLE", "VOLATILE"])
def test_a_function_that_costs_nothing_and_tells(world: World, table: str, kind: str) -> None:
    ann = world.connections["ann"]
    ann.execute(_TELL.format(kind).encode())
    own = {f"told {value}" for (value,) in rows(ann, f"SELECT id FROM {table}")}
    assert own
    for settings in ("", "SET enable_indexscan = off; SET enable_bitmapscan = off"):
        ann.execute(settings.encode())
        heard = _heard(ann, f"SELECT 1 FROM {table} AS t WHERE pg_temp.tell(t.id)")
        assert set(heard) == own
    ann.execute(b"DROP FUNCTION pg_temp.tell(anyelement)")


def test_calling_a_function_harmless_that_is_not(world: World) -> None:
    """Only a superuser may say that a function tells nothing."""
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="leakproof"):
        world.connections["ann"].execute(_TELL.format("LEAKPROOF").encode())


@pytest.mark.parametrize(
    "condition",
    [
        *("name::integer > 0", "1 / (length(name) - length(name)) > 0", "name::uuid IS NOT NULL"),
        *("(name || 'x')::date > now()", "pg_temp.raise(name)", "name ~ ('(' || name)"),
    ],
)
def test_a_condition_that_fails_with_the_value(world: World, condition: str) -> None:
    """It fails with the value of one's own row, or not at all: never with another's."""
    ann = world.connections["ann"]
    ann.execute(
        b"CREATE OR REPLACE FUNCTION pg_temp.raise(text) RETURNS boolean LANGUAGE plpgsql"
        b" COST 0.0001 AS $$ BEGIN RAISE EXCEPTION 'is %', $1; END $$"
    )
    _name(world, ann="anns", ben="bens")
    try:
        foreign = f"leads WHERE CASE WHEN user_id <> auth.uid() THEN {condition} END"
        assert rows(ann, f"SELECT 1 FROM {foreign}") == []
        with pytest.raises(psycopg.Error) as raised:
            ann.execute(f"SELECT 1 FROM leads WHERE {condition}".encode())
        assert "bens" not in str(raised.value)
    finally:
        _name(world, ann="x", ben="x")


def _name(world: World, **names: str) -> None:
    """Name people's leads, without a trigger that notes it."""
    world.root.execute(b"SET session_replication_role = replica")
    for who, name in names.items():
        owner = world.people[who].id
        world.root.execute("UPDATE leads SET name = %s WHERE user_id = %s", [name, owner])
    world.root.execute(b"RESET session_replication_role")


def test_an_operator_named_as_the_policies_operator(world: World) -> None:
    ann = world.connections["ann"]
    ann.execute(
        b"CREATE FUNCTION pg_temp.always(uuid, uuid) RETURNS boolean LANGUAGE sql AS 'SELECT true'"
    )
    ann.execute(
        b"CREATE OPERATOR pg_temp.= (FUNCTION = pg_temp.always, LEFTARG = uuid, RIGHTARG = uuid)"
    )
    ann.execute(b"SET search_path = pg_temp, pg_catalog, public")
    me = world.people["ann"].id
    assert rows(ann, "SELECT DISTINCT user_id FROM leads") == [(me,)]
    assert rows(ann, "SELECT auth.uid()") == [(me,)]
    ann.execute(b"DROP OPERATOR pg_temp.= (uuid, uuid)")
    ann.execute(b"DROP FUNCTION pg_temp.always(uuid, uuid)")
