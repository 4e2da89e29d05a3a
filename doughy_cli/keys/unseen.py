"""Keeping this process's memory to itself while it holds keys."""

from __future__ import annotations

import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4  # <linux/prctl.h>


def no_core() -> int | None:
    """Let no core file be written of this process, and (on Linux) no other process of the same
    user read its memory. Root still can.

    Return the limit of core files that there was, for `allow_core`.
    """
    import resource

    limit = None
    with suppress(OSError, ValueError):
        limit, most = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, most))
    if sys.platform == "linux":
        import ctypes

        # Without it, where there is no such call, the limit above is all there is.
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    return limit


def allow_core(limit: int | None) -> None:
    """Give a program that is started from here the limit that there was."""
    import resource

    with suppress(OSError, ValueError):
        if limit is not None:
            _, most = resource.getrlimit(resource.RLIMIT_CORE)
            resource.setrlimit(resource.RLIMIT_CORE, (limit, most))
