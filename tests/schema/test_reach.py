"""Rows of one's own do not reach somebody else's, by what they point at or whose they become."""

# ruff: noqa: S608 -- the statements are made of the constants of the matrix
from __future__ import annotations

import psycopg
import pytest

from tests.schema import probes
from tests.schema.matrix import granted
from tests.schema.world import World


@pytest.mark.parametrize("who", ["ann", "sue", "adam"])
@pytest.mark.parametrize(("table", "column", "parent"), probes.POINTERS)
def test_a_row_cannot_point_at_what_is_not_ones_own(
    world: World, who: str, table: str, column: str, parent: str
) -> None:
    assert list(probes.wrong_pointers(world, table, column, parent, who)) == []


def test_every_column_that_points_at_a_persons_row_is_probed(world: World) -> None:
    """By its foreign key: of a table that members write, or of a link."""
    found = world.database.sql("""
        SELECT c.relname, a.attname
        FROM pg_constraint AS k
        JOIN pg_class AS c ON c.oid = k.conrelid
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
        WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace
    """)
    known = {(table, column) for table, column, _ in (*probes.POINTERS, *probes.HANDS)}
    for table, (one, _, other, _) in probes.LINKS.items():
        known |= {(table, one), (table, other)}
    for table, (parent, _) in probes.EVENTS.items():
        known |= {(table, parent), (table, "created_by")}
    # No member writes a plan.
    assert set(found) == known | {("user_plans", "user_id")}


@pytest.mark.parametrize(("table", "column", "parent"), probes.HANDS)
def test_a_row_never_changes_hands(world: World, table: str, column: str, parent: str) -> None:
    assert list(probes.wrong_hands(world, table, column, parent)) == []


@pytest.mark.parametrize("table", probes.LINKS)
def test_both_ends_of_a_link_are_ones_own(world: World, table: str) -> None:
    assert list(probes.wrong_links(world, table)) == []


@pytest.mark.parametrize("table", probes.EVENTS)
def test_events_are_written_in_ones_own_name(world: World, table: str) -> None:
    assert list(probes.wrong_names(world, table)) == []


@pytest.mark.parametrize("table", probes.SLOTS)
def test_nothing_is_asked_before_the_policies(world: World, table: str) -> None:
    assert list(probes.asked_late(world, table)) == []


def test_nobody_tells_of_a_merge_that_was_none(world: World) -> None:
    assert list(probes.wrong_merges(world)) == []


@pytest.mark.parametrize(
    ("table", "key", "parent"),
    [
        *((table, "lead_id", "leads") for table in ("messages", "lead_events")),
        *((table, "deal_id", "deals") for table in ("deal_events", "ai_jobs")),
    ],
)
def test_what_belongs_to_something_is_its_owners(
    world: World, table: str, key: str, parent: str
) -> None:
    """Whatever a service says, who may write for everybody; and wherever it is moved."""
    root, worker = world.root, world.connections["worker"]
    ann, ben = (world.people[name].id for name in ("ann", "ben"))
    whose = f"SELECT user_id FROM {table} WHERE {world.where(table, 'ben', 'new ' + table)}"
    made = world.insert(table, "ben", "new " + table, user_id=f"'{ann}'")
    writer = root if table == "ai_jobs" else worker
    writer.execute(made.encode())
    try:
        assert root.execute(whose.encode()).fetchall() == [(ben,)]
        mover = worker if "U" in granted(table, "service") else root
        for name, owner in (("ann", ann), ("ben", ben)):
            there = world.where(table, "ben", "new " + table)
            move = f"UPDATE {table} SET {key} = '{world.row(name, parent)}' WHERE {there}"
            assert mover.execute(move.encode()).rowcount == 1
            assert root.execute(whose.encode()).fetchall() == [(owner,)]
    finally:
        root.execute(
            f"DELETE FROM {table} WHERE {world.where(table, 'ben', 'new ' + table)}".encode()
        )


def test_no_link_joins_what_two_people_have(world: World) -> None:
    """Nobody makes one, an administrator of the database included."""
    for a, b in (("ann", "ben"), ("ben", "ann")):
        ends = {
            "property_id": f"'{world.row(a, 're_properties')}'",
            "document_id": f"'{world.row(b, 're_documents')}'",
        }
        with pytest.raises(psycopg.errors.NotNullViolation):
            world.root.execute(world.insert("re_property_documents", a, **ends).encode())
