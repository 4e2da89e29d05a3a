"""Logs as a person reads them: a line each, folded at the terminal's width.

Thousands may come in a second, so nothing here is laid out twice, and rich is only asked where
a text is not plain ASCII.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from doughy_cli.json_text import JsonText
from doughy_cli.logs.rows import LogLine, LogRow
from doughy_cli.output import visible

_LEVEL = 8  # the longest level's name
_SOURCE = 12  # a longer one pushes the message to the right
_LONGEST_SOURCE = 40  # cut where it is longer
_LONGEST_MESSAGE = 500  # characters of a line that are shown where it is folded
_WIDE = 100  # cells of a terminal on which the year is shown
_NARROW = 24  # cells for a message at least, else it goes on below at the left
_INDENT = 4
_TIGHT = "\x1f"  # a blank at which no line ends; `visible` leaves none in a text
_RESET = "\x1b[0m"
DIM = "2"
STYLES = {"debug": "2", "info": "36", "warning": "33", "error": "31", "critical": "1;31"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How lines are written: folded at `width` cells (None: not folded), with colour, with the
    details below."""

    width: int | None = None
    color: bool = False
    details: bool = False


def log_lines(row: LogRow, layout: Layout) -> Iterator[str]:
    """Yield the lines of a log: time here, level, source, message, and how many details."""
    at = shown_at(row.created_at, layout)
    head = "  ".join([painted(at, DIM, layout), *named(row.level, row.source, layout)])
    begin = width_of_head(at, row.source)
    yield from entry_lines(head, begin, row.message, row.details, layout)


def shown_at(moment: datetime, layout: Layout) -> str:
    """Return the time at the beginning of a line."""
    return when(moment, short=layout.width is not None and layout.width < _WIDE)


def named(level: str, source: str, layout: Layout) -> list[str]:
    """Return the level and the source, each as wide as its column."""
    return [
        painted(f"{level:<{_LEVEL}}", STYLES.get(level, ""), layout),
        f"{_short(source):<{_SOURCE}}",
    ]


def width_of_head(at: str, source: str) -> int:
    """Return the cell at which the message begins, after time, level and source."""
    return len(at) + _LEVEL + max(_SOURCE, cells(_short(source))) + 6


def entry_lines(
    head: str, at: int, text: str, details: JsonText | None, layout: Layout
) -> Iterator[str]:
    """Yield the lines of anything with a text and details, whose head is `at` cells wide."""
    said, *rest = text.splitlines() or [""]
    said = visible(said)
    cut = len(said) - _LONGEST_MESSAGE
    if cut > 0 and not layout.details:
        said = f"{said[:_LONGEST_MESSAGE]}…"
    folded = [] if layout.details else [*_more(cut), *_more_lines(rest), *_fields(details)]
    # What is folded is said in one piece, wherever the line ends.
    note = f"{{{', '.join(folded)}}}".replace(" ", _TIGHT) if folded else ""
    first, *more = fold(f"{said}  {note}".rstrip(), at, layout.width)
    shown = painted(note.replace(_TIGHT, " "), DIM, layout)
    for each in (f"{head}  {first}".rstrip(), *more):
        yield each.removesuffix(note) + shown if note and each.endswith(note) else each
    if layout.details:
        yield from _unfolded(rest, details, layout)


def when(moment: datetime, *, short: bool = False) -> str:
    """Return a moment as its time here, to the second; `short`: without the year."""
    return moment.astimezone().strftime("%m-%d %H:%M:%S" if short else "%Y-%m-%d %H:%M:%S")


def painted(text: str, style: str, layout: Layout) -> str:
    """Return text in a style, if there is to be colour."""
    return f"\x1b[{style}m{text}{_RESET}" if layout.color and style else text


def line(row: LogRow) -> LogLine:
    """Return a log as a table shows it."""
    said, *rest = row.message.splitlines() or [""]
    folded = [*_more_lines(rest), *_fields(row.details)]
    return LogLine(
        when=when(row.created_at),
        level=row.level,
        source=row.source,
        message=said + (f"  {{{', '.join(folded)}}}" if folded else ""),
    )


def fold(text: str, at: int, width: int | None) -> list[str]:
    """Return a text in lines: the first is to begin at the cell `at`, and those after it have
    their indentation."""
    if width is None or at + cells(text) <= width:
        return [text]
    hanging = at if width - at >= _NARROW else _INDENT
    first = max(width - at, 1)
    if text.isascii():
        wrapped = textwrap.wrap(
            text,
            width,
            initial_indent=" " * at if first > 1 else "",
            subsequent_indent=" " * hanging,
            break_on_hyphens=False,
            replace_whitespace=False,
        )
        return [wrapped[0][at:] if first > 1 else wrapped[0], *wrapped[1:]] if wrapped else [text]
    from doughy_cli.screens.parts import folded

    head, *rest = folded(text, first if width - at >= _NARROW else width - _INDENT)
    if width - at < _NARROW:
        return ["", *(" " * _INDENT + each for each in [head, *rest])]
    return [head, *(" " * hanging + each for each in rest)]


def cells(text: str) -> int:
    """Return how wide a text is on a terminal."""
    if text.isascii():
        return len(text)
    from doughy_cli.screens.parts import cells as measured

    return measured(text)


def _short(source: str) -> str:
    shown = visible(source)
    return shown if len(shown) <= _LONGEST_SOURCE else f"{shown[: _LONGEST_SOURCE - 1]}…"


def _more(cut: int) -> list[str]:
    return [f"{cut:,} more characters"] if cut > 0 else []


def _more_lines(rest: list[str]) -> list[str]:
    return [f"{len(rest)} more {'line' if len(rest) == 1 else 'lines'}"] if rest else []


def _fields(details: JsonText | None) -> list[str]:
    """Return how much is folded, if anything is."""
    value = details and details.read()
    if not value:
        return []
    count = len(value) if isinstance(value, dict | list) else 1
    match value:
        case dict():
            return [f"{count} {'field' if count == 1 else 'fields'}"]
        case list():
            return [f"{count} {'entry' if count == 1 else 'entries'}"]
    return ["1 value"]


def _unfolded(rest: list[str], details: JsonText | None, layout: Layout) -> Iterator[str]:
    """Yield the message's other lines, and a line for each of the details."""
    for each in rest:
        yield from _below(visible(each), layout)
    if details is None or not details.read():
        return
    members = details.members()
    for name, text in [("details", str(details))] if members is None else members:
        value = JsonText(text).read() if text.startswith('"') else text
        lines = str(value).splitlines() or [text]
        yield from _below(f"{visible(name)}: {visible(lines[0])}", layout)
        for each in lines[1:]:
            yield from _below(f"  {visible(each)}", layout)


def _below(text: str, layout: Layout) -> Iterator[str]:
    first, *more = fold(text, _INDENT, layout.width)
    for each in [" " * _INDENT + first, *more]:
        yield painted(each.rstrip(), DIM, layout)
