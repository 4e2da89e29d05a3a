"""What the tests of `leads dupes` have in common: its groups, by the leads' names or lines."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.leads.conftest import Leads
from tests.leads.importing.conftest import export, load

if TYPE_CHECKING:
    from tests.harness import Person

__all__ = ["export", "load"]

Named = Callable[..., list[list[Any]]]


@pytest.fixture
def dupes(leads: Leads) -> Named:
    """Run `leads dupes …`; return the groups, each as the names of its leads."""

    def run(*flags: object, **more: Any) -> list[list[Any]]:
        done = leads("dupes", *flags, "--json", **more)
        assert done.code == 0, done.err
        return [[lead["name"] for lead in group["leads"]] for group in done.json]

    return run


@pytest.fixture
def in_file(leads: Leads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Named:
    """Write a list and run `leads dupes --file`; return the groups, each as lines and names."""
    monkeypatch.chdir(tmp_path)

    def run(
        content: str | bytes, *flags: object, name: str = "list.csv", person: Person | None = None
    ) -> list[list[Any]]:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        whose = {"person": person} if person else {}
        done = leads("dupes", "--file", name, *flags, "--json", **whose)
        assert done.code == 0, done.err
        return [[lead["line"] or lead["name"] for lead in group["leads"]] for group in done.json]

    return run
