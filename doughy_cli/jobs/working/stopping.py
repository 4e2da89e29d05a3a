"""When a worker is to stop: after SIGTERM or Ctrl-C, and at once after the second one."""

from __future__ import annotations

import math
import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import Self

from doughy_cli.jobs.working import clock
from doughy_cli.signals import Taken

_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_PATIENCE = 5.0  # seconds to write what is to be written, while the server is away


class Stopping:
    """A context manager in which SIGTERM and SIGINT ask a worker to stop.

    `at_once_at` is the moment from which it does not wait for what runs any more.
    """

    def __init__(self, grace: float, say: Callable[[str], None]) -> None:
        self._grace, self._say = grace, say
        self._told = False
        self._taken = Taken(_SIGNALS, self._stop)
        self._pipe = os.pipe()
        self.asked = False
        self.forced = False
        self.at_once_at = math.inf

    def fileno(self) -> int:
        """The descriptor that can be read after a signal."""
        return self._pipe[0]

    def read(self) -> None:
        """Take what the descriptor holds, and say what happens."""
        os.read(self._pipe[0], 4096)
        if not self._told:
            self._told = True
            self._say(
                f"Stopping: what runs has {self._grace:g} s to end; a second signal hands it back."
            )

    def given_up(self, up: bool) -> bool:
        """Return whether a worker that is to stop has waited long enough for a server that does
        not answer."""
        return not up and clock.now() >= self.at_once_at + _PATIENCE

    def __enter__(self) -> Self:
        self._taken.__enter__()
        return self

    def __exit__(self, *why: object) -> None:
        self._taken.__exit__(*why)
        for descriptor in self._pipe:
            os.close(descriptor)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        now = clock.now()
        self.forced = self.asked
        self.at_once_at = now if self.asked else now + self._grace
        self.asked = True
        os.write(self._pipe[1], b".")
