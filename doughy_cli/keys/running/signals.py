"""Signals for doughy that are meant for the program it runs."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

PASSED_ON = {
    signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1, signal.SIGUSR2,
}  # fmt: skip
TAKEN = {*PASSED_ON, signal.SIGWINCH}


@contextmanager
def taken() -> Iterator[set[Any]]:
    """Let no signal interrupt this process until the end of the block; yield the mask that there
    was, which the program is to start with. `pass_on` takes them then."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, TAKEN)
    try:
        yield before
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def pass_on(program: int, own_session: bool, resize: Callable[[], None]) -> threading.Event:
    """Pass signals on to the process `program` from now on; return what is set when one comes
    after it has ended.

    A signal from the terminal (Ctrl-C) goes to all processes in the foreground. A program in
    doughy's session has had it from there; one with a session, and a terminal, of its own gets
    it from here, with all of its group.
    """
    late = threading.Event()

    def take() -> None:
        while True:
            number, from_terminal = _wait()
            if number == signal.SIGWINCH:
                resize()
                continue
            if from_terminal and not own_session:
                continue
            try:
                (os.killpg if from_terminal else os.kill)(program, number)
            except ProcessLookupError:
                late.set()

    threading.Thread(target=take, daemon=True).start()
    return late


def _wait() -> tuple[int, bool]:
    """Return the next signal, and whether the kernel sent it, and no process."""
    if hasattr(signal, "sigwaitinfo"):
        found = signal.sigwaitinfo(TAKEN)
        return found.si_signo, found.si_code > 0
    number = signal.sigwait(TAKEN)  # where it is not told, Ctrl-C is what is likely
    return number, number in (signal.SIGINT, signal.SIGQUIT)
