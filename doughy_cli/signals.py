"""Signals that somebody takes for a while."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable
from types import FrameType
from typing import Any


class Taken:
    """A context manager in which `handler` takes the signals; then whoever took them before does.

    Outside of the main thread nothing is changed: handlers can only be set there.
    """

    def __init__(
        self, signals: Iterable[int], handler: Callable[[int, FrameType | None], None]
    ) -> None:
        self._signals, self._handler = tuple(signals), handler
        self._before: dict[int, Any] = {}

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread():
            for each in self._signals:
                self._before[each] = signal.signal(each, self._handler)

    def __exit__(self, *_: object) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)
        self._before.clear()
