"""Ctrl-C while messages are sent: the one that is on its way is seen through, and recorded."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interruption:
    """A context manager in which the first signal is noted, and the second ends at once."""

    def __init__(self) -> None:
        self._noted = threading.Event()
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Self:
        # Handlers can only be set where they are called.
        if threading.current_thread() is threading.main_thread():
            self._before = {each: signal.signal(each, self._note) for each in _SIGNALS}
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def noted(self) -> bool:
        """Whether somebody wants it to end."""
        return self._noted.is_set()

    def wait(self, seconds: float) -> None:
        """Wait so long, or until somebody wants it to end."""
        if seconds > 0:
            self._noted.wait(seconds)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._noted.is_set():
            raise KeyboardInterrupt
        self._noted.set()
