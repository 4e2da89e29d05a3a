"""Keys that were typed, without those that were typed for something else than what is shown.

A terminal that is asked what it is (`QUESTION`, DA1: all of them know it) answers where keys come
from, once it has taken in all that was written before. So what comes before the answer was typed
by somebody who had not seen that yet, however slow the line is.
"""

from __future__ import annotations

import os
import select
import time
from collections import deque

from doughy_cli.screens.keyboard import ANSWER, Key, Keyboard

WAITED = Key("waited")
CLOSED = Key("closed")  # nothing more can be typed
QUESTION = "\x1b[c"
ESCAPE_DELAY = 0.08  # seconds in which the rest of an escape sequence comes, also over ssh
PATIENCE = 0.5  # seconds after which no answer is thought to come


class Typed:
    """The keys of a terminal's descriptor."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._keyboard = Keyboard()
        self._keys: deque[Key] = deque()
        self._answers = True  # until a question was left open
        self._asked = 0  # questions that are open: the answer to an earlier one is none to the last
        self._until: float | None = None  # when they are given up

    def ask(self) -> str:
        """Return what is to be written behind a screen that must be seen before keys count.

        From here on they do not, until it is answered: a Ctrl-Z may come right after the write.
        """
        if not self._answers:
            return ""
        self._asked += 1
        self._until = time.monotonic() + PATIENCE
        return QUESTION

    def leave_out(self) -> None:
        """Leave out what was typed up to now, where it is no answer that says so."""
        if self._answers:
            return
        # As keys, not unread: of a paste that is still coming, the rest would press keys.
        while select.select([self._descriptor], [], [], 0)[0] and self.read():
            pass
        self._keys.clear()

    @property
    def open(self) -> bool:
        """Whether a question is open: keys do not count."""
        return self._until is not None

    def forget(self) -> None:
        """Wait for no answer any more: it does not outlast a stop of the program."""
        self._close()

    def next(self) -> Key | None:
        """Take a key off, if there is one that counts."""
        if self._until is not None and time.monotonic() >= self._until:
            self._answers = False
            self._close()
        return self._keys.popleft() if self._keys and not self.open else None

    def wait(self, every: float | None) -> float | None:
        """Return for how many seconds to wait for more at most; None for ever."""
        waits = [every] if every is not None and not self.open else []
        if self._keyboard.waiting:
            waits = [ESCAPE_DELAY]
        if self._until is not None:
            waits.append(max(self._until - time.monotonic(), 0))
        return min(waits, default=None)

    def read(self) -> bool:
        """Take in what has come; answer whether more can come."""
        data = os.read(self._descriptor, 4096)
        if not data:
            self._close()
            self._keys.append(CLOSED)
            return False
        for key in self._keyboard.feed(data):
            if key.name == ANSWER:
                self._asked = max(self._asked - 1, 0)
                if not self._asked:
                    self._close()
            else:
                self._keys.append(key)
        return True

    def nothing_came(self) -> None:
        """Take in that nothing came for as long as `wait` said."""
        if self._keyboard.waiting:
            self._keys.extend(self._keyboard.flush())
        elif not self.open:
            self._keys.append(WAITED)

    def _close(self) -> None:
        if self.open:
            self._keys.clear()
            self._until, self._asked = None, 0
