"""What was delivered last: where to begin again after the connection was lost, and what to leave
out then.

Another server may answer by then, and one that took over has lost what was not yet copied to it:
it gives the numbers of those transactions to others. So what is new is not told by the cursor
alone, but by reading again from a while before, and leaving out the ids that were delivered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, replace
from uuid import UUID

from doughy_cli.logs.following.cursor import Cursor

KEPT = 60.0  # seconds
MOST = 50_000  # ids, some 8 MB
_STEP = 10.0  # seconds, where nothing is delivered


@dataclass(frozen=True, slots=True)
class _Step:
    at: float
    before: Cursor
    ids: Collection[UUID]


class Recent:
    """The last minute's deliveries, or the last 50,000 rows of it."""

    def __init__(self) -> None:
        self._steps: deque[_Step] = deque()
        self._ids: set[UUID] = set()

    def __contains__(self, row: UUID) -> bool:
        return row in self._ids

    @property
    def beginning(self) -> Cursor | None:
        """The cursor before everything that is remembered."""
        return self._steps[0].before if self._steps else None

    def begin_at(self, cursor: Cursor) -> None:
        """Have `cursor` be the beginning, since another server's numbers are no matter here."""
        self._steps = deque(replace(each, before=cursor) for each in self._steps)

    def add(self, before: Cursor, ids: Collection[UUID], now: float) -> None:
        """Remember that `ids` were delivered from the cursor `before` on, at `now` (seconds)."""
        if not ids and self._steps and now - self._steps[-1].at < _STEP:
            return
        self._steps.append(_Step(now, before, ids))
        self._ids.update(ids)
        while len(self._steps) > 1 and (
            now - self._steps[1].at > KEPT or len(self._ids) - len(self._steps[0].ids) > MOST
        ):
            self._ids.difference_update(self._steps.popleft().ids)
