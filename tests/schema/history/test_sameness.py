"""A fresh install, an upgrade from any revision, and a way down and up again are the same."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from doughy_cli.db import catalog, upgrade
from tests.schema.history.states import DOCUMENT, REVISIONS, Owner, definitions, one

if TYPE_CHECKING:
    from tests.harness import Database, Person


@pytest.fixture
def wanted(database: Database) -> dict[str, str]:
    """What a fresh install looks like."""
    with database.connect() as connection:
        return definitions(connection)


def test_each_step_back_equals_the_step_forward(owner: Owner, wanted: dict[str, str]) -> None:
    """And each step from there forward again: so does a way up of any length, which is those
    steps one after the other."""
    forward = {}
    for revision in REVISIONS:
        upgrade.up(owner, revision)
        forward[revision] = definitions(owner)
    assert catalog.differences(forward[revision], wanted) == []
    for revision, later in reversed(list(pairwise(REVISIONS))):
        upgrade.down(owner, revision)
        assert catalog.differences(definitions(owner), forward[revision]) == [], revision
        upgrade.up(owner, later)
        assert catalog.differences(definitions(owner), forward[later]) == [], later
        upgrade.down(owner, revision)


@pytest.mark.parametrize("revision", [REVISIONS[0], DOCUMENT, REVISIONS[-2]])
def test_up_in_one_go_equals_a_fresh_install(
    owner: Owner, wanted: dict[str, str], revision: str
) -> None:
    upgrade.up(owner, revision)
    assert upgrade.status(owner).current == revision
    upgrade.up(owner)
    assert catalog.differences(definitions(owner), wanted) == []


def test_base_leaves_nothing_of_ours(owner: Owner) -> None:
    before = definitions(owner)
    upgrade.up(owner)
    upgrade.down(owner, "base")
    assert catalog.differences(definitions(owner), before) == []
    assert upgrade.down(owner, "base").nothing


def test_base_takes_the_logins_along(database: Database, ann: Person) -> None:
    with database.connect() as connection:
        upgrade.down(connection, "base")
        assert one(connection, "SELECT count(*) FROM pg_roles WHERE rolname = %s", ann.role) == 0


def test_what_is_recorded_is_a_fresh_install(database: Database) -> None:
    """`migrate check` compares tables with migrations/tables.json, and `doctor` definitions with
    definitions.json; this keeps both current."""
    with database.connect() as connection:
        found = catalog.tables(connection)
        managed = catalog.digests(catalog.managed(connection))
    told = "if this is meant: python -m tests.schema.history.record"
    assert catalog.differences(found, upgrade.recorded_tables()) == [], told
    assert catalog.differences(managed, upgrade.recorded_definitions()) == [], told
