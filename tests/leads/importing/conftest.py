"""What the tests of `doughy leads import` have in common: a file of their own, imported by Ann."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Load = Callable[..., "Result"]
Export = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def load(doughy: Program, ann: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Write a file and run `doughy leads import FILE …`, as Ann if nobody else is named."""
    monkeypatch.chdir(tmp_path)

    def run(
        content: str | bytes, *flags: object, name: str = "list.csv", person: Person = ann
    ) -> Result:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        return doughy("leads", "import", name, *map(str, flags), person=person)

    return run


@pytest.fixture
def export(doughy: Program, ann: Person) -> Export:
    """What `leads export` writes, the oldest lead first."""

    def run(*flags: str, person: Person = ann) -> list[dict[str, Any]]:
        done = doughy("leads", "export", "-o", "json", "--with-deleted", *flags, person=person)
        assert done.code == 0, done.err
        found: list[dict[str, Any]] = done.json
        return sorted(found, key=lambda lead: (lead["created_at"], lead["name"]))

    return run


def rejected(path: Path) -> list[dict[str, str]]:
    """The rows of a rejects file."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def wait_for(person: Person, doing: str) -> None:
    """Wait until some session of the person's database is `doing` (a condition in SQL)."""
    deadline = time.monotonic() + 30
    sessions = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND "
    while not person.database.sql(sessions + doing):
        assert time.monotonic() < deadline
        time.sleep(0.05)


BLOCKED = "wait_event_type = 'Lock'"
