"""The program on a pseudo-terminal: keys in, and the screen that a person would see."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pyte

from tests.forking import own_terminal

if TYPE_CHECKING:
    from pathlib import Path

    from tests.harness import Person, Program

PATIENCE = 60.0  # seconds; a busy machine is slow, and waiting ends as soon as it is there


class PseudoTerminal:
    """A terminal of the given size in which the program runs; a context manager.

    `screen` is what it shows. Nothing sleeps: everything waits for what the screen shows. It
    answers when it is asked what it is, as terminals do, unless `answers` is taken away.
    """

    def __init__(
        self,
        doughy: Program,
        *arguments: str,
        person: Person | None = None,
        size: tuple[int, int] = (80, 24),
        env: Mapping[str, str] | None = None,
        shell: Path | None = None,
        program: Sequence[str] | None = None,
    ) -> None:
        """`program` is another one than doughy, with its arguments."""
        self.screen = pyte.Screen(*size)
        self.screen.write_process_input = self._answer
        self.answers = True
        self._held: list[str] = []
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        self._ours, theirs = pty.openpty()
        self.theirs = os.dup(theirs)
        self.resize(*size, tell=False)
        self.before = termios.tcgetattr(theirs)
        environment = {"TERM": "xterm-256color", "COLUMNS": "", "LINES": "", **(env or {})}
        streams: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), theirs)
        if program is None:
            self.process = doughy.start(
                *arguments,
                person=person,
                env=environment,
                shell=shell,
                preexec_fn=own_terminal,
                **streams,
            )
        else:
            self.process = subprocess.Popen(
                program,
                env=doughy.environment(person, **environment),
                preexec_fn=own_terminal,
                **streams,
            )
        os.close(theirs)

    def __enter__(self) -> PseudoTerminal:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._ours)
        os.close(self.theirs)

    @property
    def text(self) -> str:
        """The screen's lines, without the blanks at their ends."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self._ours, text.encode())

    def answer(self) -> None:
        """Give the answers that were not given before, and all that come."""
        self.answers = True
        for each in self._held:
            self.type(each)
        self._held.clear()

    def wait_for(self, *texts: str) -> None:
        """Wait until the screen shows all of the texts."""
        self.wait(lambda: all(each in self.text for each in texts), f"{texts}")

    def wait(self, fits: Callable[[], Any], what: str) -> None:
        """Wait until `fits`, reading what the program writes."""
        deadline = time.monotonic() + PATIENCE
        while self.drawing or not fits():
            left = deadline - time.monotonic()
            assert left > 0, f"waited for {what}; the screen is\n{self.text}"
            self._read(left)

    def press(self, text: str, *shown: str) -> None:
        """Press keys, and wait until the screen shows all of `shown`."""
        self.type(text)
        self.wait_for(*shown)

    def resize(self, columns: int, lines: int, *, tell: bool = True) -> None:
        """Give the terminal another size."""
        size = struct.pack("HHHH", lines, columns, 0, 0)
        self.screen.resize(lines, columns)
        fcntl.ioctl(self._ours, termios.TIOCSWINSZ, size)
        if tell:
            self.process.send_signal(signal.SIGWINCH)

    def end(self) -> int:
        """Wait until the program has ended; return its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < deadline, self.text
            self._read(0.05)
        self._read(0)
        return self.process.returncode

    def kill(self) -> None:
        """Kill the program with no chance to tidy up."""
        self.process.kill()
        self.process.wait()

    def hang_up(self) -> None:
        """Close the terminal under the program, as when a window is closed."""
        os.close(self._ours)
        self._ours = os.open(os.devnull, os.O_RDWR)

    @property
    def drawing(self) -> bool:
        """Whether what is on the screen is half of something: nobody is shown it."""
        return self.written.rfind(b"\x1b[?2026h") > self.written.rfind(b"\x1b[?2026l")

    @property
    def restored(self) -> bool:
        """Whether the terminal is as it was before: its modes, its cursor, its screen."""
        same = termios.tcgetattr(self.theirs) == self.before
        last = {mode: self.written.rfind(mode) for mode in (b"\x1b[?1049h", b"\x1b[?1049l")}
        return (
            same
            and last[b"\x1b[?1049l"] > last[b"\x1b[?1049h"]
            and self.written.rfind(b"\x1b[?25h") > self.written.rfind(b"\x1b[?25l")
            and self.written.rfind(b"\x1b[?2004l") > self.written.rfind(b"\x1b[?2004h")
            and self.written.rfind(b"\x1b[?7h") >= self.written.rfind(b"\x1b[?7l")
        )

    def _answer(self, data: str) -> None:
        self._held.append(data)
        if self.answers:
            self.answer()

    def _read(self, seconds: float) -> None:
        ready, _, _ = select.select([self._ours], [], [], seconds)
        if ready:
            data = os.read(self._ours, 65536)
            self.written += data
            self._stream.feed(data)
