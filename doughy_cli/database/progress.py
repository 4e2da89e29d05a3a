"""How far something has come: one line on stderr that is written over, on a terminal only."""

from __future__ import annotations

import os
import time
from types import TracebackType

from doughy_cli.output import Output

_SILENCE = 1.0  # what is done sooner needs no word
_PAUSE = 0.1


class Progress:
    """Counts bytes; as a context manager it takes its line away at the end.

    `total` is what there will be, where that is known.
    """

    def __init__(self, output: Output, doing: str, total: int | None = None) -> None:
        self._stream = output.stderr
        self._shown = (
            self._stream.isatty() and not output.flags.quiet and os.environ.get("TERM") != "dumb"
        )
        self._doing = doing
        self._total = total
        self._next = time.monotonic() + _SILENCE
        self._width = 0
        self.done = 0

    def advance(self, size: int) -> None:
        """Count `size` bytes more."""
        self.done += size
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + _PAUSE
            self._write(self._line())

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._width:
            self._write("")
            self._stream.write("\r")
            self._stream.flush()

    def _line(self) -> str:
        text = f"{self._doing}… {in_words(self.done)}"
        if self._total:
            text += f" of {in_words(self._total)} ({min(100, 100 * self.done // self._total)}%)"
        return text

    def _write(self, text: str) -> None:
        self._stream.write("\r" + text.ljust(self._width))
        self._stream.flush()
        self._width = len(text)


def logins(count: int) -> str:
    """Return how many may sign in: `1 login`, `12 logins`."""
    return f"{count} login{'' if count == 1 else 's'}"


def in_words(size: int) -> str:
    """Return a number of bytes as people say it: `640 kB`, `1.2 MB`."""
    if size < 1000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    if size < 1_000_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{size / 1_000_000_000:.1f} GB"
