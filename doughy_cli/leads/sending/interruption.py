"""Ctrl-C while messages are sent: the one that is on its way is seen through, and recorded."""

from __future__ import annotations

import signal
import threading
from types import FrameType
from typing import Self

from doughy_cli.signals import Taken

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interruption:
    """A context manager in which the first signal is noted, and the second ends at once."""

    def __init__(self) -> None:
        self._noted = threading.Event()
        self._taken = Taken(_SIGNALS, self._note)

    def __enter__(self) -> Self:
        self._taken.__enter__()
        return self

    def __exit__(self, *why: object) -> None:
        self._taken.__exit__(*why)

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
