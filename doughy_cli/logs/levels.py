"""How serious a log is."""

from __future__ import annotations

from enum import StrEnum


class Level(StrEnum):
    """The levels, the least serious first, as the database's CHECK has them."""

    debug = "debug"
    info = "info"
    warning = "warning"
    error = "error"
    critical = "critical"


def at_least(level: Level) -> list[str]:
    """Return this level and those above it."""
    levels = list(Level)
    return [each.value for each in levels[levels.index(level) :]]


def at_most(level: Level) -> list[str]:
    """Return this level and those below it."""
    levels = list(Level)
    return [each.value for each in levels[: levels.index(level) + 1]]
