"""The board that stays, and is drawn anew when deals change."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rich.text import Text

from doughy_cli.dates import HERE
from doughy_cli.deals.board.reading import read_board
from doughy_cli.deals.board.rows import BoardRow
from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.pace_queries import deals_stamp
from doughy_cli.deals.screens.board import fitting, legend
from doughy_cli.errors import Usage
from doughy_cli.options import Format
from doughy_cli.screens.frame import Frame
from doughy_cli.screens.parts import LABEL, Pen, cut, ends
from doughy_cli.screens.terminal import Terminal, check
from doughy_cli.screens.typed import CLOSED, WAITED

if TYPE_CHECKING:
    from doughy_cli.context import App

# Asking costs some milliseconds of the server; LISTEN would need a NOTIFY in every transaction,
# which has them wait for each other.
EVERY = 2.0  # seconds
_ANEW = timedelta(minutes=1)  # ages and what is overdue change without anybody's doing
_LEAST = (60, 12)  # columns and lines
_QUIT = ("q", "ctrl-c", "ctrl-d", "escape")


def watch(app: App, where: DealFilter) -> None:
    """Show the board until q or Ctrl-C; under --json, a line of JSON for each change.

    Raises Usage where there is neither a terminal nor --json.
    """
    boards = _Boards(app, where)
    if app.output.format in (Format.json, Format.jsonl):
        _write(app, boards)
        return
    if app.output.explicit:
        raise Usage(f"--watch does not write {app.output.format}.", "Leave out -o, or --json.")
    check("--watch needs", "Without one: --watch --json writes a line for each change.")
    pen = Pen(color=app.output.color(app.output.stdout), screen=True)
    try:
        with Terminal(kept="nothing was changed") as terminal:
            _show(boards, terminal, pen)
    except KeyboardInterrupt:
        return  # the usual way to end it


class _Boards:
    """The board as it was read last."""

    def __init__(self, app: App, where: DealFilter) -> None:
        self._app, self._where = app, where
        self._stamp: tuple[Any, ...] | None = None
        self.board: BoardRow | None = None

    def changed(self) -> BoardRow | None:
        """Return the board if it is another than the last one, or a minute older."""
        session = self._app.session
        stamp = deals_stamp(session, self._where)
        old = self.board is None or datetime.now(HERE) - self.board.as_of > _ANEW
        found = None
        if stamp != self._stamp or old:
            self._stamp = stamp
            found = self.board = read_board(self._app.reader, self._where)
        # No transaction stays open while nothing is done: it would hold back VACUUM.
        session.rollback()
        return found


def _write(app: App, boards: _Boards) -> None:
    app.flags.json, app.flags.output = True, Format.jsonl
    try:
        for _ in _ticks():
            if board := boards.changed():
                app.output.one(BoardRow, board)
                app.output.stdout.flush()
    except KeyboardInterrupt:
        return


def _ticks() -> Iterator[None]:
    while True:
        yield
        time.sleep(EVERY)


def _show(boards: _Boards, terminal: Terminal, pen: Pen) -> None:
    boards.changed()
    _draw(boards, terminal, pen)
    for key in terminal.typed(every=EVERY):
        if key is CLOSED or key.name in _QUIT:
            return
        if key is WAITED and not boards.changed():
            continue
        _draw(boards, terminal, pen)


def _draw(boards: _Boards, terminal: Terminal, pen: Pen) -> None:
    columns, lines = terminal.size
    if boards.board is None or columns < _LEAST[0] or lines < _LEAST[1]:
        words = ["Too small:", f"needs {_LEAST[0]}×{_LEAST[1]}.", "q quits"]
        drawn = [cut(Text(each), columns) for each in words[:lines]]
    else:
        drawn = fitting(boards.board, columns, lines - 1)
        drawn += [Text()] * (lines - 1 - len(drawn))
        quits = Text("q quits", style=LABEL)
        drawn.append(ends(legend(boards.board, columns), quits, columns))
    written = [pen.write(each) for each in drawn]
    terminal.draw(Frame(written + [""] * (lines - len(written))))
