"""Whatever the declarations allow is stored, and comes back as it was given."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from sqlalchemy import Column, Numeric, Table, func, insert, select, update

from tests.schema.properties.places import NOT_INSERTED, TABLES, Places, filled
from tests.schema.properties.rows import EXAMPLES, Row, is_key, rows
from tests.schema.properties.strategies import TIDIED

if TYPE_CHECKING:
    from sqlmodel import Session


ENDS = ("completed_at", "lease_expires_at")


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_valid_rows_are_stored_and_changed(places: Places, table: Table) -> None:
    for who in places.writers("INSERT", table):
        store_and_change(places, who, table)


def store_and_change(places: Places, who: str, table: Table) -> None:
    @EXAMPLES
    @given(rows(places, who, "INSERT", table), rows(places, who, "UPDATE", table))
    def check(row: Row, change: Row) -> None:
        with places.undone(who) as session:
            statement = insert(table).values(row)
            if not places.columns(who, "SELECT", table):  # a service writes logs unseen
                unread = statement.inline().execution_options(preserve_rowcount=True)
                assert session.connection().execute(unread).rowcount == 1
                return
            statement = statement.returning(*table.primary_key.columns)
            key = tuple(session.connection().execute(statement).one())
            compare(places, who, session, table, key, row)
            change_row(places, who, session, table, key, change)

    check()


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_rows_of_others_are_changed_by_who_may(places: Places, table: Table) -> None:
    """Profiles and jobs are not made by those who change them."""
    for who in places.writers("UPDATE", table):
        # A person's own changes of a job are few, and a trigger's to judge.
        if who not in places.writers("INSERT", table) and (table.name, who) != ("ai_jobs", "ann"):
            change(places, who, table)


def change(places: Places, who: str, table: Table) -> None:
    key = places.standing(table)

    @EXAMPLES
    @given(rows(places, who, "UPDATE", table))
    def check(change: Row) -> None:
        with places.undone(who) as session:
            change_row(places, who, session, table, key, change)

    check()


def test_each_table_has_a_writer(places: Places) -> None:
    assert {str(each) for each in TABLES if not places.writers("INSERT", each)} == NOT_INSERTED


def change_row(
    places: Places, who: str, session: Session, table: Table, key: tuple[Any, ...], change: Row
) -> None:
    """Change a row and read it again."""
    if change:
        statement = update(table).where(is_key(table, key)).values(change)
        assert session.connection().execute(statement).rowcount == 1
        if table.name == "ai_jobs" and change.get("status") == "cancelled":
            # When a job ended is the database's to say, whoever cancels it.
            change = {name: value for name, value in change.items() if name not in ENDS}
            change["lease_expires_at"] = None
        compare(places, who, session, table, key, change)


def compare(
    places: Places, who: str, session: Session, table: Table, key: tuple[Any, ...], row: Row
) -> None:
    """Read the row again, and hold it against what was given."""
    found = session.connection().execute(select(table).where(is_key(table, key))).mappings().one()
    for name, given_value in row.items():
        column = table.columns[name]
        if name == "updated_at" and found["updated_at"] != given_value:
            assert_touched(session, found["updated_at"])
            continue
        if given_value is None and filled(column):
            assert found[name] in (None, places.people[who].id)
        else:
            assert found[name] == stored(session, column, given_value), name


def assert_touched(session: Session, moment: datetime) -> None:
    [now] = session.connection().execute(select(func.clock_timestamp())).one()
    assert abs((now - moment).total_seconds()) < 60


def stored(session: Session, column: Column[Any], value: Any) -> Any:
    """Return what is stored for a value: rounded, tidied, else itself."""
    if value is None:
        return None
    if isinstance(column.type, Numeric):
        places = Decimal(1).scaleb(-(column.type.scale or 0))
        return Decimal(value).quantize(places, ROUND_HALF_UP)
    if column.table.name in ("leads", "contacts") and column.name in TIDIED:  # type: ignore[attr-defined]
        text = value.strip(" \t\r\n\xa0") or None
        if text is None:
            return None
        if column.name == "phone":
            return tidy_phone(text)
        # How a letter becomes small is the server's business.
        [lower] = session.connection().execute(select(func.lower(text))).one()
        return lower
    return value


def tidy_phone(text: str) -> str:
    """An international number loses its separators, if nothing else is lost with them."""
    number, semicolon, extension = text.partition(";")
    digits = re.sub(r"[ .()-]", "", number)
    fits = (
        re.fullmatch(r"\+[1-9][0-9]{6,14}", digits)
        and re.match(r"\+[1-9]", number)
        and (not semicolon or re.fullmatch(r"ext=[0-9]+", extension))
        and not re.search(r"\( *0", text)
    )
    return f"{digits}{semicolon}{extension}" if fits else text
