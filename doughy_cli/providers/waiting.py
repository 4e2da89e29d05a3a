"""How long a provider is waited for, and when it is asked again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


@dataclass(frozen=True, slots=True)
class Patience:
    """The limits of one request, in seconds; `whole` is that of all its attempts and waits."""

    connect: float = 5.0
    read: float = 10.0
    whole: float = 30.0
    attempts: int = 4
    first_wait: float = 0.5
    longest_wait: float = 8.0


def backoff(patience: Patience, attempt: int, spread: float | None = None) -> float:
    """Return the seconds to wait after the failed attempt number `attempt` (from 1): doubled
    each time, and spread at random over its upper half, so that many clients do not come back
    at once. `spread` (0 to 1) stands for chance in tests."""
    most = min(patience.first_wait * 2.0 ** (attempt - 1), patience.longest_wait)
    chance = random.random() if spread is None else spread  # noqa: S311 (nothing secret)
    return most * (0.5 + 0.5 * chance)


def asked_wait(header: str | None, now: datetime | None = None) -> float | None:
    """Return the seconds that a Retry-After header asks for (RFC 9110, section 10.2.3: a number
    of seconds, or an HTTP date), 0 for a time that has passed; None without a header that can
    be read."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - (now or datetime.now(UTC))).total_seconds())
