"""Whatever a column cannot take is refused, nothing of it is stored, and what a person is told
names the column."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Table, insert, update

from doughy_cli.cli import explain
from doughy_cli.errors import DoughyError
from tests.schema.properties.breaks import Break, breaks
from tests.schema.properties.places import TABLES, Places, plain
from tests.schema.properties.rows import EXAMPLES, Row, is_key, rows

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_each_column_refuses_each_wrong_value(places: Places, table: Table) -> None:
    before = places.content(table)
    for who in places.writers("INSERT", table):
        row = least(places, who, table)
        for column, broken in wrong(places, who, "INSERT", table):
            for value in broken.values:
                refused(
                    places, who, insert(table).inline(), row | {column.name: value}, column, broken
                )
    assert places.content(table) == before


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_no_change_brings_a_wrong_value(places: Places, table: Table) -> None:
    for who in places.writers("UPDATE", table):
        if (table.name, who) == ("ai_jobs", "ann"):
            continue  # the one change of a person's, of the status, a trigger judges
        key = places.standing(table)
        statement = update(table).where(is_key(table, key))
        before = places.content(table)
        for column, broken in wrong(places, who, "UPDATE", table):
            for value in broken.values:
                refused(places, who, statement, {column.name: value}, column, broken)
        assert places.content(table) == before


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_random_rows_with_one_wrong_value(places: Places, table: Table) -> None:
    before = places.content(table)
    for who in places.writers("INSERT", table):
        refuse_random(places, who, table)
    assert places.content(table) == before


def refuse_random(places: Places, who: str, table: Table) -> None:
    able = [each for each in wrong(places, who, "INSERT", table) if each[1].others is not None]

    @EXAMPLES
    @given(rows(places, who, "INSERT", table), st.sampled_from(able), st.data())
    def check(row: Row, chosen: tuple[Column[Any], Break], data: st.DataObject) -> None:
        column, broken = chosen
        assert broken.others is not None
        value = data.draw(broken.others)
        refused(places, who, insert(table).inline(), row | {column.name: value}, column, broken)

    check()


def wrong(places: Places, who: str, act: str, table: Table) -> Iterator[tuple[Column[Any], Break]]:
    """Yield each column that somebody may write with each way in which it can be wrong."""
    for column in places.columns(who, act, table):
        for broken in breaks(places, who, act, column):
            yield column, broken


def least(places: Places, who: str, table: Table) -> Row:
    """Return the least row that somebody can add."""
    row = plain(table, lambda name: places.own(who, name))
    if table.name == "ai_jobs":
        row["deal_id"] = places.own(who, "deals")
    return row


def refused(
    places: Places, who: str, statement: Any, row: Row, column: Column[Any], broken: Break
) -> None:
    """Run the statement, and hold what a person is told against what is wrong."""
    what = f"{who}: {column} {broken.kind}"
    with places.undone(who) as session, pytest.raises(Exception) as caught:
        session.connection().execute(statement.values(row))
        pytest.fail(f"{what} was taken")
    said = explain(caught.value)
    assert isinstance(said, broken.errors), f"{what}: {said!r}"
    assert names(said, column.name), f"{what}: {said.message}"
    assert said.hint and len(said.message) < 300, f"{what}: {said.message} {said.hint}"


def names(said: DoughyError, name: str) -> bool:
    return re.search(rf"\b{name}\b", said.message) is not None
