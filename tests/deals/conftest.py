"""What the tests of `doughy deals` have in common: the program run as Ann, and what she has."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Deals = Callable[..., "Result"]
Add = Callable[..., dict[str, Any]]


@pytest.fixture
def deals(doughy: Program, ann: Person) -> Deals:
    """Run `doughy deals …`, as Ann if nobody else is named."""

    def run(*arguments: object, person: Person = ann, **more: Any) -> Result:
        return doughy("deals", *map(str, arguments), person=person, **more)

    return run


@pytest.fixture
def add(deals: Deals) -> Add:
    """Add a deal with `deals add` and return it."""

    def run(title: str, *flags: object, **more: Any) -> dict[str, Any]:
        done = deals("add", "--title", title, *flags, "--json", **more)
        assert done.code == 0, done.err
        found: dict[str, Any] = done.json
        return found

    return run


@pytest.fixture
def lead(ann: Person) -> str:
    """The id of a lead of Ann's, Ada Quill."""
    return own_lead(ann, "Ada Quill", email="ada@example.com", phone="+19375550190")


@pytest.fixture
def house(ann: Person) -> str:
    """The id of a property of Ann's: 418 Maple Ave, Unit 4, Dayton, OH 45402."""
    return own_property(ann, "418 Maple Ave", address_line_2="Unit 4", arv="200000")


def own_lead(person: Person, name: str, **values: object) -> str:
    """Give a person a lead; return its id."""
    return _insert(person, "leads", {"name": name, **values})


def own_property(person: Person, street: str, **values: object) -> str:
    """Give a person a property in Dayton; return its id."""
    place = {"address_line_1": street, "city": "Dayton", "state": "OH", "zip": "45402"}
    return _insert(person, "re_properties", {**place, **values})


def own_deal(person: Person, title: str, **values: object) -> str:
    """Give a person a deal; return its id."""
    return _insert(person, "deals", {"title": title, "stage": "initial_contact", **values})


def _insert(person: Person, table: str, values: dict[str, object]) -> str:
    marks = ", ".join(["%s"] * len(values))
    statement = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks}) RETURNING id"  # noqa: S608 (the tests' own names)
    [(made,)] = person.sql(statement, *values.values())
    return str(made)
