"""Which field of a row the database has refused, and what the field must be.

PostgreSQL names a column, a constraint, an index, or nothing. The rest comes from the
statement that SQLAlchemy kept with the error: its table and its values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import psycopg
from sqlalchemy import Table

from doughy_cli.db.fits import misfits
from doughy_cli.db.rules import INDEXED, RULES, WORKERS
from doughy_cli.db.tables import METADATA

_ANOTHER = "Nothing was saved. Give {} another value and run it again."
_WRITES = re.compile(r"\s*(?:INSERT INTO|UPDATE) ([\w.]+)")
_HIDDEN = re.compile(r'new row violates row-level security policy for table "(\w+)"')
# How SQLAlchemy numbers the values of several rows in one statement.
_NUMBER = re.compile(r"(?:__|_m)\d+$")


def explain_refusal(error: BaseException, original: psycopg.Error) -> tuple[str, str] | None:
    """Return a message that names the field, and what to do; None if no field is to blame.

    `error` is what was raised, `original` psycopg's own error in it.
    """
    told = original.diag
    state = original.sqlstate or ""
    if state == "23502" and told.column_name:
        return _missing(told.column_name, told.table_name)
    if state.startswith("23") and told.constraint_name:
        return _rule(told.constraint_name, told.table_name or "", told.message_primary or "")
    if state == "42501":
        hidden = _HIDDEN.match(told.message_primary or "")
        refuser = METADATA.tables.get(hidden[1]) if hidden else None
        return None if refuser is None else _not_own(refuser, _written(error)[1])
    if state == "54000":
        return _too_long(*_written(error))
    return explain_misfit(error)


def explain_misfit(error: BaseException) -> tuple[str, str] | None:
    """Return which value its column cannot hold, and what to do; None if each fits."""
    table, rows = _written(error)
    if table is None:
        return None
    for column, asked in (each for row in rows for each in misfits(table, row)):
        # Of two bounds, the narrower one is the one to know.
        rule = RULES.get(f"{table.name}_{column}_check")
        words = rule if rule and asked.startswith("be a") else f"{column} must {asked}"
        return f"{words}.", _ANOTHER.format(column)
    return None


def _rule(name: str, table: str, message: str) -> tuple[str, str] | None:
    """Return the words for a CHECK, a unique index, a primary key or a foreign key."""
    if name in RULES:
        return f"{RULES[name]}.", _ANOTHER.format(RULES[name].split()[0])
    there = METADATA.tables.get(table)
    if name == f"{table}_pkey" and there is not None:
        keys = " and ".join(column.name for column in there.primary_key)
        return f"There is a row with this {keys} already.", _ANOTHER.format(keys)
    column = name.removeprefix(f"{table}_").removesuffix("_fkey")
    if message.startswith("update or delete"):
        return (
            f"It is still in use: {column} of rows in {table} points at it.",
            f"Delete those rows first, or change their {column}.",
        )
    return _nowhere(column)


def _nowhere(column: str) -> tuple[str, str]:
    return f"{column} points at nothing: there is no such row.", _ANOTHER.format(column)


def _not_own(table: Table, rows: list[dict[str, Any]]) -> tuple[str, str]:
    """Return which fields can have brought a policy to refuse a row: one that is missing, those
    that point at somebody's rows, and those that are not for people to write."""
    for column in table.columns:
        # Without an argument it is a trigger that fills the column.
        filled = column.server_default is not None and not column.server_default.has_argument
        if not (column.nullable or filled) and any(row.get(column.name, 0) is None for row in rows):
            return _missing(column.name, table.name)
    given = {name for row in rows for name, value in row.items() if value is not None}
    points = {key.parent.name for key in table.foreign_keys}.union(WORKERS.get(table.name, ()))
    names = [each.name for each in table.columns if each.name in points]
    blamed = ", ".join([each for each in names if each in given] or names)
    return (
        f"{table.name} takes only what is yours, and this is not: {blamed}.",
        "Nothing was saved. Give ids of rows of your own.",
    )


def _missing(column: str, table: str | None) -> tuple[str, str]:
    there = METADATA.tables.get(table or "")
    if there is not None and column == "user_id" and not there.c.user_id.foreign_keys:
        # The owner is that of the row it belongs to, which is not there.
        return _nowhere(next(each.name for each in there.columns if each.foreign_keys))
    return f"{column} is missing: {table} needs it.", f"Nothing was saved. Give {column} a value."


def _too_long(table: Table | None, rows: list[dict[str, Any]]) -> tuple[str, str] | None:
    """Return which of a table's indexed texts does not fit into its index: the longest."""
    sizes = {
        name: len(str(row[name]).encode(errors="replace"))
        for row in rows
        for name in (INDEXED.get(table.name, ()) if table is not None else ())
        if row.get(name) is not None
    }
    if not sizes:
        return None
    column = max(sizes, key=lambda name: sizes[name])
    return (
        f"{column} is too long for its index: some 2,600 bytes fit.",
        f"Nothing was saved. Shorten {column} and run it again.",
    )


def _written(error: BaseException) -> tuple[Table | None, list[dict[str, Any]]]:
    """Return the table that a failed statement would have changed, and the rows it had."""
    found = _WRITES.match(getattr(error, "statement", None) or "")
    table = METADATA.tables.get(found[1]) if found else None
    given = getattr(error, "params", None) or {}
    many = [given] if isinstance(given, Mapping) else list(given)
    return table, [row for each in many if isinstance(each, Mapping) for row in _rows(each)]


def _rows(values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the rows of one statement: `name__0` and `name__1` are two rows' `name`."""
    rows: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        number = _NUMBER.search(name)
        rows.setdefault(number[0] if number else "", {})[_NUMBER.sub("", name)] = value
    yield from rows.values()
