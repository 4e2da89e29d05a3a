"""Whether a column can hold a value, and what it asks for if it cannot.

PostgreSQL decides. Of a number that is too big, a word that an enum does not have or a
character that cannot be stored it does not say in which column; this finds the column
afterwards, from the types in `tables/`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, JSON, Date, DateTime, Enum, Integer, Numeric, String, Table, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

from doughy_cli.errors import quoted

_LEAST, _MOST = -(2**31), 2**31 - 1


def misfits(table: Table, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what cannot be stored of `values`, by column: its name, and what it must be
    (`be a whole number up to …, not 2147483648`)."""
    for column in table.columns:
        value = values.get(column.name)
        asked = None if value is None else _asked(column.type, value)
        if asked:
            yield column.name, asked


def plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """Return SQLAlchemy's own type for a type that wraps one, as SQLModel's text does."""
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind


def _asked(kind: TypeEngine[Any], value: Any) -> str | None:
    """Return what a value of this type must be or do, or None if `value` is fine."""
    kind = plain(kind)
    for known, check in _CHECKS:
        if isinstance(kind, known):
            return check(kind, value)
    return None


def _label(kind: Any, value: Any) -> str | None:
    if value in kind.enums:
        return None
    return f"be one of {', '.join(kind.enums)}, not {quoted(value)}"


def _whole(_: Any, value: Any) -> str | None:
    if isinstance(value, int) and _LEAST <= value <= _MOST:
        return None
    return f"be a whole number from {_LEAST} to {_MOST}, not {quoted(value)}"


def _number(kind: Any, value: Any) -> str | None:
    limit = 10 ** (kind.precision - kind.scale)
    try:
        number = Decimal(value)
        if number.is_nan() or abs(round(number, kind.scale)) < limit:
            return None
    except (InvalidOperation, OverflowError, ValueError, TypeError):
        pass  # no number, or infinite, or too long to be rounded: too big in any case
    return f"be a number below {limit}, not {quoted(value)}"


def _items(kind: Any, values: Any) -> str | None:
    asked = (_asked(kind.item_type, each) for each in values if each is not None)
    return next((each for each in asked if each), None)


def _text(kind: Any, value: Any) -> str | None:
    if "\0" in value or any("\ud800" <= each <= "\udfff" for each in value):
        return "not hold a character that cannot be stored (NUL or half of a pair)"
    # Blanks beyond the length are cut off, as the standard wants it.
    if kind.length is not None and len(value.rstrip(" ")) > kind.length:
        return f"not be longer than {kind.length} characters"
    return None


def _json(_: Any, value: Any) -> str | None:
    waiting = [getattr(value, "obj", value)]  # psycopg's wrapper, where there is one
    while waiting:
        each = waiting.pop()
        if isinstance(each, float) and not math.isfinite(each):
            return f"not hold {each}, which JSON does not have"
        if isinstance(each, dict):
            waiting += [*each, *each.values()]
        elif isinstance(each, list | tuple):
            waiting += each
        elif isinstance(each, str) and (asked := _text(_TEXT, each)):
            return asked
    return None


def _read_by(read: Callable[[str], Any], what: str) -> Callable[[Any, Any], str | None]:
    def check(_: Any, value: Any) -> str | None:
        try:
            if isinstance(value, str):
                read(value)
        except ValueError:
            return f"be {what}, not {quoted(value)}"
        return None

    return check


_TEXT = String()
# The first that is a type's own class or above it: an Enum is a String, too.
_CHECKS: tuple[tuple[type[Any], Callable[[Any, Any], str | None]], ...] = (
    (Enum, _label),
    (Integer, _whole),
    (Numeric, _number),
    (ARRAY, _items),
    (JSON, _json),
    (String, _text),
    (Uuid, _read_by(UUID, "an id")),
    (DateTime, _read_by(datetime.fromisoformat, "a date and time (2026-01-31T12:00:00Z)")),
    (Date, _read_by(date.fromisoformat, "a date (2026-01-31)")),
)
