"""A clock that goes on while the computer sleeps, and is never set."""

from __future__ import annotations

import time

_CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


def now() -> float:
    """Return seconds since some moment, the same for all processes of this computer."""
    return time.clock_gettime(_CLOCK)
