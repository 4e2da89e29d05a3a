"""The walk over a table: every cell of the matrix tried, and what is not as stated told."""

# ruff: noqa: S608 -- the statements are made of the constants of the matrix
from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

from tests.schema.matrix import MATRIX, UPDATES, granted, qualified
from tests.schema.world import (
    DONE,
    KINDS,
    NOTHING,
    OUTSIDERS,
    PEOPLE,
    POLICY,
    PRIVILEGE,
    UNREAD,
    World,
    outcome,
)

# Only one such row can be: for an INSERT the one that is there goes first.
SINGLE = ("lead_contacts", "re_property_documents", "user_plans")


def wrong_cells(world: World, table: str) -> list[str]:
    """Say in a line each what of the table is not as the matrix states."""
    return list(cells(world, table))


def cells(world: World, table: str) -> Iterator[str]:
    """As `wrong_cells`, one after the other; nothing is left changed.

    Tried as every person, service and outsider: each command on the row of each owner, and
    on the table as a whole.
    """
    before = world.digest()
    for who in KINDS:
        for command in "SIUD":
            for owner in PEOPLE:
                wanted = expected(table, who, owner, command)
                found = _try(world, table, who, owner, command)
                if found != wanted:
                    yield f"{who} {command} {table} of {owner}: {found}, not {wanted}"
        for command in "SUD":
            wanted = expected_of_all(world, table, who, command)
            found = _try_all(world, table, who, command)
            if found != wanted:
                yield f"{who} {command} {table}: {found}, not {wanted}"
        after = world.digest()
        yield from (f"{who} changed {name}" for name in after if after[name] != before[name])
        before = after


def expected(table: str, who: str, owner: str, command: str) -> str:
    """What the matrix says that comes of a command on the owner's row."""
    own, others = _allowed(table, who)
    allowed = own if owner == who else others
    if command in allowed:
        return DONE if "S" in allowed else UNREAD
    if command not in granted(table, KINDS[who]):
        return PRIVILEGE
    return POLICY if command == "I" else NOTHING


def expected_of_all(world: World, table: str, who: str, command: str) -> str:
    """What the matrix says that comes of a command on the table as a whole."""
    own, others = _allowed(table, who)
    if command not in granted(table, KINDS[who]):
        return PRIVILEGE
    if command in others:
        return f"{world.count(table)} rows"
    rows = world.count(table, world.owned(table, who)) if command in own else 0
    return f"{rows} rows" if rows else NOTHING


def _allowed(table: str, who: str) -> tuple[str, str]:
    # An outsider is of no kind, whatever group they are in.
    kind = "" if who in OUTSIDERS else KINDS[who]
    return MATRIX.get(table, {}).get(kind, ("", ""))


def _try(world: World, table: str, who: str, owner: str, command: str) -> str:
    at, where = qualified(table), world.where(table, owner)
    new = table if table in SINGLE else f"new {table}"
    there = f"SELECT count(*) FROM {at} WHERE {where}"
    connection = world.connections[who]
    if command == "S":
        return outcome(connection, f"SELECT 1 FROM {at} WHERE {where}", proof=there)
    if command == "U":
        change = UPDATES[table]
        statement = f"UPDATE {at} SET {change} WHERE {where}"
        return outcome(connection, statement, proof=f"{there} AND {change}")
    if command == "D":
        proof = f"SELECT 1 - count(*) FROM {at} WHERE {where}"
        clear = _clearing(table, world.fill("workspace_id = {workspaces}", owner, table))
        return outcome(connection, *clear, f"DELETE FROM {at} WHERE {where}", proof=proof)
    made = f"SELECT count(*) FROM {at} WHERE {world.where(table, owner, new)}"
    with world.without(table, owner) if table in SINGLE else nullcontext():
        return outcome(connection, world.insert(table, owner, new), proof=made)


def _try_all(world: World, table: str, who: str, command: str) -> str:
    at, connection = qualified(table), world.connections[who]
    if command == "S":
        return outcome(connection, f"SELECT 1 FROM {at}")
    if command == "U":
        # No WHERE and no column read: only the policies on UPDATE stand in the way.
        return outcome(connection, f"UPDATE {at} SET {UPDATES[table]}")
    return outcome(connection, *_clearing(table, "true"), f"DELETE FROM {at}")


def _clearing(table: str, where: str) -> list[str]:
    """A workspace with leads in it stays; that is the foreign key's matter."""
    clear = f"UPDATE public.leads SET workspace_id = NULL WHERE {where}"
    return [clear] if table == "workspaces" else []
