"""Up to where the log was read, told by transactions: `created_at` alone would lose what commits
late, because it says when a transaction began.

`system_logs.xid` is the transaction that wrote a row. A snapshot says which transactions were
settled when it was taken (docs: pg_snapshot): all below `xmin`, none from `xmax` on, and between
them all that are not among `running`. What one snapshot shows and an earlier one did not is what
has been committed meanwhile, exactly.

A standby does not tell which transactions are running. There, all from `xmin` on may be, and what
is delivered of those is remembered by transaction (a transaction's rows appear all at once).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was settled when rows were read, as `pg_current_snapshot()` tells it."""

    xmin: int
    xmax: int
    running: frozenset[int]

    @classmethod
    def read(cls, text: str) -> Self:
        """Read PostgreSQL's `xmin:xmax:running,…`."""
        xmin, xmax, running = text.split(":")
        return cls(int(xmin), int(xmax), frozenset(map(int, filter(None, running.split(",")))))

    @property
    def exact(self) -> bool:
        """Whether `running` is known: on a standby none are told, though there are some."""
        return bool(self.running) or self.xmin == self.xmax


@dataclass(frozen=True, slots=True)
class Cursor:
    """Which rows were delivered: those of transactions below `upto` that are not in `open`, those
    of `ahead`, and of `partial` those up to an id."""

    upto: int
    open: frozenset[int] = frozenset()
    ahead: frozenset[int] = frozenset()
    partial: Mapping[int, UUID] = field(default_factory=dict)

    @classmethod
    def at(cls, snapshot: Snapshot, ahead: frozenset[int] = frozenset()) -> Self:
        """Return the cursor behind all that a snapshot shows; where it is not exact, `ahead` are
        the transactions from its `xmin` on whose rows it shows."""
        if snapshot.exact:
            return cls(snapshot.xmax, snapshot.running)
        return cls(snapshot.xmin, ahead=ahead)

    def after(self, read: Sequence[tuple[int, UUID]], snapshot: Snapshot, *, full: bool) -> Cursor:
        """Return the cursor behind rows that were read in one snapshot from here on.

        `read` are their transactions and ids, in this order; `full` says that there may be more
        behind the last of them.
        """
        # What was left of a transaction has been read, be it nothing.
        done = frozenset(xid for xid, _ in read).union(self.partial)
        if not full:
            return self._behind_all(done, snapshot)
        last, last_id = read[-1]
        done = frozenset(xid for xid in done if xid < last)
        partial = {xid: row for xid, row in self.partial.items() if xid > last} | {last: last_id}
        if snapshot.exact:
            upto = max(self.upto, last)
            open_ = {x for x in self.open if x >= last} | {x for x in snapshot.running if x < upto}
            return Cursor(upto, frozenset(open_), _from(upto, self.ahead - {last}), partial)
        upto = max(self.upto, min(snapshot.xmin, last))
        open_ = {x for x in self.open if x >= last or x >= snapshot.xmin} - done
        ahead = _from(upto, (self.ahead | done) - {last})
        return Cursor(upto, frozenset(open_), ahead, partial)

    def _behind_all(self, done: frozenset[int], snapshot: Snapshot) -> Cursor:
        if snapshot.exact:
            return Cursor(max(self.upto, snapshot.xmax), snapshot.running)
        upto = max(self.upto, snapshot.xmin)
        still = frozenset(x for x in self.open if x >= snapshot.xmin) - done
        return Cursor(upto, still, _from(upto, self.ahead | done))


def _from(first: int, transactions: frozenset[int]) -> frozenset[int]:
    return frozenset(x for x in transactions if x >= first)
