"""Each policy matters: without it, or with its condition gone, the walk or a probe says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import pytest

from doughy_cli.db import catalog
from tests.schema.matrix import MATRIX
from tests.schema.probes import probes
from tests.schema.walk import cells
from tests.schema.world import World

# What can be broken without anybody noticing, and why that is right. An entry that is noticed
# after all is a mistake here.
HARMLESS = {
    "system_logs: row security off": (
        "every policy there is `true`, for groups; members have no privilege on the table"
    ),
}


def _damages(world: World, table: str) -> Iterator[tuple[str, str, str]]:
    """What can be done to a table's policies: its name, the damage, what mends it.

    A condition that is `true` already has nothing to lose.
    """
    found = world.root.execute(
        """
        SELECT policyname, cmd, array_to_string(roles, ', '), qual, with_check
        FROM pg_policies
        WHERE schemaname = 'public' AND tablename = %s
        ORDER BY policyname
        """,
        [table],
    ).fetchall()
    assert found
    for name, command, roles, using, check in found:
        parts = {"USING": using, "WITH CHECK": check}
        had = {part: condition for part, condition in parts.items() if condition is not None}
        whole = " ".join(f"{part} ({condition})" for part, condition in had.items())
        create = f"CREATE POLICY {name} ON {table} FOR {command} TO {roles} {whole}"
        yield f"{name} dropped", f"DROP POLICY {name} ON {table}", create
        for part, condition in had.items():
            if condition != "true":
                alter = f"ALTER POLICY {name} ON {table} {part} "
                yield f"{name} {part} true", f"{alter} (true)", f"{alter} ({condition})"
    row_security = f"ALTER TABLE {table} {{}} ROW LEVEL SECURITY"
    off, on = row_security.format("DISABLE"), row_security.format("ENABLE")
    yield f"{table}: row security off", off, on


@contextmanager
def _damaged(world: World, damage: str, mend: str) -> Iterator[None]:
    world.root.execute(damage.encode())
    try:
        yield
    finally:
        world.root.execute(mend.encode())


def _noticed(world: World, table: str) -> str | None:
    """The first thing that is wrong with the table."""
    return next(chain(cells(world, table), probes(world, table)), None)


@pytest.mark.parametrize("table", MATRIX)
def test_whatever_is_taken_from_a_policy_is_noticed(world: World, table: str) -> None:
    definitions, rows = catalog.managed(world.root), world.digest()
    wrong = []
    for name, damage, mend in _damages(world, table):
        with _damaged(world, damage, mend):
            noticed = _noticed(world, table)
        if (noticed is None) != (name in HARMLESS):
            wrong.append(f"{name}: {noticed}")
        # Nothing of it is left, or the next would be noticed for this one.
        assert world.digest() == rows, name
    assert wrong == []
    assert catalog.managed(world.root) == definitions
    assert _noticed(world, table) is None


def test_every_policy_is_damaged(world: World) -> None:
    """And what is said to be harmless is something that is tried."""
    done = [name for table in MATRIX for name, _, _ in _damages(world, table)]
    policies = world.database.sql("SELECT policyname FROM pg_policies ORDER BY 1")
    dropped = sorted(name.split()[0] for name in done if name.endswith(" dropped"))
    assert dropped == sorted(name for (name,) in policies)
    assert set(done) >= set(HARMLESS)
