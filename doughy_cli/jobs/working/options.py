"""How a worker is to work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`name` is what the worker is called in `leased_by`; times are in seconds."""

    name: str
    types: tuple[str, ...]
    concurrency: int
    once: bool
    drain: bool
    lease: float
    poll: float
    grace: float
    backoff: float
