"""The matrix, tried cell by cell with real logins, and that it speaks of every table."""

# ruff: noqa: S608 -- the statements are made of the constants of the matrix
from __future__ import annotations

import pytest

from tests.schema.matrix import (
    CLOSED,
    GIVEN,
    GRANTED,
    MADE,
    MATRIX,
    granted,
    qualified,
    updatable,
)
from tests.schema.walk import wrong_cells
from tests.schema.world import KINDS, NOTHING, PRIVILEGE, World, outcome


@pytest.mark.parametrize("table", MATRIX | CLOSED)
def test_each_may_do_what_the_matrix_says_and_no_more(world: World, table: str) -> None:
    assert wrong_cells(world, table) == []


def test_a_service_writes_a_line_that_it_may_not_read(world: World) -> None:
    """The one cell whose row the walk cannot read back as the one who made it."""
    made = world.insert("system_logs", "ann", "a line", message="'from the worker'")
    world.connections["worker"].execute(made.encode())
    assert world.count("system_logs", "message = 'from the worker'") == 1


def test_the_matrix_speaks_of_every_table(world: World) -> None:
    found = world.database.sql("""
        SELECT replace(c.oid::regclass::text, 'public.', '')
        FROM pg_class AS c
        WHERE c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
            AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
            AND c.relnamespace::regnamespace::text !~ '^pg_t'
            AND NOT EXISTS (
                SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e'
            )
    """)
    assert {table for (table,) in found} == {*MATRIX, *CLOSED}


def _columns(world: World, table: str) -> list[str]:
    found = world.root.execute(
        "SELECT attname FROM pg_attribute"
        " WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped",
        [qualified(table)],
    )
    return [column for (column,) in found]


@pytest.mark.parametrize("table", MATRIX | CLOSED)
def test_each_may_change_these_columns_and_no_other(world: World, table: str) -> None:
    columns = _columns(world, table)
    wrong = []
    for who, kind in KINDS.items():
        may = updatable(table, kind, set(columns))
        assert may <= set(columns)
        for column in columns:
            # The privilege is asked for before any row is looked for.
            update = f"UPDATE {qualified(table)} SET {column} = DEFAULT WHERE false"
            found = outcome(world.connections[who], update)
            if found != (NOTHING if column in may else PRIVILEGE):
                wrong.append(f"{who} {table}.{column}: {found}")
    assert wrong == []


@pytest.mark.parametrize("table", MATRIX)
def test_each_may_give_these_columns_to_a_new_row_and_no_other(world: World, table: str) -> None:
    columns = _columns(world, table)
    wrong = []
    for who, kind in KINDS.items():
        may = GIVEN.get(table, set(columns)) if "I" in granted(table, kind) else set()
        for column in set(columns) - MADE:
            insert = f"INSERT INTO {qualified(table)} ({column}) SELECT NULL WHERE false"
            found = outcome(world.connections[who], insert)
            if found != (NOTHING if column in may else PRIVILEGE):
                wrong.append(f"{who} {table}.{column}: {found}")
    assert wrong == []


def test_the_privileges_are_those_of_the_matrix(world: World) -> None:
    """And nobody has another: not PUBLIC, nobody by name, no right to TRUNCATE or REFERENCES."""
    found = world.database.sql("""
        SELECT c.oid::regclass::text, a.grantee::regrole::text, a.privilege_type
        FROM pg_class AS c
        CROSS JOIN LATERAL (
            SELECT e.grantee, e.privilege_type FROM aclexplode(c.relacl) AS e
            UNION
            SELECT e.grantee, e.privilege_type
            FROM pg_attribute AS t CROSS JOIN LATERAL aclexplode(t.attacl) AS e
            WHERE t.attrelid = c.oid
        ) AS a
        WHERE c.relnamespace::regnamespace::text IN ('public', 'auth', 'internal')
            AND a.grantee <> c.relowner
    """)
    words = {"S": "SELECT", "I": "INSERT", "U": "UPDATE", "D": "DELETE"}
    assert set(found) == {
        (table, f"doughy_{kind}", words[letter])
        for table, kinds in GRANTED.items()
        for kind, letters in kinds.items()
        for letter in letters
    }


def test_nobody_calls_what_is_internal(world: World) -> None:
    calls = world.database.sql("""
        SELECT format('SELECT %s(%s)', p.oid::regproc,
            (SELECT string_agg('NULL::' || format_type(t, NULL), ', ')
            FROM unnest(p.proargtypes::oid[]) AS t))
        FROM pg_proc AS p
        WHERE p.pronamespace = 'internal'::regnamespace
    """)
    assert len(calls) > 20
    for who, connection in world.connections.items():
        for (call,) in calls:
            assert outcome(connection, call) == PRIVILEGE, (who, call)
