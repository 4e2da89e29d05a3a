"""What a timeline keeps of values before and after a change, read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from doughy_cli.deals.rows import DealEventRow, EventLine

_MONEY = ("estimated_value",)
_CENTS = Decimal("0.01")
_MINUTES = "%Y-%m-%d %H:%M"


def told_value(name: str, value: Any) -> str | None:
    """Return the value of the field `name` as a text: an amount with its cents, which JSON's
    numbers lose."""
    if value is None:
        return None
    if name in _MONEY and isinstance(value, int | float):
        return str(Decimal(str(value)).quantize(_CENTS))
    return str(value)


def told_changes(metadata: Any) -> Iterator[tuple[str, str | None, str | None]]:
    """Yield each field that an event tells the change of: its name, before and after."""
    before, after = sides(metadata)
    for name in after:
        if before and before.get(name) != after[name]:
            yield name, told_value(name, before.get(name)), told_value(name, after[name])


def sides(metadata: Any) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return before and after of what an event keeps; nothing of what is no change."""
    if not isinstance(metadata, Mapping):
        return {}, {}
    found = [metadata.get(side) for side in ("before", "after")]
    before, after = (each if isinstance(each, Mapping) else {} for each in found)
    return before, after


def words_of(description: str | None, metadata: Any) -> str:
    """Return an event in words: its description, else what it says was changed."""
    changes = told_changes(metadata)
    return description or ", ".join(
        f"{name.replace('_', ' ')} {before or '–'} → {after or '–'}"
        for name, before, after in changes
    )


def event_line(row: DealEventRow) -> EventLine:
    """Return an event as a table shows it."""
    words = words_of(row.description, row.metadata)
    return EventLine(_local(row.created_at), row.event_type, words, row.created_by_email)


def _local(at: datetime) -> str:
    return at.astimezone().strftime(_MINUTES)
