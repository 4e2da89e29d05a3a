"""Tables on a terminal: the one module that imports rich."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

_SHORT = 12  # cells: a stored phone number of ten digits fits

_TITLES = {"next_action_due": "due", "estimated_value": "value"}
_STYLES = {
    "active": "green",
    "qualified": "bold green",
    "new": "cyan",
    "unqualified": "yellow",
    "opted_out": "red",
    "won": "bold green",
    "lost": "red",
}


def console(stream: TextIO, *, color: bool) -> Console:
    """Return a console on `stream` that interprets no markup and no emoji codes."""
    return Console(
        file=stream,
        no_color=not color,
        force_terminal=color,
        markup=False,
        emoji=False,
        highlight=False,
    )


def print_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    stream: TextIO,
    *,
    color: bool,
    paged: bool = False,
) -> None:
    """Print rows of cells below a heading, fitted to the terminal's width.

    Short columns (ids, statuses, numbers, days) keep their width, long ones give way.
    """
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold" if color else "")
    for index, name in enumerate(columns):
        title = _TITLES.get(name, name).replace("_", " ").upper()
        longest = max([cell_len(title), *(cell_len(row[index]) for row in rows)])
        width = longest if longest <= _SHORT else None
        table.add_column(title, overflow="ellipsis", no_wrap=True, min_width=width)
    for row in rows:
        table.add_row(*(Text(each, style=_STYLES.get(each, "") if color else "") for each in row))
    screen = console(stream, color=color)
    with screen.pager(styles=color) if paged else nullcontext():
        screen.print(table)


def print_record(pairs: Sequence[tuple[str, str]], stream: TextIO, *, color: bool) -> None:
    """Print one record, a field a line."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold" if color else "")
    grid.add_column(overflow="fold")
    for name, value in pairs:
        grid.add_row(name, Text(value))
    console(stream, color=color).print(grid)
