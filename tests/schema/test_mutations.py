"""Each policy matters: without it, or a condition of it, the walk or a probe says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain

import pytest

from doughy_cli.db import catalog
from tests.schema.matrix import MATRIX
from tests.schema.probes import probes
from tests.schema.walk import cells, wrong_cells
from tests.schema.world import World

# What can be broken without anybody noticing, and why that is right. An entry that is noticed
# after all is a mistake here.
HARMLESS = {
    "system_logs: row security off": (
        "every policy there is `true`, for groups; members have no privilege on the table"
    ),
    "ai_jobs_member_update WITH CHECK without status": (
        "which status may follow which, a trigger says before the policy does"
    ),
}
# Slots are one a person: beside them the owner's id stands there for the indexes alone. And the
# policies for SELECT are asked before those for changes, which say the same so as to be one.
TWICE = (
    "USING without user_id",
    "USING without (id = ( SELECT auth.uid() AS uid))",
    "_update USING without own_slot",
    "_delete USING without own_slot",
)


def _terms(condition: str) -> list[str]:
    """The parts that AND joins at the top, as PostgreSQL prints a condition: in parentheses."""
    terms, depth, start = [], 0, 1
    for at, sign in enumerate(condition):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 1 and condition.startswith(" AND ", at):
            terms.append(condition[start:at])
            start = at + len(" AND ")
    return [*terms, condition[start:-1]]


def _column(term: str) -> str:
    """The column of the table that the term is about: the first that is named."""
    found = re.search(r"\w+_(?:id|by|into|at|data|message|slot)\b|status|attempts", term)
    return found[0] if found else term


def _damages(world: World, table: str) -> Iterator[tuple[str, str, str]]:
    """What can be done to a table's policies: its name, the damage, what mends it.

    Conditions go as a whole, and each term of theirs alone; `true` has nothing to lose.
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
            alter = f"ALTER POLICY {name} ON {table} {part}"
            mend = f"{alter} ({condition})"
            if condition != "true":
                yield f"{name} {part} true", f"{alter} (true)", mend
            terms = _terms(condition)
            for term in terms if len(terms) > 1 else ():
                rest = " AND ".join(each for each in terms if each is not term)
                yield f"{name} {part} without {_column(term)}", f"{alter} ({rest})", mend
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
    """The first thing that is wrong with the table; the probes are the shorter way to it."""
    return next(chain(probes(world, table), cells(world, table)), None)


@pytest.mark.parametrize("table", MATRIX)
def test_whatever_is_taken_from_a_policy_is_noticed(world: World, table: str) -> None:
    definitions, rows = catalog.managed(world.root), world.digest()
    wrong = []
    for name, damage, mend in _damages(world, table):
        with _damaged(world, damage, mend):
            noticed = _noticed(world, table)
        if (noticed is None) != (name in HARMLESS or name.endswith(TWICE)):
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
    assert len(set(done)) == len(done)
    dropped = sorted(name.split()[0] for name in done if name.endswith(" dropped"))
    assert dropped == sorted(name for (name,) in policies)
    assert set(done) >= set(HARMLESS)


def _trigger(when: str, body: str) -> tuple[str, str]:
    """A trigger on workspaces, and what takes it and its traces away."""
    return (
        f"CREATE FUNCTION aside() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER "
        f"AS $$ BEGIN {body} END $$;"
        f"CREATE TRIGGER aside {when} EXECUTE FUNCTION aside()",
        "DROP FUNCTION aside CASCADE; DELETE FROM system_logs WHERE message = 'aside'",
    )


@pytest.mark.parametrize(
    ("table", "damage", "mend", "noticed"),
    [
        (
            "deal_events",
            "GRANT DELETE ON deal_events TO doughy_member",
            "REVOKE DELETE ON deal_events FROM doughy_member",
            "ann D deal_events of ben: no row, not no privilege",
        ),
        (
            "auth.users",
            "GRANT SELECT ON auth.users TO doughy_service",
            "REVOKE SELECT ON auth.users FROM doughy_service",
            "worker S auth.users of ann: done, not no privilege",
        ),
        (
            "workspaces",
            *_trigger("BEFORE UPDATE ON workspaces FOR EACH ROW", "RETURN OLD;"),
            "ann U workspaces of ann: one row, and then (0,), not done",
        ),
        (
            "workspaces",
            *_trigger(
                "AFTER UPDATE ON workspaces FOR EACH STATEMENT",
                "INSERT INTO system_logs (level, source, message) VALUES ('info', 'x', 'aside');"
                "RETURN NULL;",
            ),
            "ann changed system_logs",
        ),
    ],
)
def test_the_walk_notices_more_than_policies(
    world: World, table: str, damage: str, mend: str, noticed: str
) -> None:
    """A privilege too many, a change that does not arrive, one that a refusal leaves behind."""
    assert wrong_cells(world, table) == []
    with _damaged(world, damage, mend):
        assert noticed in wrong_cells(world, table)


@pytest.mark.parametrize(
    "table", ["deals", "leads", "messages", "deal_events", "re_documents", "api_keys"]
)
def test_the_owners_id_is_what_an_index_serves(world: World, table: str) -> None:
    ann, plan = world.connections["ann"], f"EXPLAIN TABLE {table}"
    ann.execute(b"SET enable_seqscan = off")
    try:
        assert "Index Cond: (user_id = " in str(ann.execute(plan.encode()).fetchall())
    finally:
        ann.execute(b"RESET ALL")
