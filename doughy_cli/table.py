"""Tables on a terminal: the one module that imports rich."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

_GAP = 2
_FEW, _SOME = 2, 4  # columns, cells
# Cells; 6 for others that may be cut.
_NARROWEST = {"name": 10, "title": 12, "address_line_1": 16, "address": 16}
# Columns that are still of use when they are cut. A phone is not: it would be another number.
_TEXTS = {
    *("name", "full_name", "company", "email", "tags", "title", "source", "next_action"),
    *("lead_name", "property_address", "reason", "description", "before", "after", "by_email"),
    *("database", "address_line_1", "summary", "message", "data", "why", "text"),
    *("city", "address", "address_line_2", "property_type", "about", "problem", "path", "url"),
    *("target", "result", *(f"source_{number}" for number in range(1, 10))),
}
_TITLES = {
    "next_action_due": "due",
    "temperature": "temp",
    "priority": "points",
    "staleness_points": "silence",
    "status_points": "+status",
    "consent_points": "+consent",
    "value_points": "+deals",
    "probability": "%",
    "expected_close_date": "close",
    "silent_days": "silent",
    "threshold_days": "limit",
    "stage_days": "at stage",
    "event_type": "what",
    "created_by_email": "by",
    "by_email": "by",
    "estimated_value": "value",
    "address_line_1": "address",
    "address_line_2": "unit",
    "property_type": "type",
    "bedrooms": "beds",
    "bathrooms": "baths",
    "square_feet": "sq ft",
    "year_built": "built",
    "purchase_price": "price",
    "distance_miles": "miles",
    "price_per_square_foot": "$/sq ft",
    "properties": "linked",
    "content_type": "content",
}
# What a row is for: it is left out last where there is no room.
_KEPT = {"summary", "message", "text", "why"}
# Colours that can be read on black and on white: yellow and cyan cannot.
_STYLES = {
    "active": "green",
    "qualified": "green",
    "unqualified": "magenta",
    "opted_out": "red",
    "won": "green",
    "lost": "red",
}


_STATES = {"ok": "green", "warning": "magenta", "fault": "bold red"}


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
) -> list[str]:
    """Print rows of cells below a heading, fitted to the terminal's width; return the headings
    of the columns that there was no room for."""
    screen = console(stream, color=color)
    titles = [_TITLES.get(name, name).replace("_", " ").upper() for name in columns]
    empty = [not any(row[index] for row in rows) for index in range(len(columns))]
    widths = _fit([titles, *rows], columns, screen.width, empty)
    if len(columns) > 1 and _taken(widths) > screen.width:
        # What is empty goes first, then the last.
        out = max(
            range(1, len(columns)),
            key=lambda index: (columns[index] not in _KEPT, empty[index], index),
        )
        names, *cells = ([*line[:out], *line[out + 1 :]] for line in (columns, *rows))
        left_out = print_table(names, cells, stream, color=color, paged=paged)
        return [*left_out, titles[out]]
    table = Table(box=None, padding=(0, _GAP, 0, 0), header_style="bold" if color else "")
    for title, width in zip(titles, widths, strict=True):
        table.add_column(title, overflow="ellipsis", no_wrap=True, width=width)
    for row in rows:
        table.add_row(*(Text(each, style=_STYLES.get(each, "") if color else "") for each in row))
    with screen.pager(styles=color) if paged else nullcontext():
        screen.print(table)
    return []


def _taken(widths: Sequence[int]) -> int:
    """Return how many cells columns of these widths take, with a gap after each."""
    return sum(widths) + _GAP * len(widths)


def _fit(
    cells: Sequence[Sequence[str]], columns: Sequence[str], room: int, empty: Sequence[bool]
) -> list[int]:
    """Return the columns' widths: what is too wide is taken from the texts, from those that are
    `empty` first, and then from the widest.

    Ids, phones, statuses, numbers and days keep their width: half of one says nothing.
    """
    widths = [max(cell_len(row[index]) for row in cells) for index in range(len(columns))]
    texts = [index for index, name in enumerate(columns) if name in _TEXTS]
    while _taken(widths) > room and texts:
        spare = {index: widths[index] - _narrowest(columns, index) for index in texts}
        widest = max(texts, key=lambda index: (spare[index] > 0, empty[index], widths[index]))
        if spare[widest] <= 0:
            break
        widths[widest] -= 1
    return widths


def _narrowest(columns: Sequence[str], index: int) -> int:
    # With nothing else to leave out, some of it is more than nothing.
    return _NARROWEST.get(columns[index], 6) if len(columns) > _FEW else _SOME


def print_record(pairs: Sequence[tuple[str, str]], stream: TextIO, *, color: bool) -> None:
    """Print one record, a field a line."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, style="bold" if color else "")
    grid.add_column(overflow="fold")
    for name, value in pairs:
        grid.add_row(name, Text(value))
    console(stream, color=color).print(grid)


def print_lines(
    cells: Sequence[str], widths: Sequence[int], stream: TextIO, *, color: bool
) -> None:
    """Print a state, a name, and what is said of it in lines below one another, beside the first;
    `widths` are those of state and name."""
    state, name, *said = cells
    grid = Table.grid(padding=(0, _GAP, 0, 0))
    for width in widths:
        grid.add_column(no_wrap=True, width=width)
    grid.add_column(overflow="fold")
    grid.add_row(
        Text(state, style=_STATES.get(state, "") if color else ""), name, Text("\n".join(said))
    )
    console(stream, color=color).print(grid)
