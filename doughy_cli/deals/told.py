"""What a timeline keeps of values before and after a change, read again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

_MONEY = ("estimated_value",)
_CENTS = Decimal("0.01")


def told_value(name: str, value: Any) -> str | None:
    """Return the value of the field `name` as a text: an amount with its cents, which JSON's
    numbers lose."""
    if value is None:
        return None
    if name in _MONEY and isinstance(value, int | float):
        return str(Decimal(str(value)).quantize(_CENTS))
    return str(value)
