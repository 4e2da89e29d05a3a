"""What a change does to deals, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from doughy_cli.deals.rows import DealRow
from doughy_cli.output import lines

_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Event:
    """A line for the timeline: what a person says of a change, or of the deal.

    `metadata` is what programs read of it.
    """

    type: str
    words: str | None
    metadata: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """Deals as they are stored after a change, and how many of them it has changed."""

    rows: list[DealRow]
    changed: int


def words(values: dict[str, Any]) -> str:
    """Return a change as a question says it: `set stage=closing, clear notes`."""
    return ", ".join(
        f"clear {name}" if value is None else f"set {name}={shown(value)}"
        for name, value in values.items()
    )


def shown(value: Any) -> str:
    """Return a value as a sentence holds it: not a whole page of it."""
    text = "–" if value is None else lines(value)
    return text if len(text) <= _LONGEST_WORDS else f"{text[: _LONGEST_WORDS - 1]}…"
