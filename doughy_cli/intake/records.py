"""What the readers hand on: records, and rejects with their reason."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import NamedTuple, TextIO


class Record(NamedTuple):
    """One row or object: the line it starts on (counted from 1) and its values by header.

    A value is a string, or for JSON whatever JSON has.
    """

    line: int
    values: Mapping[str, object]


class Reject(NamedTuple):
    """Why one record was not taken: where, which column, what stood there.

    `column` is empty when the whole record is meant.
    """

    line: int
    column: str
    value: str
    reason: str


class RejectWriter:
    """Writes rejects as CSV with a header. One record may be rejected for several reasons.

    `stream` is text opened with `newline=""`. Nothing is written before the first reject.
    """

    def __init__(self, stream: TextIO) -> None:
        self._writer = csv.writer(stream)
        self._last_line = 0
        self.records = 0

    def write(self, reject: Reject) -> None:
        if not self.records:
            self._writer.writerow(Reject._fields)
        if reject.line != self._last_line:
            self._last_line = reject.line
            self.records += 1
        self._writer.writerow(reject)
