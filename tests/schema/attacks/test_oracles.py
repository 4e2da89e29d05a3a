"""Asking whether a row of somebody else's exists: unique indexes, keys, and how errors sound."""

# ruff: noqa: S608 -- the statements are made of constants and the world's ids
from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.harness import Cluster
from tests.schema.attacks.trying import refused, rows, touched
from tests.schema.world import World, make_world

_TAKEN = psycopg.errors.UniqueViolation


@pytest.fixture
def own_world(cluster: Cluster) -> Iterator[World]:
    """A world to change."""
    with make_world(cluster) as made:
        yield made


@pytest.mark.parametrize(
    ("column", "value"), [("email", "a@example.com"), ("phone", "+14155550100")]
)
def test_asking_by_email_or_phone_whether_somebody_has_a_lead(
    own_world: World, column: str, value: str
) -> None:
    ann, ben = own_world.connections["ann"], own_world.connections["ben"]
    made = f"INSERT INTO leads (name, {column}) VALUES ('x', '{value}')"
    assert touched(ben, made) == 1
    refused(ben, made, _TAKEN)
    with ann.transaction():
        ann.execute(b"SET LOCAL doughy.skip_taken = on")
        assert touched(ann, made) == 1
        assert touched(ann, made) == 0
    # One's own are refused, and nothing is said of Ben's.
    said = refused(ann, made, _TAKEN)
    assert str(own_world.people["ben"].id) not in said


def test_asking_whether_a_property_has_an_active_deal(own_world: World) -> None:
    ann, ben = own_world.connections["ann"], own_world.connections["ben"]
    made = (
        "INSERT INTO deals (stage, title, property_id)"
        f" VALUES ('x', 'x', '{own_world.row('ben', 're_properties')}')"
    )
    free = refused(ann, made)
    assert touched(ben, made) == 1
    assert refused(ann, made) == free
    refused(ben, made, _TAKEN)


def test_asking_which_services_somebody_keeps_keys_for(own_world: World) -> None:
    made = "INSERT INTO api_keys (service, key_ciphertext) VALUES ('openai', 'x')"
    assert touched(own_world.connections["ben"], made) == 1
    assert touched(own_world.connections["ann"], made) == 1


@pytest.mark.parametrize("table", ["leads", "contacts", "deals", "re_properties", "workspaces"])
def test_asking_by_id_whether_a_row_exists_says_nothing_of_it(world: World, table: str) -> None:
    """That an id is taken cannot be hidden, and it is random: neither owner nor content shows."""
    ann, bens = world.connections["ann"], str(world.row("ben", table))
    made = world.insert(table, "ann", "new " + table).replace(
        str(world.row("ann", "new " + table)), bens
    )
    said = refused(ann, made, _TAKEN)
    assert str(world.people["ben"].id) not in said
    assert "Key (" not in said


@pytest.mark.parametrize("table", ["leads", "deals", "re_documents", "api_keys"])
def test_locking_rows_of_somebody_else(world: World, table: str) -> None:
    ann, ben = world.connections["ann"], world.row("ben", table)
    for strength in ("UPDATE", "NO KEY UPDATE", "SHARE", "KEY SHARE"):
        assert rows(ann, f"SELECT 1 FROM {table} WHERE id = '{ben}' FOR {strength} NOWAIT") == []


def test_sampling_and_addressing_rows_by_place(world: World) -> None:
    ann, me = world.connections["ann"], world.people["ann"].id
    for asked in (
        "leads TABLESAMPLE SYSTEM (100)",
        "leads TABLESAMPLE BERNOULLI (100) REPEATABLE (1)",
        "leads WHERE ctid >= '(0,0)'",
        "leads WHERE xmin::text <> '0' AND cmin IS NOT NULL AND tableoid IS NOT NULL",
    ):
        assert rows(ann, f"SELECT DISTINCT user_id FROM {asked}") == [(me,)]


def test_counting_with_a_sequence(world: World) -> None:
    """Ids are drawn by lot: no counter tells how many rows others make."""
    kept = "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace > 16383"
    assert rows(world.root, kept) == []
