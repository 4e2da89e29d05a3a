"""Running a program: with its output masked, or as what doughy becomes."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from typing import NoReturn

from doughy_cli.keys.running import signals
from doughy_cli.keys.running.masking import Masker
from doughy_cli.keys.running.terminal import Terminal, raw

_STDIN, _STDOUT, _STDERR = 0, 1, 2
_PIECE = 65536  # bytes
_HURRY = 0.05  # seconds after which what was typed is shown, though it may begin a secret
_LATE = 0.1
_BY_SIGNAL = 128  # and the signal's number: the exit code that shells give


def become(
    command: Sequence[str], environment: Mapping[str, str], prepare: Callable[[], None]
) -> NoReturn:
    """Become the program: nothing of doughy is left. Raises OSError if it cannot be run."""
    sys.stdout.flush()
    sys.stderr.flush()
    prepare()
    # Python ignores these, and what is ignored stays so in the program that follows.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    os.execvpe(command[0], list(command), dict(environment))  # noqa: S606


def run_masked(
    command: Sequence[str],
    environment: Mapping[str, str],
    hidden: Iterable[bytes],
    prepare: Callable[[], None],
) -> int:
    """Run the program and hide the texts `hidden` in what it writes; return its exit code, or
    128 and the number of the signal that ended it.

    Standard output and error stay apart. Where one of them is a terminal the program gets a
    terminal, too; standard input is a terminal's keys then, and else the very same. `prepare`
    is called in the program's process before it starts. Raises OSError if it cannot be run.
    """
    texts = list(hidden)
    tty = {each: os.isatty(each) for each in (_STDIN, _STDOUT, _STDERR)}
    terminal = None
    if tty[_STDOUT] or tty[_STDERR]:
        terminal = Terminal.like(_STDOUT if tty[_STDOUT] else _STDERR)
    keys = _STDIN if terminal and tty[_STDIN] else None
    sys.stdout.flush()
    sys.stderr.flush()
    with signals.taken() as before, raw(keys), ExitStack() as last:

        def start() -> None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            if terminal:
                terminal.own()
            prepare()

        def end_of(descriptor: int) -> int:
            return terminal.theirs if terminal and tty[descriptor] else subprocess.PIPE

        program = subprocess.Popen(
            list(command),
            env=dict(environment),
            stdin=None if keys is None or terminal is None else terminal.theirs,
            stdout=end_of(_STDOUT),
            stderr=end_of(_STDERR),
            start_new_session=terminal is not None,
            preexec_fn=start,  # no thread of ours runs yet
        )
        ends = [
            (stream.fileno(), to)
            for stream, to in ((program.stdout, _STDOUT), (program.stderr, _STDERR))
            if stream is not None
        ]
        if terminal:
            os.close(terminal.theirs)
            ends.append((terminal.ours, _STDOUT if tty[_STDOUT] else _STDERR))
        late = signals.pass_on(
            program.pid, terminal is not None, terminal.resize if terminal else lambda: None
        )
        done, woken = os.pipe()
        last.callback(os.close, woken)
        if terminal and keys is not None:
            _start(_type, keys, terminal.ours, done)
        writers = [
            _start(_show, end, to, Masker(texts), terminal is not None and end == terminal.ours)
            for end, to in ends
        ]
        code = program.wait()
        # What it has started may still write into the same pipe, as in a shell.
        for each in writers:
            while each.is_alive() and not late.is_set():
                each.join(_LATE)
    return code if code >= 0 else _BY_SIGNAL - code


def _start(target: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=target, args=arguments, daemon=True)
    thread.start()
    return thread


def _show(end: int, to: int, masker: Masker, typed: bool) -> None:
    """Write what comes out of `end` to `to`, masked."""
    with suppress(OSError):
        while True:
            if typed and not select.select([end], [], [], _HURRY)[0]:
                _write(to, masker.hurry())
                select.select([end], [], [])
            piece = _read(end)
            if not piece:
                break
            _write(to, masker.feed(piece))
        _write(to, masker.end())
        return
    # Nobody reads on: neither can the program write on, and it is told so in its own way.
    with suppress(OSError):
        os.close(end)


def _read(end: int) -> bytes:
    # The end of a terminal is an error, which means the same as the end of a pipe.
    try:
        return os.read(end, _PIECE)
    except OSError:
        return b""


def _write(to: int, data: bytes) -> None:
    while data:
        data = data[os.write(to, data) :]


def _type(keys: int, to: int, done: int) -> None:
    """Give the program the keys that are pressed, until it has ended."""
    with suppress(OSError):
        while True:
            ready, _, _ = select.select([keys, done], [], [])
            piece = os.read(keys, _PIECE) if keys in ready else b""
            if not piece:
                return
            _write(to, piece)
