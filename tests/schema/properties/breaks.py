"""Every way in which a column's value can be wrong, from what the tables declare: fixed values,
and random ones of the same kind."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import ARRAY, JSON, Column, Date, DateTime, Enum, Integer, Numeric, String, Uuid

from doughy_cli.db.fits import plain
from doughy_cli.db.rules import INDEXED
from doughy_cli.errors import Conflict, DoughyError, NotPermitted, Usage
from tests.schema.properties.places import PEOPLE, filled, target
from tests.schema.properties.rules import INT, RULES
from tests.schema.properties.strategies import texts

if TYPE_CHECKING:
    from tests.schema.properties.places import Places

Kinds = tuple[type[DoughyError], ...]
NOBODY = UUID("00000000-0000-4000-8000-000000000000")
# Nothing that an index could make shorter.
_LETTERS = random.Random(1)  # noqa: S311 -- not for a secret
_INCOMPRESSIBLE = "".join(_LETTERS.choices("0123456789abcdefghijklmnop", k=20_000))
_NONSENSE = st.text("xyz", min_size=1, max_size=80)


@dataclass(frozen=True)
class Break:
    """Values that a column must refuse, the classes of error that say so, and random others."""

    kind: str
    values: tuple[Any, ...]
    errors: Kinds
    others: st.SearchStrategy[Any] | None = None


def breaks(places: Places, who: str, act: str, column: Column[Any]) -> Iterator[Break]:
    """Yield how a value of `column` can be wrong when somebody writes it."""
    # Triggers put in who writes a new row, and when a row was changed.
    ours = filled(column) if act == "INSERT" else column.server_onupdate is not None
    if not column.nullable and not ours:
        # A policy may look before the column does.
        kinds: Kinds = (Conflict, NotPermitted) if column.foreign_keys else (Conflict,)
        if str(column.table) == "ai_jobs" and who == "ann":
            kinds = (Conflict, NotPermitted)
        yield Break("missing", (None,), kinds)
    yield from _of_type(plain(column.type))
    if column.name in INDEXED.get(column.table.name, ()):  # type: ignore[attr-defined]
        several = isinstance(column.type, ARRAY)
        yield Break("long", ([_INCOMPRESSIBLE] if several else _INCOMPRESSIBLE,), (Usage,))
    for name, rule in RULES.items():
        if rule.column == column.name and name.startswith(f"{column.table.name}_"):  # type: ignore[attr-defined]
            yield Break("rule", rule.refused, (Conflict,), rule.others)
    yield from _pointing(places, who, column)


def _pointing(places: Places, who: str, column: Column[Any]) -> Iterator[Break]:
    pointed_at = target(column)
    if pointed_at is None:
        return
    if who == "ann":
        yield Break("nothing", (NOBODY,), (NotPermitted,), st.uuids())
        yield Break("another's", (places.rows["ben", pointed_at],), (NotPermitted,))
    else:
        # Services write for everybody, and what they point at must only be there; who they
        # themselves are is not theirs to say.
        names_writer = pointed_at == PEOPLE and column.nullable
        yield Break("nothing", (NOBODY,), (NotPermitted if names_writer else Conflict,), st.uuids())


def _of_type(kind: Any) -> Iterator[Break]:
    usage = (Usage,)
    if isinstance(kind, Enum):
        label = kind.enums[0]
        yield Break("label", ("", "nonsense", label.upper(), f"{label} "), usage, _NONSENSE)
    elif isinstance(kind, Integer):
        above = st.integers(INT + 1, 2**80)
        yield Break(
            "range",
            (INT + 1, -INT - 2, 2**63, 2**70),
            usage,
            above | above.map(lambda each: -each - 1),
        )
    elif isinstance(kind, Numeric):
        limit = Decimal(10) ** (kind.precision - kind.scale)
        # The last is below the limit until it is rounded.
        rounded = limit - Decimal(5).scaleb(-kind.scale - 1)
        above = st.decimals(limit, limit**3, allow_nan=False, allow_infinity=False)
        yield Break("range", (limit, -limit, rounded, limit**40), usage, above)
        yield Break("infinite", (Decimal("Infinity"), Decimal("-Infinity")), usage)
        yield Break("nan", (Decimal("NaN"), float("nan")), (Conflict,))
    elif isinstance(kind, ARRAY):
        for each in _of_type(kind.item_type):
            values = tuple(["fine", None, value] for value in each.values)
            others = each.others.map(lambda value: [value]) if each.others is not None else None
            yield Break(each.kind, values, usage, others)
    elif isinstance(kind, JSON):
        nul, half = _spoilt("\0"), _spoilt("\ud800")
        yield Break("nul", ({"a": "b\0"}, {"\0": 1}, [["\0"]]), usage, nul.map(lambda each: [each]))
        yield Break(
            "half", ({"a": "\ud800"}, [{"\udfff": 1}]), usage, half.map(lambda each: {each: each})
        )
        yield Break("nan", ([float("nan")], {"a": [float("-inf")]}), usage)
    elif isinstance(kind, String):
        yield Break("nul", ("\0", "a\0b"), usage, _spoilt("\0"))
        yield Break("half", ("\ud800", "a\udfff"), usage, _spoilt("\udc80"))
        if kind.length:
            longer = st.integers(kind.length + 1, 10**5).map(lambda size: "é" * size)
            yield Break("length", ("x" * (kind.length + 1),), usage, longer)
    elif isinstance(kind, Uuid):
        yield Break("type", ("", "zzz", str(NOBODY)[:-1]), usage, _NONSENSE)
    elif isinstance(kind, DateTime | Date):
        yield Break("type", ("", "nonsense", "2026-13-01", "2026-02-30"), usage, _NONSENSE)
        yield Break("range", ("9999999-01-01",), usage)


def _spoilt(character: str) -> st.SearchStrategy[str]:
    return st.builds(lambda one, other: one + character + other, texts(50), texts(50))
