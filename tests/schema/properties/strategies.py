"""Values that a column takes, from what the tables declare: the nastiest that there are.

A new column or table is covered without a word here; a type that is not known is an error.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import (
    ARRAY,
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Enum,
    Integer,
    Numeric,
    String,
    Table,
    Uuid,
)

from doughy_cli.db.fits import plain
from doughy_cli.db.rules import INDEXED
from tests.schema.properties.rules import INT, RULES

# An index entry holds 2,704 bytes, of up to four columns; a character has up to four.
LONGEST_INDEXED = 150
_LONG = 20_000

# Right to left, zero width, combining, a joined emoji, the last plane, markup, SQL, a formula.
_ODD = (
    *("", " ", "\u202eevil", "\u200b", "e\u0301\u0327", "👩‍👩‍👧", "\U0010ffff", "\ufeff", "ﷺ"),
    *("[red]", "'; DROP TABLE leads; --", "=1+1", "\x1b[2J", "\r\n\t", "\\x00", "NULL", "İıß"),
)
_CHARACTERS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])


def texts(longest: int = _LONG) -> st.SearchStrategy[str]:
    """Any text of any script, empty ones and very long ones."""
    short = st.text(_CHARACTERS, max_size=min(longest, 40))
    length = st.sampled_from([longest, longest - 1])
    return (
        short
        | st.sampled_from([each for each in _ODD if len(each) <= longest])
        | st.builds(lambda one, size: one * size, _CHARACTERS, length)
    )


_BLANKS = st.sampled_from(["", " ", "\t", "\xa0", " \r\n"])
_PHONES = st.sampled_from(
    [
        *("+1 (815) 890-8301", "+44 (0)20 7946 0000", "+1.815.890.8301;ext=12", "815 890 8301"),
        *("+1 8", "+0 1234567", "+1-815-890-8301 x5", "call me", "+", "+1234567890123456 7", ""),
    ]
) | st.from_regex(r"\+[0-9 .()-]{1,20}(;ext=[0-9]{1,5})?", fullmatch=True)
_EMAILS = st.sampled_from(
    ["Ann@Example.COM", "İ@EXAMPLE.com", "no at all", "a@b", '"A B"@example.com', ""]
) | texts(LONGEST_INDEXED - 10)


def _padded(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds(lambda left, text, right: left + text + right, _BLANKS, strategy, _BLANKS)


# What a trigger tidies, in every form.
TIDIED = {"email": _padded(_EMAILS), "phone": _padded(_PHONES)}

_OFFSETS = st.integers(-15 * 60, 15 * 60).map(lambda each: timezone(timedelta(minutes=each)))
_TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=_OFFSETS)  # noqa: DTZ001
_TURNS = st.sampled_from([datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)])

_LEAVES = (
    st.none() | st.booleans() | st.integers(-(10**50), 10**50) | st.floats(-1e15, 1e15) | texts(200)
)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts(30), inner, max_size=4),
    max_leaves=12,
)


def _deep(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = {"in": [value]}
    return value


_JSON = (
    st.dictionaries(texts(30), _TREES, max_size=4)
    | st.lists(_TREES, max_size=4)
    | st.integers(50, 150).map(_deep)
)


def _decimals(kind: Any) -> st.SearchStrategy[Decimal]:
    most = (Decimal(10) ** kind.precision - 1).scaleb(-kind.scale)
    many = st.decimals(-most, most, places=kind.scale + 4)
    return st.decimals(-most, most, places=kind.scale) | many | st.sampled_from([most, -most])


_BY_TYPE: tuple[tuple[type[Any], Callable[[Any, int], st.SearchStrategy[Any]]], ...] = (
    (Enum, lambda kind, _: st.sampled_from(kind.enums)),
    (Boolean, lambda *_: st.booleans()),
    (Integer, lambda *_: st.integers(-INT - 1, INT)),
    (Numeric, lambda kind, _: _decimals(kind)),
    (ARRAY, lambda *_: st.lists(st.none() | texts(LONGEST_INDEXED), max_size=5)),
    (JSON, lambda *_: _JSON),
    (String, lambda kind, longest: texts(kind.length or longest)),
    (Uuid, lambda *_: st.uuids()),
    (DateTime, lambda *_: _TIMES | _TURNS),
    (Date, lambda *_: st.dates(date.min, date.max)),
)


def values(column: Column[Any]) -> st.SearchStrategy[Any]:
    """Return what a column takes, None apart; keys of other rows are not its business."""
    table = column.table
    assert isinstance(table, Table)
    for name, rule in RULES.items():
        if rule.column == column.name and name.startswith(f"{table.name}_"):
            return rule.fits
    if column.name in TIDIED and table.name in ("leads", "contacts"):
        return TIDIED[column.name]
    indexed = column.name in INDEXED.get(table.name, ())
    declared = plain(column.type)
    for kind, make in _BY_TYPE:
        if isinstance(declared, kind):
            return make(declared, LONGEST_INDEXED if indexed else _LONG)
    raise TypeError(f"{column}: no values are known for {column.type!r}")
