"""A migration that fails half-way leaves the database as it was, wherever that is."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from doughy_cli.db import catalog, upgrade
from tests.schema.history.breaking import break_definitions, break_revision, copy
from tests.schema.history.states import HEAD, REVISIONS, Owner, state
from tests.schema.history.writing import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.harness import Database

MANAGED = sorted(each.name for each in (upgrade.migrations() / "sql").glob("*.sql"))


@pytest.fixture(autouse=True)
def _nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    # Copies of a revision that are written within a second would be taken for each other.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)


def fails_without_a_trace(owner: Owner, act: Callable[[], object]) -> str:
    """Run what has to fail; return the database's words, once nothing is left of it."""
    definitions, rows = state(owner)
    with pytest.raises((psycopg.Error, DBAPIError)) as raised:
        act()
    assert owner.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
    after = state(owner)
    assert catalog.differences(after[0], definitions) == []
    assert after[1] == rows
    return str(raised.value)


def fail_everywhere(
    owner: Owner, folder: Path, revision: str, direction: str, act: Callable[[], object]
) -> None:
    """Let a revision fail at its end, and in its middle if it has one."""
    with pytest.MonkeyPatch.context() as patch:
        broken = copy(folder / f"{revision}-{direction}")
        break_revision(broken, revision, direction, None)
        patch.setattr(upgrade, "migrations", lambda: broken)
        ran = re.search(r"failed after (\d+)", fails_without_a_trace(owner, act))
        assert ran, f"{revision} did not fail where it was told to"
        half = int(ran[1]) // 2
        if half == 0:
            return
        broken = copy(folder / f"{revision}-{direction}-{half}")
        break_revision(broken, revision, direction, half)
        patch.setattr(upgrade, "migrations", lambda: broken)
        assert f"failed after {half}" in fails_without_a_trace(owner, act)


def test_a_revision_that_fails_on_the_way_up(owner: Owner, tmp_path: Path) -> None:
    for revision in REVISIONS:

        def go(revision: str = revision) -> object:
            return upgrade.up(owner, revision)

        fail_everywhere(owner, tmp_path, revision, "upgrade", go)
        upgrade.up(owner, revision)
        write(owner)


def test_a_revision_that_fails_on_the_way_down(owner: Owner, tmp_path: Path) -> None:
    upgrade.up(owner)
    write(owner)
    for revision, target in zip(
        reversed(REVISIONS), [*reversed(REVISIONS[:-1]), "base"], strict=True
    ):

        def go(target: str = target) -> object:
            return upgrade.down(owner, target)

        fail_everywhere(owner, tmp_path, revision, "downgrade", go)
        upgrade.down(owner, target)


@pytest.mark.parametrize("middle", [True, False], ids=["middle", "end"])
@pytest.mark.parametrize("name", MANAGED)
def test_definitions_that_fail(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, middle: bool
) -> None:
    broken = copy(tmp_path / "migrations")
    break_definitions(broken / "sql" / name, middle=middle)
    monkeypatch.setattr(upgrade, "migrations", lambda: broken)
    with database.connect() as connection:
        write(connection)
        for act in (upgrade.up, upgrade.check):
            words = fails_without_a_trace(connection, lambda act=act: act(connection))
            assert "division by zero" in words
        monkeypatch.undo()
        assert upgrade.status(connection).current == HEAD
        assert upgrade.check(connection).clean
