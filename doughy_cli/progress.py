"""What a long command is at: one line on stderr that is written over, on a terminal only."""

from __future__ import annotations

import os
import time
from types import TracebackType

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

    def show(self, doing: str, done: int, total: int | None) -> None:
        """Say how far `doing` has come; cheap enough to be called for every row."""
        if not self._shown or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + _PAUSE
        share = f"{100 * done // total}%" if total else f"{done:,}"
        self._write(f"{doing}… {share}")

    def __enter__(self) -> StatusLine:
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
