"""Columns as the text that a file has of them, made by the database while it reads.

COPY sends rows as fast as they are read, and honours row security on the way out; to make each
of them a record first, and text of that, takes ten times as long. The text is the one that
`output` makes of the same values, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Enum,
    Numeric,
    Text,
    Uuid,
    cast,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, aggregate_order_by

_UTC = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
_QUOTE: Any = literal_column("'\"'")


def json_text(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Return a column's value as JSON: times in UTC, decimals and ids as strings, or `null`.

    A column of the type JSON is taken for JSON that is written as it should be.
    """
    if isinstance(column.type, JSON) and not isinstance(column.type, JSONB):
        return cast(column, Text)
    if isinstance(column.type, DateTime):
        written: Any = _moment(column, quote='\\"')
    elif isinstance(column.type, ARRAY | JSONB):
        # With a blank behind each comma, unlike to_json.
        written = cast(func.to_jsonb(column), Text)
    elif column.type.python_type in (int, bool):
        written = cast(column, Text)
    elif isinstance(column.type, Enum | Uuid | Numeric):
        # What has nothing to escape costs half of what to_json does.
        written = _QUOTE.op("||")(cast(column, Text)).op("||")(_QUOTE)
    else:
        written = cast(func.to_json(cast(column, Text)), Text)
    return func.coalesce(written, literal_column("'null'"))


def csv_text(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column's value as a field of CSV; what is empty is NULL, and so is not quoted.

    What holds others must not be NULL.
    """
    if isinstance(column.type, JSON | ARRAY):
        return func.nullif(json_text(column), literal_column("'[]'"))
    written = _moment(column) if isinstance(column.type, DateTime) else cast(column, Text)
    return func.nullif(written, literal_column("''"))


def json_object(columns: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """Return columns as one JSON object, in their order."""
    parts: list[Any] = []
    for name, column in columns.items():
        begun = ", " if parts else "{"
        parts += [literal_column(f"""'{begun}"{name}": '"""), json_text(column)]
    return func.concat(*parts, literal_column("'}'"), type_=JSON)


def json_array(element: ColumnElement[Any], *order: Any) -> ColumnElement[Any]:
    """Return the JSON of many rows as one JSON array; `[]` for none."""
    comma: Any = literal_column("', '")
    joined = func.string_agg(json_text(element), aggregate_order_by(comma, *order))
    return func.concat(literal_column("'['"), joined, literal_column("']'"), type_=JSON)


def _moment(column: ColumnElement[Any], quote: str = "") -> ColumnElement[str]:
    form: Any = literal_column(f"'{quote}{_UTC}{quote}'")
    text = func.to_char(func.timezone(literal_column("'UTC'"), column), form)
    return func.replace(text, literal_column("'.000000Z'"), literal_column("'Z'"))
