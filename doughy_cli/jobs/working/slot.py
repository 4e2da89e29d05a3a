"""The process in which handlers run, one job after the other.

It ends itself, and whatever its handlers have started, when the worker is gone and when the lease
of its job is over: a worker that was killed, stopped or cut off must not leave a handler behind
that goes on while another worker has the job.
"""

from __future__ import annotations

import gc
import os
import queue
import select
import signal
import socket
import sys
import threading
from typing import Any

from doughy_cli.jobs.working import clock
from doughy_cli.jobs.working.frames import Frames, encoded
from doughy_cli.jobs.working.running import Surroundings, run

_IN_VAIN = 1.0  # seconds after which the kernel ends a process whose threads do not run


def main(descriptor: int) -> None:
    """Serve the worker at the other end of the socket `descriptor`."""
    line = socket.socket(fileno=descriptor)
    frames = Frames()
    first = _first(line, frames)
    slot = _Slot(line, frames)
    surroundings = Surroundings(**first, send=slot.send)
    threading.Thread(target=slot.listen, daemon=True).start()
    surroundings.prepare()
    gc.freeze()  # what is loaded stays
    gc.enable()
    slot.send({"ready": True})
    while (job := slot.jobs.get()) is not None:
        ended = run(job, surroundings)
        slot.over()
        slot.send({"ended": ended})
    surroundings.close()


def _first(line: socket.socket, frames: Frames) -> dict[str, Any]:
    while True:
        try:
            found = frames.read(line)
        except EOFError:
            sys.exit(0)
        if found:
            return dict(found[0])


class _Slot:
    """Hears what the worker says while a handler runs."""

    def __init__(self, line: socket.socket, frames: Frames) -> None:
        self.jobs: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._line, self._frames = line, frames
        self._deadline: float | None = None
        self._sending = threading.Lock()

    def send(self, content: dict[str, Any]) -> None:
        """Say something to the worker."""
        with self._sending:
            try:
                self._line.sendall(encoded(content))
            except OSError:
                _end()

    def over(self) -> None:
        """Know of no deadline any more: the job has ended."""
        self._deadline = None
        signal.setitimer(signal.ITIMER_REAL, 0)

    def listen(self) -> None:
        """Take what the worker sends, for as long as it is there."""
        while True:
            deadline = self._deadline
            patience = None if deadline is None else max(0.0, deadline - clock.now())
            readable, _, _ = select.select([self._line], [], [], patience)
            if not readable:
                if self._deadline is not None and clock.now() >= self._deadline:
                    _end()
                continue
            try:
                found = self._frames.read(self._line)
            except EOFError:
                _end()
            for each in found:
                self._hear(each)

    def _hear(self, content: dict[str, Any]) -> None:
        if "job" in content:
            self._hold(content["deadline"])
            self.jobs.put(content["job"])
        elif "deadline" in content:
            # One that was sent before the worker knew that the job has ended is nothing to us.
            if self._deadline is not None:
                self._hold(content["deadline"])
        else:
            self.jobs.put(None)

    def _hold(self, deadline: float) -> None:
        self._deadline = deadline
        # Where a handler keeps all threads from running, the kernel does it.
        patience = max(0.0, deadline - clock.now()) + _IN_VAIN
        signal.setitimer(signal.ITIMER_REAL, patience)


def _end() -> None:
    os.killpg(0, signal.SIGKILL)
