"""Rows by the e-mail or the phone under which somebody is reached."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import col, select

from doughy_cli.db.tables import METADATA
from doughy_cli.emails import normal_email
from doughy_cli.phones import normal_phone


def reached_statement(value: str, *, table: str, column: str) -> Any:
    """Return the statement that reads the ids of two rows of a table that are not deleted and
    have this e-mail or phone, at most."""
    columns = METADATA.tables[table].c
    these = (columns[column] == value, columns.is_deleted.is_(False))
    return select(columns.id).where(*these).limit(2)


def reached_by(table: Any, text: str, region: str) -> list[ColumnElement[bool]]:
    """Return the conditions that a row of `table` has `text` as its e-mail or phone, the likelier
    first; none if `text` can be neither."""
    # Plain comparisons: the only ones that row security lets an index answer.
    if "@" in text:
        address = normal_email(text)
        return [col(table.email) == address] if address else []
    number = normal_phone(text, region)
    if number is None:
        return []
    # Somebody who knows the number may not know the extension.
    return [col(table.phone) == number, func.starts_with(table.phone, f"{number};")]
