"""Times and money as a screen tells them."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def ago(at: datetime, now: datetime) -> str:
    """Return `3 days ago`, or `in 3 days`."""
    seconds = (now - at).total_seconds()
    if abs(seconds) < _MINUTE:
        return "just now"
    words = _span(abs(seconds))
    return f"{words} ago" if seconds > 0 else f"in {words}"


def due(at: datetime, now: datetime) -> str:
    """Return when something is due: by days, as a person thinks of it."""
    there, here = at.astimezone(now.tzinfo), now
    days = (there.date() - here.date()).days
    day = f"{there:%a %Y-%m-%d}"
    # What was given as a day alone is due at its end, which nobody wants to read.
    clock = "" if (there.hour, there.minute) == (23, 59) else f" {there:%H:%M}"
    if at < now:
        return f"{day}{clock}, overdue by {_span((now - at).total_seconds())}"
    named = {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    return f"{day}{clock}, {named}"


def money(value: Decimal | None) -> str:
    """Return `$120,000`, or `$120,000.50`."""
    if value is None:
        return ""
    return f"${value:,.0f}" if value == value.to_integral_value() else f"${value:,.2f}"


def dollars(value: Decimal | None) -> str:
    """Return `$120,001`: whole dollars, half of one up."""
    return "" if value is None else f"${value.quantize(Decimal(1), ROUND_HALF_UP):,}"


def spoken(word: str) -> str:
    """Return a label of the database's in plain words: `not_interested` → `not interested`."""
    return word.replace("_", " ")


def _span(seconds: float) -> str:
    for size, name in ((_DAY, "day"), (_HOUR, "hour"), (_MINUTE, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count:,} {name}{'' if count == 1 else 's'}"
    return "less than a minute"
