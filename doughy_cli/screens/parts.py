"""Lines of text that fit a width, whatever is in them."""

from __future__ import annotations

from io import StringIO
from itertools import accumulate

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from doughy_cli.output import visible

LABEL = "dim"
LABELS = 10  # cells of the labels of fields
_GAP = 2
# Before what begins at a column of its own. Terminals do not agree on how wide some texts are
# (emoji of several signs): there, it is gone to that column whatever came before. No text has it:
# `visible` shows control characters.
_COLUMN = "\x02"


class Pen:
    """Draws text with or without colour; bold, dim and reverse are no colour."""

    def __init__(self, *, color: bool, plain: bool = False, screen: bool = False) -> None:
        """`plain` leaves out all styles: for what is no terminal. What is drawn for a `screen`
        goes to the columns of it."""
        self._plain = plain
        self._screen = screen
        self._console = Console(
            file=StringIO(), force_terminal=True, no_color=not color, highlight=False, width=80
        )

    def wrap(self, text: Text, width: int, most: int = 100) -> list[Text]:
        """Return the text in lines of at most `width` cells, the last of `most` cut."""
        lines = list(text.wrap(self._console, max(width, 1), overflow="fold"))
        if len(lines) > most:
            lines = lines[:most]
            lines[-1].rstrip()
            lines[-1].append(" …")
        return [cut(line, width) for line in lines]

    def write(self, line: Text) -> str:
        """Return a line as the terminal takes it."""
        if self._plain:
            return line.plain.replace(_COLUMN, "")
        with self._console.capture() as written:
            self._console.print(line, end="", soft_wrap=True)
        before, *parts = written.get().split(_COLUMN)
        if not self._screen:
            return "".join((before, *parts))
        texts = line.plain.split(_COLUMN)
        columns = accumulate(map(cell_len, texts), initial=1)
        next(columns)
        return before + "".join(
            f"\x1b[{at}G{part}" for at, part in zip(columns, parts, strict=False)
        )


def shown(text: str, style: str = "") -> Text:
    """Return text from the database or a person: what could act on a terminal is made
    visible, and line ends are blanks."""
    return Text(visible(" ".join(text.split())), style=style)


def joined(*texts: Text) -> Text:
    """Return the texts in a row, each in its own style (`+` would give all that of the first)."""
    return Text().join(texts)


def cut(line: Text, width: int) -> Text:
    """Return the line at most `width` cells wide, an ellipsis at its end if it was longer."""
    if line.cell_len > width:
        line = line.copy()
        line.truncate(max(width, 0), overflow="ellipsis")
    return line


def ends(left: Text, right: Text, width: int) -> Text:
    """Return one line with `left` at its left and all of `right` at its right end."""
    left = cut(left, width - right.cell_len - _GAP)
    return joined(left, _blank(width - left.cell_len - right.cell_len), right)


def beside(left: Text, right: Text, at: int) -> Text:
    """Return one line with `right` beginning at the column `at`."""
    left = cut(left, at - _GAP)
    return joined(left, _blank(at - left.cell_len), right)


def field(pen: Pen, label: str, value: Text, width: int, most: int = 3) -> list[Text]:
    """Return a labelled value, in as many lines as it needs."""
    lines = pen.wrap(value, width - LABELS, most) or [Text()]
    labels = [label, *[""] * (len(lines) - 1)]
    return [
        joined(Text(f"{name:<{LABELS}}", style=LABEL), line)
        for name, line in zip(labels, lines, strict=True)
    ]


def _blank(width: int) -> Text:
    return Text(" " * width + _COLUMN)


def cells(text: str) -> int:
    """Return how wide the text is."""
    return cell_len(text)


def folded(text: str, width: int) -> list[str]:
    """Return plain text in lines of at most `width` cells, at its blanks where that goes."""
    wrapped = Text(text).wrap(Console(file=StringIO(), width=80), max(width, 1), overflow="fold")
    return [line.plain.rstrip() for line in wrapped] or [""]
