"""What a change does to deals, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from doughy_cli.deals.rows import DealRow
from doughy_cli.output import lines

NOTE = "note_added"
_LONGEST_WORDS = 60


@dataclass(frozen=True, slots=True)
class Event:
    """A line for the timeline: what a person says of a change, or of the deal.

    `metadata` is what programs read of it. `always` says it even of a deal that is like that
    already.
    """

    type: str
    words: str | None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    always: bool = False

    def told(self) -> str | None:
        """Return the metadata as JSON; None if there are none."""
        return json.dumps(dict(self.metadata)) if self.metadata else None


@dataclass(frozen=True, slots=True)
class DealChange:
    """What one deal is to become.

    `seen` is the deal as the person has seen it: if it is another by now, the change is refused.
    `values` are by column, None empties one; `events` go to the timeline after the change.
    """

    seen: DealRow
    values: Mapping[str, Any]
    events: tuple[Event, ...] = ()


def words(values: Mapping[str, Any]) -> str:
    """Return a change as a question says it: `set stage=closing, clear notes`."""
    return ", ".join(
        f"clear {name}" if value is None else f"set {name}={shown(value)}"
        for name, value in values.items()
    )


def shown(value: Any) -> str:
    """Return a value as a sentence holds it: not a whole page of it."""
    text = "–" if value is None else lines(value)
    return text if len(text) <= _LONGEST_WORDS else f"{text[: _LONGEST_WORDS - 1]}…"
