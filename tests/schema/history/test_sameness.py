"""A fresh install, an upgrade from any revision, and a way down and up again are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from doughy_cli.db import catalog, upgrade
from tests.schema.history.states import REVISIONS, Owner, definitions, one

if TYPE_CHECKING:
    from tests.harness import Database, Person


@pytest.fixture
def wanted(database: Database) -> dict[str, str]:
    """What a fresh install looks like."""
    with database.connect() as connection:
        return definitions(connection)


def test_each_step_back_equals_the_step_forward(owner: Owner, wanted: dict[str, str]) -> None:
    forward = {}
    for revision in REVISIONS:
        upgrade.up(owner, revision)
        forward[revision] = definitions(owner)
    assert catalog.differences(forward[revision], wanted) == []
    for revision in reversed(REVISIONS[:-1]):
        upgrade.down(owner, revision)
        assert catalog.differences(definitions(owner), forward[revision]) == [], revision


def test_up_from_every_revision_equals_a_fresh_install(
    owner: Owner, wanted: dict[str, str]
) -> None:
    upgrade.up(owner)
    assert catalog.differences(definitions(owner), wanted) == []
    for revision in reversed(REVISIONS[:-1]):
        upgrade.down(owner, revision)
        assert upgrade.status(owner).current == revision
        upgrade.up(owner)
        assert catalog.differences(definitions(owner), wanted) == [], revision


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
    """`migrate check` compares tables with migrations/tables.json; this keeps it current."""
    with database.connect() as connection:
        found = catalog.tables(connection)
    assert catalog.differences(found, upgrade.recorded_tables()) == [], (
        "if this is meant: python -m tests.schema.history.record"
    )
