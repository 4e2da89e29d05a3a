"""What the tests of `doughy contacts` have in common: the program run as Ann."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Contacts = Callable[..., "Result"]
Add = Callable[..., dict[str, Any]]


@pytest.fixture
def contacts(doughy: Program, ann: Person) -> Contacts:
    """Run `doughy contacts …`, as Ann if nobody else is named."""

    def run(*arguments: object, person: Person = ann, **more: Any) -> Result:
        return doughy("contacts", *map(str, arguments), person=person, **more)

    return run


@pytest.fixture
def add(contacts: Contacts) -> Add:
    """Add a contact and return it."""

    def run(first_name: str, *flags: object, **more: Any) -> dict[str, Any]:
        done = contacts("add", "--first-name", first_name, *flags, "--json", **more)
        assert done.code == 0, done.err
        found: dict[str, Any] = done.json
        return found

    return run


@pytest.fixture
def lead(doughy: Program, ann: Person) -> dict[str, Any]:
    """A lead of Ann's."""
    done = doughy(
        *("leads", "add", "--name", "Ada Quill", "--email", "ada@example.com", "--json"), person=ann
    )
    found: dict[str, Any] = done.json
    return found
