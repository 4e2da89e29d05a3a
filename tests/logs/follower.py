"""`doughy logs tail -f` as a process of its own, and what it has written so far."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.harness import Person, Program

PATIENCE = 90.0  # seconds; a busy machine is slow, and waiting ends as soon as it is there


class Follower:
    """A context manager; nothing sleeps, everything waits for what was written."""

    def __init__(
        self, doughy: Program, person: Person, *flags: str, url: str | None = None
    ) -> None:
        env = {"DOUGHY_DATABASE_URL": url} if url else {}
        self.process = doughy.start("logs", "tail", "-f", *flags, person=person, env=env)
        self._written = threading.Condition()
        self.out: list[str] = []
        self.err: list[str] = []
        self._readers = [
            threading.Thread(target=self._read, args=(stream, lines), daemon=True)
            for stream, lines in ((self.process.stdout, self.out), (self.process.stderr, self.err))
        ]
        for each in self._readers:
            each.start()

    def __enter__(self) -> Follower:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for each in self._readers:
            each.join()

    @property
    def messages(self) -> list[str]:
        """The messages of the logs that were written, as JSON."""
        return [json.loads(line)["message"] for line in list(self.out)]

    def ids(self) -> list[str]:
        """The ids of the logs that were written, as JSON."""
        return [json.loads(line)["id"] for line in list(self.out)]

    def connected(self, times: int = 1) -> None:
        """Wait until it has said so many times that it is connected."""
        self.wait(lambda: sum("connected" in line for line in self.err) >= times, "connected")

    def told(self, words: str) -> None:
        """Wait until stderr holds these words."""
        self.wait(lambda: any(words in line for line in self.err), words)

    def wait(self, fits: Callable[[], Any], what: str) -> None:
        """Wait until `fits`."""
        end = time.monotonic() + PATIENCE
        with self._written:
            while not fits():
                left = end - time.monotonic()
                assert left > 0, f"waited for {what}: {self.out[-3:]} {self.err}"
                self._written.wait(left)

    def end(self) -> int:
        """Wait until it has ended; return its exit code."""
        code = self.process.wait(PATIENCE)
        for each in self._readers:
            each.join()
        return code

    def _read(self, stream: IO[bytes] | None, lines: list[str]) -> None:
        assert stream is not None
        for line in stream:
            with self._written:
                lines.append(line.decode().rstrip("\n"))
                self._written.notify_all()
