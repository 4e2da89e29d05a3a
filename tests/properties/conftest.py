"""What the tests of `doughy properties` have in common: the program run as Ann."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Properties = Callable[..., "Result"]
Add = Callable[..., dict[str, Any]]

PLACE = ("--city", "Dayton", "--state", "OH", "--zip", "45402")


@pytest.fixture
def properties(doughy: Program, ann: Person) -> Properties:
    """Run `doughy properties …`, as Ann if nobody else is named."""

    def run(*arguments: object, person: Person = ann, **more: Any) -> Result:
        return doughy("properties", *map(str, arguments), person=person, **more)

    return run


@pytest.fixture
def add(properties: Properties) -> Add:
    """Add a property in Dayton and return it."""

    def run(address: str, *flags: object, **more: Any) -> dict[str, Any]:
        done = properties("add", "--address", address, *PLACE, *flags, "--json", **more)
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


def deal(person: Person, property_id: str, title: str = "Maple") -> str:
    """Add a deal about a property; return its id."""
    [(made,)] = person.sql(
        "INSERT INTO deals (property_id, stage, title) VALUES (%s, 'analyzing', %s) RETURNING id",
        *(property_id, title),
    )
    return str(made)


def document(person: Person, kind: str, title: str, property_id: str | None = None) -> str:
    """Add a document; return its id."""
    [(made,)] = person.sql(
        "INSERT INTO re_documents (property_id, type, title, file_url)"
        " VALUES (%s, %s, %s, 'file:1') RETURNING id",
        *(property_id, kind, title),
    )
    return str(made)
