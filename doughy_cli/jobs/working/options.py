"""How a worker is to work: the flags of `doughy jobs work`."""

from __future__ import annotations

from dataclasses import dataclass

LEASE = 60.0
POLL = 2.0
GRACE = 30.0
BACKOFF = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`name` is what the worker is called in `leased_by`; times are in seconds."""

    name: str
    types: tuple[str, ...]
    concurrency: int = 1
    once: bool = False
    drain: bool = False
    lease: float = LEASE
    poll: float = POLL
    grace: float = GRACE
    backoff: float = BACKOFF
