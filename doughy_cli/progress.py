"""What a long command is at: one line on stderr that is written over, on a terminal only."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from doughy_cli.output import Output

_SILENCE = 1.0  # seconds; what is done sooner needs no word
_PAUSE = 0.1


class StatusLine:
    """A context manager that takes its line away at the end."""

    def __init__(self, output: Output) -> None:
        self._stream = output.stderr
        self._shown = (
            self._stream.isatty() and not output.flags.quiet and os.environ.get("TERM") != "dumb"
        )
        self._next = time.monotonic() + _SILENCE
        self._width = 0

    def show(
        self, doing: str, done: int, total: int | None, words: Callable[[int], str] | None = None
    ) -> None:
        """Say how far `doing` has come; cheap enough to be called for every row.

        `words` writes an amount as people say it; without it a share is said where the
        total is known, and a count where it is not.
        """
        if not self._shown or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PAUSE
        share = f"{min(100, 100 * done // total)}%" if total else f"{done:,}"
        if words:
            share = f"{words(done)} of {words(total)} ({share})" if total else words(done)
        self._write(f"{doing}… {share}")

    def __enter__(self) -> Self:
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

    def _write(self, text: str) -> None:
        self._stream.write("\r" + text.ljust(self._width))
        self._stream.flush()
        self._width = len(text)


class Progress(StatusLine):
    """Counts bytes; `total` is what there will be, where that is known."""

    def __init__(self, output: Output, doing: str, total: int | None = None) -> None:
        super().__init__(output)
        self._doing = doing
        self._total = total
        self.done = 0

    def advance(self, size: int) -> None:
        """Count `size` bytes more."""
        self.done += size
        self.show(self._doing, self.done, self._total, in_words)


def in_words(size: int) -> str:
    """Return a number of bytes as people say it: `640 kB`, `1.2 MB`."""
    if size < 1000:
        return f"{size} bytes"
    if size < 1_000_000:
        return f"{size / 1000:.0f} kB"
    if size < 1_000_000_000:
        return f"{size / 1_000_000:.1f} MB"
    return f"{size / 1_000_000_000:.1f} GB"
