"""The schema is what its document says, but for what `docs/schema-departures.md` lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from doughy_cli.db import upgrade
from tests.schema.conformance import departures, document, shape
from tests.schema.conformance.departures import FIRST, ONLY_THEN, SINCE
from tests.schema.conformance.document import DOCUMENT, TABLES
from tests.schema.matrix import MATRIX

if TYPE_CHECKING:
    from tests.harness import Database

Owner = psycopg.Connection[Any]

LAST = "20260118_install_pgtap"
INDEXES = "SELECT count(*)::integer FROM pg_indexes WHERE schemaname = 'public'"


@pytest.fixture(scope="module")
def page() -> dict[str, shape.Differences]:
    return departures.listed(departures.PAGE.read_text("utf-8"))


def assert_agree(listed: shape.Differences, connection: Owner) -> None:
    """The database departs from the document as listed, and in nothing else."""
    there = shape.differences(document.facts(), shape.read(connection))
    problems = departures.problems(listed, there)
    assert not problems, "\n".join(["docs/schema-departures.md is not what there is:", *problems])


def test_each_difference_is_listed_in_one_place(page: dict[str, shape.Differences]) -> None:
    assert not page[FIRST].keys() & (page[SINCE].keys() | page[ONLY_THEN].keys())
    # What is so at both ends is so from the first on.
    assert not page[SINCE].items() & page[ONLY_THEN].items()


def test_at_head_the_differences_are_those_listed(
    database: Database, page: dict[str, shape.Differences]
) -> None:
    with database.connect() as connection:
        assert_agree(page[FIRST] | page[SINCE], connection)


def test_at_the_documents_last_revision_those_from_the_first_on(
    owner: Owner, page: dict[str, shape.Differences]
) -> None:
    upgrade.up(owner, LAST)
    assert_agree(page[FIRST] | page[ONLY_THEN], owner)


def test_what_is_applied_at_head_is_missing_before(
    owner: Owner, page: dict[str, shape.Differences]
) -> None:
    """Managed SQL is no silent exception: there is none of it, and each absence is listed."""
    upgrade.up(owner, LAST)
    assert owner.execute("SELECT FROM pg_policy").fetchall() == []
    assert owner.execute("SELECT FROM pg_trigger WHERE NOT tgisinternal").fetchall() == []
    managed = {
        fact.name: fact.form
        for fact in document.facts()
        if fact.name.startswith(("policies ", "trigger "))
    }
    listed = {name: pair[0] for name, pair in page[ONLY_THEN].items() if name in managed}
    assert listed == managed


def test_the_documents_migrations_are_revisions_in_its_order() -> None:
    names: list[str] = DOCUMENT["migrations"]["names"]
    revisions = [revision.id for revision in upgrade.history()]
    assert [revision for revision in revisions if revision in names] == names
    # Nothing of ours comes between them.
    assert revisions[1 : len(names) + 1] == names
    assert len(names) == DOCUMENT["totals"]["migrations"]


def test_the_documents_totals(database: Database, owner: Owner) -> None:
    totals: dict[str, int] = DOCUMENT["totals"]
    # It counts one more than it describes.
    assert len(TABLES) == totals["tables"] - 1
    upgrade.up(owner, "20260118_add_enum_types")
    before = count(owner, INDEXES)
    upgrade.up(owner, "20260118_add_composite_indexes")
    assert count(owner, INDEXES) - before == totals["performance_indexes"]
    with database.connect() as connection:
        assert count(connection, INDEXES) >= totals["indexes"]
        assert count(connection, "SELECT count(*)::integer FROM pg_policy") >= totals["policies"]


def count(connection: Owner, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    assert row
    number: int = row[0]
    return number


def test_the_policies_give_what_the_matrix_says(database: Database) -> None:
    """The letters compared with the document are those that the matrix is walked by."""
    with database.connect() as connection:
        given = {
            fact.name: fact.form
            for fact in shape.read(connection)
            if fact.name.startswith("policies ") and fact.table in MATRIX
        }
    wanted = {}
    for table, cells in MATRIX.items():
        own, admins = (
            cells.get("member", ("", ""))[0],
            cells["admin"][1] if "admin" in cells else "",
        )
        wanted[f"policies {table}"] = shape.policies_form(own, admins)
        for kind in ("support", "service"):
            if others := cells.get(kind, ("", ""))[1]:
                wanted[f"policies {table}, {kind}"] = others
    letters = {
        name: "".join(c for c in form if c in "SIUD") if "," in name else form
        for name, form in given.items()
    }
    assert letters == wanted
