"""What the tests of `doughy leads` have in common: the program run as Ann."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Leads = Callable[..., "Result"]
Add = Callable[..., dict[str, Any]]


@pytest.fixture
def leads(doughy: Program, ann: Person) -> Leads:
    """Run `doughy leads …`, as Ann if nobody else is named."""

    def run(*arguments: object, person: Person = ann, **more: Any) -> Result:
        return doughy("leads", *map(str, arguments), person=person, **more)

    return run


@pytest.fixture
def add(leads: Leads) -> Add:
    """Add a lead with `leads add` and return it."""

    def run(name: str, *flags: object, **more: Any) -> dict[str, Any]:
        done = leads("add", "--name", name, *flags, "--json", **more)
        assert done.code == 0, done.err
        found: dict[str, Any] = done.json
        return found

    return run
