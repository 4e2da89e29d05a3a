"""Rows to stdout, words to stderr.

A record is a frozen dataclass: its fields are the JSON's and the CSV's, its `TABLE` names
the columns of a table. All formats are made here from the same rows.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import Any, TextIO
from uuid import UUID

from doughy_cli.json_text import JsonText
from doughy_cli.listed import MOST
from doughy_cli.options import Flags, Format, field_names
from doughy_cli.wrapping import wrapped

SHORT_ID = 8
TABLE_LIMIT = 50
WIDE_TERMINAL = 120

Row = Any  # a frozen dataclass's instance
Named = tuple[str, Sequence[str], Sequence[str]]  # a record's NAMED, see `listed.keep`
Keep = Callable[[Named, Sequence[Row]], None]


def plain(value: Any) -> Any:
    """Return `value` as JSON has it: UTC with Z, decimals as strings, arrays for lists."""
    if isinstance(value, datetime):
        text = value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        return text.replace(".000000Z", "Z")
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if dataclasses.is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    return value


# What can move a cursor, ring, recolour, or turn the line round is shown as what it is.
_HARMFUL = {"Cc", "Cf", "Zl", "Zp", "Cs"}
_EXTENSION = ";ext="  # in a phone as it is stored
_JOINERS = {"\u200c", "\u200d"}  # needed inside words of some scripts, and in emoji


def visible(text: str) -> str:
    r"""Return `text` with control and direction characters shown as escapes (`\x1b`)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        each
        if unicodedata.category(each) not in _HARMFUL or each in _JOINERS
        else each.encode("unicode_escape", "surrogatepass").decode()
        for each in text
    )


def cell(value: Any, *, short: bool = False) -> str:
    """Return `value` as one cell of a table (`short`: ids cut, times local) or of TSV."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if short and isinstance(value, UUID):
        return str(value)[:SHORT_ID]
    if short and isinstance(value, datetime):
        return value.astimezone().date().isoformat()
    if short and isinstance(value, str) and value.startswith("+"):
        return visible(value.replace(_EXTENSION, "x"))  # of a phone, as people write it
    if isinstance(value, list | tuple) and all(isinstance(each, str) for each in value):
        return visible(", ".join(value))
    if isinstance(value, list | tuple | dict):
        return visible(json.dumps(plain(value), ensure_ascii=False))
    return visible(str(plain(value)))


def lines(value: Any) -> str:
    """Return `value` as one record shows it: times local, what is nested a line each."""
    if isinstance(value, datetime):
        return value.astimezone().strftime("%Y-%m-%d %H:%M")
    if dataclasses.is_dataclass(value):
        value = [value]
    if isinstance(value, list | tuple) and value and dataclasses.is_dataclass(value[0]):
        return "\n".join(map(_nested, value))
    return cell(value)


def _nested(row: Row) -> str:
    """Return the fields of what is nested as one line, first and last name as one name."""
    line = ""
    for name in field_names(type(row)):
        if part := _part(name, getattr(row, name)):
            gap = " " if name == "last_name" else "  "
            line += f"{gap if line else ''}{part}"
    return line


def _part(name: str, value: Any) -> str:
    """Return a field of what is nested: a bare yes or no would say nothing."""
    if isinstance(value, bool):
        return name.removeprefix("is_").replace("_", " ") if value else ""
    return cell(value, short=True)


def csv_cell(value: Any) -> str:
    """Return `value` as a CSV field that an import reads back as the same value."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | dict):
        return json.dumps(plain(value), ensure_ascii=False) if value else ""
    return str(plain(value))


