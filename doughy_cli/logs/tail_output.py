"""Where the rows of `tail` go: lines for people, records for scripts, each batch flushed."""

from __future__ import annotations

import dataclasses
import select
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from doughy_cli.logs.lines import Layout
from doughy_cli.logs.reading_queries import LARGEST, LEFT_OUT
from doughy_cli.options import Flags, Format
from doughy_cli.output import SHORT_ID, Output

if TYPE_CHECKING:
    from doughy_cli.context import App

Draw = Callable[[Any, Layout], Iterator[str]]


class TailOutput:
    """Writes batches of `record`s in the run's format; JSON is an object a line."""

    def __init__(self, app: App, record: type, draw: Draw, *, details: bool) -> None:
        """`draw` yields the lines of a record for people."""
        self._output, self._record, self._draw = app.output, record, draw
        self._details = details
        self._flags = _as_lines(app.flags)
        self._headed = False

    def write(self, rows: Sequence[Any]) -> None:
        """Write a batch. Raises BrokenPipeError where nobody reads any more."""
        self._say_left_out(rows)
        stdout = self._output.stdout
        if self._output.format is Format.table and not self._flags.fields:
            # Asked for each batch: the window may have another size by now.
            width = shutil.get_terminal_size().columns if stdout.isatty() else None
            looks = layout(self._output, width, details=self._details)
            stdout.writelines(f"{line}\n" for row in rows for line in self._draw(row, looks))
        elif self._output.format is Format.csv:
            self._csv(rows)
        else:
            Output(self._flags, stdout).rows(self._record, rows)
        stdout.flush()

    def _say_left_out(self, rows: Sequence[Any]) -> None:
        for row in rows:
            if row.details is LEFT_OUT:
                self._output.say(
                    f"The details of {str(row.id)[:SHORT_ID]} are over {LARGEST:,} bytes, and "
                    "left out here: `doughy logs export` writes them."
                )

    def check(self) -> None:
        """Raise BrokenPipeError where nobody reads any more, which a stream that is not written
        to would not notice."""
        try:
            number = self._output.stdout.fileno()
        except OSError:
            return  # no file: a test's
        poll = select.poll()
        poll.register(number, 0)
        if any(
            event & (select.POLLERR | select.POLLHUP | select.POLLNVAL) for _, event in poll.poll(0)
        ):
            raise BrokenPipeError

    def _csv(self, rows: Iterable[Any]) -> None:
        import csv

        from doughy_cli.options import field_names
        from doughy_cli.output import csv_cell

        names = self._flags.fields or field_names(self._record)
        writer = csv.writer(self._output.stdout, lineterminator="\n")
        if not self._headed:
            writer.writerow(names)
            self._headed = True
        writer.writerows([csv_cell(getattr(row, name)) for name in names] for row in rows)


def layout(output: Output, width: int | None, *, details: bool = False) -> Layout:
    """Return how lines for people are written, with the run's colours."""
    return Layout(width, output.color(output.stdout), details)


def _as_lines(flags: Flags) -> Flags:
    """Return the flags of a stream: JSON is JSON lines, as is a table of named fields TSV."""
    if flags.json or flags.output is Format.json:
        return dataclasses.replace(flags, json=False, output=Format.jsonl)
    if flags.fields and flags.output in (None, Format.table):
        return dataclasses.replace(flags, output=Format.tsv)
    return flags
