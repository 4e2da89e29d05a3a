"""How long to wait before something is tried again."""

from __future__ import annotations

import random

LONGEST = 600.0  # seconds


def delay(attempt: int, base: float, longest: float = LONGEST) -> float:
    """Return the seconds to wait after the `attempt`-th try (1 is the first).

    Twice as long each time, up to `longest`; a random half of it is left away, so that what
    failed together is not tried again together ("equal jitter": M. Brooker, "Exponential Backoff
    and Jitter", AWS Architecture Blog, 2015).
    """
    whole = min(longest, base * 2.0 ** min(attempt - 1, 60))
    return whole * random.uniform(0.5, 1.0)  # noqa: S311 (nothing secret)
