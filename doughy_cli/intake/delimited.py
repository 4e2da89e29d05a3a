"""CSV and its relatives: text → records, with the delimiter found and ragged rows dealt with.

The standard `csv` module does the parsing. It is strict about quotes: a stray quote would
otherwise swallow the following lines into one field without a word.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator

from doughy_cli.errors import Failed, Usage
from doughy_cli.intake.lines import LONGEST_FIELD, lines, too_long
from doughy_cli.intake.records import Record, Reject

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_ROWS = 50
_DELIMITER_LINE = re.compile(r"sep=(.)(?:\r\n|\n|\r)")


class Delimited:
    """A delimited file with a header line.

    `headers` are the columns' names, each only once; `notes` say what was renamed. Blank
    lines are skipped, rows that are too short are filled with empty values, rows with more
    values than there are columns are rejected (nobody can say which value is the extra one).
    """

    def __init__(self, chunks: Iterable[str], name: str, delimiter: str | None = None) -> None:
        """Read the header. Raises Failed if there is none, Usage for a bad delimiter."""
        self._name = name
        self._ended = False
        rest = iter(chunks)
        head = next(rest, "")
        # Excel writes `sep=;` as a first line, for itself.
        announced = _DELIMITER_LINE.match(head)
        self.delimiter = delimiter or (announced and announced[1]) or find_delimiter(head)
        if len(self.delimiter) != 1 or self.delimiter in '"\r\n':
            raise Usage(
                f"{self.delimiter!r} cannot separate values", "use a comma, semicolon, tab or |"
            )
        # The limit belongs to the whole process; nothing else in it reads CSV.
        csv.field_size_limit(LONGEST_FIELD)
        self._reader = csv.reader(
            self._lines(head, rest),
            delimiter=self.delimiter,
            skipinitialspace=True,
            strict=True,
        )
        if announced:
            next(self._reader)
        self.headers, self.notes = distinct(self._header())

    def records(self) -> Iterator[Record | Reject]:
        """Yield each row after the header, once. Raises Failed if the file breaks off."""
        while True:
            line = self._reader.line_num + 1
            try:
                for row in self._reader:
                    if len(row) == len(self.headers):
                        if any(row):
                            yield Record(line, dict(zip(self.headers, row, strict=True)))
                    elif any(map(str.strip, row)):
                        yield self._ragged(line, row)
                    line = self._reader.line_num + 1
            except csv.Error as error:
                yield Reject(line, "", "", self._quote_trouble(line, error))
            else:
                return

    def _header(self) -> list[str]:
        line = self._reader.line_num + 1
        try:
            for row in self._reader:
                if any(map(str.strip, row)):
                    return row
                line = self._reader.line_num + 1
        except csv.Error as error:
            reason = self._quote_trouble(line, error)
            raise Failed(
                f"{self._name}, line {line}: the header has {reason}",
                "the first line must name the columns",
                code="bad_file",
            ) from None
        raise Failed(
            f"{self._name} is empty: it has no header line",
            "the first line must name the columns",
            code="bad_file",
        )

    def _ragged(self, line: int, row: list[str]) -> Record | Reject:
        width = len(self.headers)
        if any(map(str.strip, row[width:])):
            surplus = self.delimiter.join(row[width:])
            return Reject(line, "", surplus, f"{len(row)} values for {width} columns")
        row += [""] * (width - len(row))
        return Record(line, dict(zip(self.headers, row, strict=False)))

    def _quote_trouble(self, line: int, error: csv.Error) -> str:
        """The reason to reject one row, or raise Failed where the rest cannot be trusted."""
        if "field limit" in str(error):
            raise too_long(self._name, line, "a value that starts here", LONGEST_FIELD) from None
        if self._ended:
            raise Failed(
                f"{self._name}, line {line}: a quote is opened and never closed",
                "close it, or double it if it belongs to the text",
                code="bad_file",
            ) from None
        return "a quote within a quoted value that is not doubled"

    def _lines(self, head: str, rest: Iterator[str]) -> Iterator[str]:
        yield from lines(_chained(head, rest), self._name)
        self._ended = True


def _chained(head: str, rest: Iterator[str]) -> Iterator[str]:
    yield head
    yield from rest


def find_delimiter(sample: str) -> str:
    """The delimiter under which most rows have as many values as the header has.

    A file with one column has none to find; it reads the same with a comma.
    """
    best, best_score = ",", (0.0, 1)
    for delimiter in DELIMITERS:
        widths = _widths(sample, delimiter)
        if not widths or widths[0] < 2:
            continue
        score = (widths.count(widths[0]) / len(widths), widths[0])
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _widths(sample: str, delimiter: str) -> list[int]:
    widths: list[int] = []
    try:
        for row in csv.reader(
            io.StringIO(sample, newline=""), delimiter=delimiter, skipinitialspace=True
        ):
            if any(row):
                widths.append(len(row))
            if len(widths) == _SAMPLE_ROWS:
                return widths
    except csv.Error:
        return widths
    # The sample may end within a row.
    return widths[:-1] if len(widths) > 2 else widths


def distinct(headers: list[str]) -> tuple[list[str], list[str]]:
    """Give each column a name of its own, and say which were renamed.

    The second `Phone` becomes `Phone (2)`; one without a name `column 7`, after its place.
    """
    names = [" ".join(header.split()) for header in headers]
    taken = set(names)
    seen: set[str] = set()
    notes: list[str] = []
    for place, name in enumerate(names):
        new = name or f"column {place + 1}"
        count = 2
        while new in seen or (new != name and new in taken):
            new = f"{name or f'column {place + 1}'} ({count})"
            count += 1
        if name and new != name:
            notes.append(f'column {place + 1} is a second "{name}"; it is read as "{new}"')
        names[place] = new
        seen.add(new)
    return names, notes
