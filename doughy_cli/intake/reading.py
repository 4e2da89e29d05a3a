"""The rows of a file, each taken or rejected, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from doughy_cli.intake.records import Record, Reject
from doughy_cli.intake.sheet import Sheet

Taken = TypeVar("Taken")
# Told what is being done, how far it has come, and how far it goes, where that is known.
Watch = Callable[[str, int, int | None], None]
_TOLD_EVERY = 1000  # records


@dataclass(slots=True)
class Tally:
    """How many records were read, and how many of them rejected."""

    records: int = 0
    rejected: int = 0


def read_all(
    records: Iterable[Record | Reject],
    read: Callable[[Record], Taken | list[Reject]],
    reject: Callable[[Reject], None],
    tally: Tally,
) -> Iterator[Taken]:
    """Yield what `read` makes of each record; hand to `reject` what it has against one, and
    count both."""
    for record in records:
        tally.records += 1
        outcome = [record] if isinstance(record, Reject) else read(record)
        if isinstance(outcome, list):
            tally.rejected += 1
            for problem in outcome:
                reject(problem)
        else:
            yield outcome


def watched(sheet: Sheet, taken: Iterable[Taken], watch: Watch) -> Iterator[Taken]:
    """Yield what was taken; tell `watch` now and then how far into the file that is."""
    for number, each in enumerate(taken):
        if number % _TOLD_EVERY == 0:
            size = sheet.size
            watch("Reading", sheet.bytes_read if size else number, size)
        yield each
