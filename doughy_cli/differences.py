"""How a record differs from what was read of it: what somebody else has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from doughy_cli.output import lines, plain

_LONGEST = 80  # characters of a value
# Every change moves them, and nobody chose their values.
_NOT_TOLD = ("id", "updated_at")


def differences(before: Any, after: Any, *, left_out: tuple[str, ...] = ()) -> list[str]:
    """Return how the dataclass `after` differs from `before`, of the same kind, a line for each
    field: `next action: Call → none`. Fields that are `left_out` are not told."""
    names = (each.name for each in fields(before) if each.name not in (*_NOT_TOLD, *left_out))
    return [
        difference(name, getattr(before, name), getattr(after, name))
        for name in names
        if getattr(before, name) != getattr(after, name)
    ]


def unlike_record(record: Mapping[str, Any], after: Any) -> list[str]:
    """Return how the dataclass `after` differs from the JSON that was read of it before; fields
    that the JSON does not have are not compared."""
    stands: dict[str, Any] = plain(after)
    return [
        difference(name, record[name], stands[name])
        for name in stands
        if name not in _NOT_TOLD and name in record and record[name] != stands[name]
    ]


def difference(name: str, before: Any, after: Any) -> str:
    """Return one field's difference as a line."""
    return f"{name.replace('_', ' ')}: {_shown(before)} → {_shown(after)}"


def _shown(value: Any) -> str:
    text = lines(value) or "none"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
