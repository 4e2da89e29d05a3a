"""What the tests of `doughy properties import` have in common: a file of their own."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Load = Callable[..., "Result"]


@pytest.fixture
def load(doughy: Program, ann: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Write a file and run `doughy properties import FILE …`, as Ann if nobody else is named."""
    monkeypatch.chdir(tmp_path)

    def run(
        content: str | bytes, *flags: object, name: str = "list.csv", person: Person = ann
    ) -> Result:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        return doughy("properties", "import", name, *map(str, flags), person=person)

    return run


def rejected(path: str) -> list[dict[str, str]]:
    """The rows of a rejects file."""
    with Path(path).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))
