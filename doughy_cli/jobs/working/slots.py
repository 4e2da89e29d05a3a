"""The processes that handlers run in, as the worker sees them."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from doughy_cli.jobs.working.frames import Frames, encoded

# The paths that this process imports from, and not the folder that it happens to stand in. Garbage
# is collected once all is loaded (`slot.main`): to look for it meanwhile takes as long again.
_PROGRAM = (
    "import gc, sys; gc.disable(); sys.path = {path!r}; "
    "from doughy_cli.jobs.working.slot import main; main({line})"
)


class Slot:
    """A process that runs one job at a time. `ready` says that it waits for one."""

    def __init__(self, hello: Mapping[str, Any]) -> None:
        own, theirs = socket.socketpair()
        with theirs:
            program = _PROGRAM.format(
                path=[str(Path(each).absolute()) for each in sys.path], line=theirs.fileno()
            )
            # A session of its own: Ctrl-C is for the worker, which lets its jobs end.
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", program],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=sys.__stderr__ if sys.__stderr__ else subprocess.DEVNULL,
                start_new_session=True,
            )
        self.line = own
        self.ready = False
        self.job: Any = None
        self._frames = Frames()
        self._send(hello)

    def fileno(self) -> int:
        """The descriptor to wait on."""
        return self.line.fileno()

    def read(self) -> list[dict[str, Any]]:
        """Return what the process has said. Raises EOFError once it is gone."""
        return self._frames.read(self.line)

    def give(self, job: Mapping[str, Any], deadline: float) -> None:
        """Have it run a job, until `deadline` of `clock.now` at the latest."""
        self.ready = False
        self._send({"job": job, "deadline": deadline})

    def extend(self, deadline: float) -> None:
        """Let it run until `deadline`."""
        self._send({"deadline": deadline})

    def dismiss(self) -> None:
        """Let it end by itself."""
        self._send({"over": True})

    def kill(self) -> str:
        """End it, with all that it has started, and take its line away; return how it ended."""
        if self._process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
        code = self._process.wait()
        self.line.close()
        if code < 0:
            return f"by signal {-code} ({signal.Signals(-code).name})"
        return f"with exit code {code}"

    def _send(self, content: Mapping[str, Any]) -> None:
        with suppress(OSError):  # it is gone, which reading will tell
            self.line.sendall(encoded(content))