class Output:
    """Where one run's data and words go; each stream is looked at on its own."""

    def __init__(
        self,
        flags: Flags,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
        keep: Keep | None = None,
    ) -> None:
        """`keep` is given what was listed for a person, so that a shell can complete it."""
        self.flags = flags
        self._keep = keep
        self.stdout = stdout or sys.stdout
        self.stderr = stderr or sys.stderr

    @property
    def format(self) -> Format:
        """The format that was asked for, else table on a terminal and TSV in a pipe."""
        if self.flags.json:
            return Format.jsonl if self.flags.output is Format.jsonl else Format.json
        if self.flags.output:
            return self.flags.output
        return Format.table if self.stdout.isatty() else Format.tsv

    @property
    def explicit(self) -> bool:
        """Whether a format was asked for: then commands that usually only say, also show."""
        return self.flags.json or self.flags.output is not None

    @property
    def limit(self) -> int | None:
        """How many rows a list may show: --limit, none with --all, 50 in a table."""
        if self.flags.limit is not None:
            return self.flags.limit
        return TABLE_LIMIT if self.format is Format.table and not self.flags.all else None

    def color(self, stream: TextIO) -> bool:
        """Return whether colour may be written to `stream`."""
        if self.flags.no_color or os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("CLICOLOR_FORCE", "0") != "0":
            return True
        return stream.isatty() and os.environ.get("TERM") != "dumb"

    def say(self, message: str) -> None:
        """Write one message to stderr, unless --quiet."""
        if not self.flags.quiet:
            print(wrapped(visible_lines(message), self.stderr), file=self.stderr, flush=True)

    def say_in_pipe(self, message: str) -> None:
        """Say what a pipe is given where that is less than a terminal shows; not where the
        format was asked for."""
        if self.format is Format.tsv and not self.explicit:
            self.say(message)

    def suggest(self, message: str) -> None:
        """Suggest what to do next: on a terminal only."""
        if self.stderr.isatty():
            self.say(message)

    def rows(
        self,
        record: type,
        rows: Iterable[Row],
        total: Callable[[], int] | None = None,
        *,
        whole: bool = False,
    ) -> None:
        """Write a list of `record`s in the run's format.

        `total` counts what the list would hold without its limit; it is asked only when a
        table was cut. `whole` rows are not cut: the limit was of something else.
        """
        names = self._names(record)
        first: list[Row] = []
        if self.flags.listing and self._named(record):
            rows = iter(rows)
            first = list(islice(rows, MOST))
            rows = chain(first, rows)
        match self.format:
            case Format.json:
                self._json_array(self._plain(rows, names))
            case Format.jsonl:
                for row in self._plain(rows, names):
                    self._line(_dumps(row))
            case Format.csv:
                self._csv(names, rows)
            case Format.tsv:
                shown = self._columns(record)
                for row in rows:
                    self._line("\t".join(cell(getattr(row, name)) for name in shown))
            case Format.table:
                self._table(record, list(rows), None if whole else self.limit, total)
        if first:
            self.keep(record, first)

    def keep(self, record: Any, rows: Sequence[Row]) -> None:
        """Let a shell complete the names of `rows`, in place of those that it knew."""
        if self._keep and (named := self._named(record)):
            self._keep(named, rows)

    def _named(self, record: Any) -> Named | None:
        """Return the record's NAMED where a person looks on: a script that runs beside must not
        change what that person's shell completes."""
        seen = self.stdout.isatty() or self.stderr.isatty()
        return getattr(record, "NAMED", None) if self._keep and seen else None

    def grid(self, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Write a table that is no list of records: headings, and lines of texts."""
        from doughy_cli import table

        cells = [[visible(each) for each in line] for line in lines]
        headings = [visible(each) for each in columns]
        left_out = table.print_table(headings, cells, self.stdout, color=self.color(self.stdout))
        self._say_left_out(left_out)

    def one(self, record: type, row: Row) -> None:
        """Write one `record` in the run's format."""
        names = self._names(record)
        match self.format:
            case Format.json | Format.jsonl:
                value = next(self._plain([row], names))
                indent = 2 if self.format is Format.json else None
                self._line(_dumps(value, indent))
            case Format.csv:
                self._csv(names, [row])
            case Format.tsv:
                for name in names:
                    self._line(f"{name}\t{cell(getattr(row, name))}")
            case Format.table:
                from doughy_cli import table

                # What is empty says nothing to a person, unless it was asked for.
                pairs = [
                    (name, visible_lines(value) if isinstance(value, str) else lines(value))
                    for name in names
                    if (value := getattr(row, name)) not in (None, []) or self.flags.fields
                ]
                table.print_record(pairs, self.stdout, color=self.color(self.stdout))

    def _names(self, record: type) -> tuple[str, ...]:
        return self.flags.fields or field_names(record)

    def _columns(self, record: Any) -> tuple[str, ...]:
        return self.flags.fields or tuple(record.TABLE)

    def _fitting(self, record: Any) -> tuple[str, ...]:
        """The table's columns; with a record's `WIDE` ones where the terminal has room."""
        wide = shutil.get_terminal_size().columns >= WIDE_TERMINAL
        return self.flags.fields or tuple(
            getattr(record, "WIDE", record.TABLE) if wide else record.TABLE
        )

    def _plain(self, rows: Iterable[Row], names: Sequence[str]) -> Iterator[dict[str, Any]]:
        return ({name: plain(getattr(row, name)) for name in names} for row in rows)

    def _line(self, text: str) -> None:
        self.stdout.write(text + "\n")
        if self.format is Format.jsonl:
            self.stdout.flush()

    def _json_array(self, values: Iterator[dict[str, Any]]) -> None:
        first = next(values, None)
        if first is None:
            self._line("[]")
            return
        lead = "[\n"
        for value in chain([first], values):
            self.stdout.write(lead + _dumps(value))
            lead = ",\n"
        self._line("\n]")

    def _csv(self, names: Sequence[str], rows: Iterable[Row]) -> None:
        import csv

        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([csv_cell(getattr(row, name)) for name in names] for row in rows)

    def _table(
        self, record: Any, rows: list[Row], limit: int | None, total: Callable[[], int] | None
    ) -> None:
        from doughy_cli import table

        if not rows:
            self.say("Nothing to show.")
            return
        count = len(rows)
        if limit is not None and count >= limit:
            count = total() if total else count
            rows = rows[:limit]
        columns = self._fitting(record)
        cells = [[cell(getattr(row, name), short=True) for name in columns] for row in rows]
        height = shutil.get_terminal_size().lines
        paged = self.stdout.isatty() and len(rows) >= height and bool(os.environ.get("PAGER"))
        left_out = table.print_table(
            columns, cells, self.stdout, color=self.color(self.stdout), paged=paged
        )
        self._say_left_out(left_out)
        if count > len(rows):
            rest = "" if self.flags.limit is not None else ", --all shows the rest"
            self.say(f"{len(rows)} of {count}{rest}")

    def _say_left_out(self, columns: Sequence[str]) -> None:
        if columns:
            noun = "column" if len(columns) == 1 else "columns"
            self.say(f"Left out for want of width: the {noun} {', '.join(columns)}")


def visible_lines(text: str) -> str:
    """Return `text` with each line made `visible`."""
    return "\n".join(visible(line) for line in text.split("\n"))


def _dumps(value: Any, indent: int | None = None) -> str:
    # DEL and the C1 controls are legal in JSON, and act on a terminal.
    text = _encoded(value, indent)
    if text.isascii() and "\x7f" not in text:
        return text
    return "".join(
        f"\\u{ord(each):04x}" if "\x7f" <= each <= "\x9f" or "\ud800" <= each <= "\udfff" else each
        for each in text
    )


def _encoded(value: Any, indent: int | None) -> str:
    """Return `value` as JSON, with what a record has that is JSON already as it is written."""
    if not isinstance(value, dict) or not any(isinstance(x, JsonText) for x in value.values()):
        return json.dumps(value, ensure_ascii=False, indent=indent)
    begin, between, end = "{", ", ", "}"
    if indent is not None:
        line = "\n" + " " * indent
        begin, between, end = "{" + line, "," + line, "\n}"
    members = (
        f"{json.dumps(name, ensure_ascii=False)}: {_member(each, indent)}"
        for name, each in value.items()
    )
    return begin + between.join(members) + end


def _member(value: Any, indent: int | None) -> str:
    if isinstance(value, JsonText):
        return str(value) if indent is None else value.indented(indent, 1)
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if indent is None else text.replace("\n", "\n" + " " * indent)
