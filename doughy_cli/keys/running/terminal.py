"""A terminal of its own for a program whose output is masked: it asks whether it is on one, and
would not show itself in the same way in a pipe."""

from __future__ import annotations

import fcntl
import os
import struct
import termios
import tty
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_SIZE = "HHHH"  # rows, columns, and two that are not used: struct winsize of <sys/ioctl.h>


@dataclass(frozen=True, slots=True)
class Terminal:
    """A pseudo-terminal: `ours` is our end, `theirs` the program's, `real` the descriptor of the
    terminal that doughy is on."""

    ours: int
    theirs: int
    real: int

    @classmethod
    def like(cls, real: int) -> Terminal:
        """Return a terminal with the size and the modes of the real one."""
        ours, theirs = os.openpty()
        made = cls(ours, theirs, real)
        with suppress(termios.error):
            termios.tcsetattr(theirs, termios.TCSANOW, termios.tcgetattr(real))
        made.resize()
        return made

    def resize(self) -> None:
        """Take over the real terminal's size; the kernel tells the program."""
        with suppress(OSError):
            size = fcntl.ioctl(self.real, termios.TIOCGWINSZ, bytes(struct.calcsize(_SIZE)))
            fcntl.ioctl(self.ours, termios.TIOCSWINSZ, size)

    def own(self) -> None:
        """In the program's process: make it the terminal that Ctrl-C comes from."""
        fcntl.ioctl(self.theirs, termios.TIOCSCTTY, 0)


@contextmanager
def raw(descriptor: int | None) -> Iterator[None]:
    """Let the keys of the real terminal go through as they are, until the end of the block: what
    they mean is for the program's own terminal. In the background nothing is changed."""
    if descriptor is None or os.tcgetpgrp(descriptor) != os.getpgrp():
        yield
        return
    before = termios.tcgetattr(descriptor)
    tty.setraw(descriptor)
    try:
        yield
    finally:
        # The window may be closed by now.
        with suppress(termios.error):
            termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
