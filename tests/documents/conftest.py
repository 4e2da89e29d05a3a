"""What the tests of `doughy docs` have in common: the program run as Ann, files, and what they
belong to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Docs = Callable[..., "Result"]
Add = Callable[..., dict[str, Any]]
File = Callable[..., Path]

PDF = b"%PDF-1.7\n% a deed\n"


@pytest.fixture
def docs(doughy: Program, ann: Person) -> Docs:
    """Run `doughy docs …`, as Ann if nobody else is named."""

    def run(*arguments: object, person: Person = ann, **more: Any) -> Result:
        return doughy("docs", *map(str, arguments), person=person, **more)

    return run


@pytest.fixture
def file(tmp_path: Path) -> File:
    """Make a file to add."""

    def make(name: str = "deed.pdf", content: bytes = PDF) -> Path:
        path = tmp_path / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    return make


@pytest.fixture
def add(docs: Docs) -> Add:
    """Add a document and return it."""

    def run(path: Path, *flags: object, **more: Any) -> dict[str, Any]:
        kind = () if "--type" in flags else ("--type", "deed")
        done = docs("add", path, *kind, *flags, "--json", **more)
        assert done.code == 0, done.err
        found: dict[str, Any] = done.json
        return found

    return run


def some_property(person: Person, street: str) -> str:
    """Add a property in Dayton; return its id."""
    [(made,)] = person.sql(
        "INSERT INTO re_properties (address_line_1, city, state, zip)"
        " VALUES (%s, 'Dayton', 'OH', '45402') RETURNING id",
        street,
    )
    return str(made)


def some_lead(person: Person, name: str, email: str | None = None) -> str:
    """Add a lead; return its id."""
    [(made,)] = person.sql(
        "INSERT INTO leads (name, email) VALUES (%s, %s) RETURNING id", name, email
    )
    return str(made)


def some_deal(person: Person, title: str, property_id: str | None = None) -> str:
    """Add a deal; return its id."""
    [(made,)] = person.sql(
        "INSERT INTO deals (title, stage, property_id) VALUES (%s, 'analyzing', %s) RETURNING id",
        *(title, property_id),
    )
    return str(made)


def kept_files(program: Program) -> list[Path]:
    """Return the files that the local store of this home has."""
    root = program.home / "data" / "documents"
    return sorted(each for each in root.glob("*/*/*") if each.is_file())
