"""Processes of the program that begin in a hundredth of the time: forked, not started.

A new interpreter takes about a second to load what a command needs, and a run of the tests
would do that hundreds of times. Here one process loads the program, and nothing but the
program, once for each worker; `Forked` asks it for a child, which then is the program: with
its own process id, streams, terminal, environment, signals and exit code.

What only a fresh interpreter shows (what it loads, how it reads its locale, how it ends when
a stream is gone) is tested with `fresh=True`, see `harness.Program.start`.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import pickle
import select
import signal
import socket
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_LENGTH = struct.Struct("!I")
_NUMBER = struct.Struct("!i")
_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class _Order:
    """A child to be made: its streams and the pipe for its end travel beside."""

    script: str | None  # a script of Python in the program's place
    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str
    umask: int
    own_session: bool
    imports: Sequence[str]
    before: Callable[[], None] | None


def own_terminal() -> None:
    """Make the terminal that of the process's session, so that Ctrl-C reaches it."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


class Forked(subprocess.Popen[bytes]):
    """A process of the program. It takes the arguments of Popen that are named here; the
    first of `args` is a script that is run in the program's place, or None."""

    def __init__(
        self,
        args: Sequence[str | None],
        *,
        env: Mapping[str, str],
        stdin: Any = None,
        stdout: Any = None,
        stderr: Any = None,
        cwd: str | Path | None = None,
        start_new_session: bool = False,
        imports: Sequence[str] = (),
        preexec_fn: Callable[[], None] | None = None,
    ) -> None:
        self._ended, self._tells = os.pipe()
        umask = os.umask(0)
        os.umask(umask)
        self._order = _Order(
            args[0],
            [str(each) for each in args[1:]],
            env,
            os.fspath(cwd or Path.cwd()),
            umask,
            start_new_session,
            imports,
            preexec_fn,
        )
        super().__init__(["doughy"], stdin=stdin, stdout=stdout, stderr=stderr)

    def _execute_child(self, *given: Any) -> None:
        pipes = given[10:16]  # three times what is read from and what is written to
        theirs = (pipes[0], pipes[3], pipes[5])
        streams = [number if number != -1 else own for own, number in enumerate(theirs)]
        try:
            with _one_at_a_time:
                self.pid = _forker().fork(self._order, [*streams, self._tells])
        finally:
            os.close(self._tells)
            self._close_pipe_fds(*pipes)  # type: ignore[attr-defined]
        self._child_created = True

    def _try_wait(self, wait_flags: int) -> tuple[int, int]:
        patience = 0 if wait_flags & os.WNOHANG else None
        if not select.select([self._ended], [], [], patience)[0]:
            return 0, 0
        told = os.read(self._ended, _NUMBER.size)
        os.close(self._ended)
        return self.pid, _NUMBER.unpack(told)[0]

    def _internal_poll(self, *_: Any, **__: Any) -> int | None:
        with self._waitpid_lock:  # type: ignore[attr-defined]
            if self.returncode is None:
                pid, status = self._try_wait(os.WNOHANG)
                if pid:
                    self._handle_exitstatus(status)  # type: ignore[attr-defined]
        return self.returncode


class _Forker:
    """The other end of the process that has the program loaded."""

    def __init__(self) -> None:
        self._channel, theirs = socket.socketpair()
        kept = ("PATH", "HOME", "LANG", "TMPDIR")
        environment = {name: os.environ[name] for name in kept if name in os.environ}
        with theirs:
            subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno())],
                env={**environment, "PYTHONPATH": str(_ROOT), "COLUMNS": "100", "TZ": "UTC"},
                cwd=_ROOT,
                pass_fds=[theirs.fileno()],
            )

    def fork(self, order: _Order, descriptors: Sequence[int]) -> int:
        """Have a child made; return its process id."""
        content = pickle.dumps(order)
        socket.send_fds(self._channel, [_LENGTH.pack(len(content))], descriptors)
        self._channel.sendall(content)
        (pid,) = _NUMBER.unpack(_exactly(self._channel, _NUMBER.size))
        return int(pid)


_one_at_a_time = threading.Lock()
_forker = cache(_Forker)


def _exactly(channel: socket.socket, size: int) -> bytes:
    content = b""
    while len(content) < size:
        piece = channel.recv(size - len(content))
        if not piece:
            raise EOFError("the other end is gone")
        content += piece
    return content


# From here on: the process that has the program loaded, and its children.

_kept: list[Any] = []  # what must not be tidied up in a child


def serve(channel: socket.socket) -> None:
    """Load the program, then fork whenever somebody asks, until nobody can."""
    _load()
    interrupt = signal.signal(signal.SIGINT, signal.SIG_IGN)
    woken, wakes = os.pipe()
    os.set_blocking(wakes, False)
    signal.set_wakeup_fd(wakes, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    tells: dict[int, int] = {}
    while True:
        ready, _, _ = select.select([channel, woken], [], [])
        if channel in ready:
            size, descriptors, _, _ = socket.recv_fds(channel, _LENGTH.size, 4)
            if not size:
                return
            order = pickle.loads(_exactly(channel, *_LENGTH.unpack(size)))  # noqa: S301 (our own)
            pid = os.fork()
            if pid == 0:
                _become(order, descriptors[:3], interrupt)
            tells[pid] = descriptors.pop()
            for number in descriptors:
                os.close(number)
            channel.sendall(_NUMBER.pack(pid))
        if woken in ready:
            os.read(woken, 1024)
        while tells:  # even unwoken: a child may have ended before its pipe was noted
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                break
            with contextlib.suppress(BrokenPipeError):  # nobody waits for it any more
                os.write(tells[pid], _NUMBER.pack(status))
            os.close(tells.pop(pid))


def _load() -> None:
    """Load all of the program, and build its commands."""
    import pkgutil
    from importlib import import_module

    import sqlalchemy.orm

    import doughy_cli
    from doughy_cli import tree
    from doughy_cli.command_index import GROUPS
    from doughy_cli.command_roots import COMMANDS

    for module in pkgutil.walk_packages(doughy_cli.__path__, "doughy_cli."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    for name in COMMANDS:
        tree.command((name,))
    for group, (_, commands) in GROUPS.items():
        for name in commands:
            tree.command((*group.split(), name))
    sqlalchemy.orm.configure_mappers()
    gc.collect()
    gc.freeze()


def _become(order: _Order, streams: Sequence[int], interrupt: Any) -> None:
    """Be the process that was ordered, and end."""
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, interrupt)
        _take(streams)
        os.chdir(order.folder)
        os.umask(order.umask)
        os.environ.clear()
        os.environ.update(order.environment)
        if order.own_session:
            os.setsid()
        if order.before:
            order.before()
        code = _run(order)
    finally:
        os._exit(code)


def _take(streams: Sequence[int]) -> None:
    """Make the three descriptors the process's streams, and close all others."""
    moved = [fcntl.fcntl(number, fcntl.F_DUPFD, 10) for number in streams]
    for own, number in enumerate(moved):
        os.dup2(number, own)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    for own, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        before = getattr(sys, f"__{name}__")
        _kept.append(before)
        stream = open(  # noqa: PTH123, SIM115 (a descriptor, and it stays open)
            own,
            mode,
            buffering=1 if mode == "w" and (own == 2 or os.isatty(own)) else -1,
            encoding=before.encoding,
            errors=before.errors,
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _run(order: _Order) -> int:
    """Run the program or the script as an interpreter would; return the exit code."""
    import atexit
    import random
    import runpy
    import time
    import traceback

    from doughy_cli import __main__ as program

    time.tzset()
    random.seed()
    code: Any = 0
    try:
        try:
            sys.path[:0] = order.imports
            sys.argv = [order.script or program.__file__, *order.arguments]
            if order.script:
                runpy.run_path(order.script, run_name="__main__")
            else:
                program.main()
        finally:
            for thread in threading.enumerate():
                if not thread.daemon and thread is not threading.current_thread():
                    thread.join()
            atexit._run_exitfuncs()
    except SystemExit as ended:
        code = ended.code
    except BaseException as error:  # noqa: BLE001 (as the interpreter does at its end)
        traceback.print_exc()
        if isinstance(error, KeyboardInterrupt):
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGINT)
        code = 1
    if code is not None and not isinstance(code, int):
        sys.stderr.write(f"{code}\n")
        code = 1
    try:
        sys.stdout.flush()
    except OSError:
        code = 120  # what the interpreter ends with
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    return (code or 0) & 0xFF


if __name__ == "__main__":
    # Under the name by which the orders know it.
    from tests.forking import serve as _serve

    _serve(socket.socket(fileno=int(sys.argv[1])))
