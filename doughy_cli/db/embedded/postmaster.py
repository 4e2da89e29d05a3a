"""The server's process: started, found dead, ended. The kernel is asked who lives.

The first process of a server, the postmaster, inherits a descriptor on which it holds a lock
(the file `alive`), and so does every process that it makes. While one of them is left the
lock cannot be had, in whatever container they are; once it can be had, nobody is left. A
process id in a file says neither, because ids are used again.
"""

from __future__ import annotations

import fcntl
import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from doughy_cli.db.embedded.cluster import PORT, as_server_user
from doughy_cli.db.embedded.place import ELSEWHERE, Place, clean_environment, disk_full
from doughy_cli.db.embedded.probe import Answer, ask, listener
from doughy_cli.errors import Failed, Unreachable

_PAUSE = 0.02
_GRACE = 1.0  # how long processes without a postmaster get to notice it by themselves
_LOG_SIZE = 1_000_000


def socket_in(folder: Path) -> Path:
    """The socket's file in its folder."""
    return folder / f".s.PGSQL.{PORT}"


@contextmanager
def locked(path: Path, deadline: float) -> Iterator[int]:
    """Hold the lock of the home, which makes starting and stopping one person's business.

    Yields its descriptor. Raises Unreachable if it is not free by `deadline`.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        while not _take(descriptor):
            if time.monotonic() > deadline:
                raise Unreachable(
                    f"Another command has been starting or stopping the server in {path.parent} "
                    "for a long time",
                    "Wait until it has ended, and run this again.",
                )
            time.sleep(_PAUSE)
        yield descriptor
    finally:
        # Closed, never unlocked: initdb may hold the same lock and outlive this process.
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lives(place: Place) -> bool:
    """Whether any process of the place's server is left."""
    return is_locked(place.alive)


def wait_for_death(place: Place, socket: Path, deadline: float) -> int | None:
    """Return the descriptor of `alive`, locked, once no process of the server is left.

    Returns None instead if a server answers after all. Processes whose postmaster was killed
    notice it by themselves unless they are busy; after a moment they are asked to end, which
    rolls back what they had not committed. The caller holds the home's lock.
    """
    descriptor = os.open(place.alive, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    began = time.monotonic()
    asked: set[int] = set()
    try:
        while not _take(descriptor):
            if ask(socket) is not Answer.NOBODY:
                os.close(descriptor)
                return None
            now = time.monotonic()
            if now > began + _GRACE:
                for pid in _holders(place) - asked:
                    asked.add(pid)
                    _end(pid, place)
            if now > deadline:
                raise _still_there(place)
            time.sleep(_PAUSE)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _holders(place: Place) -> set[int]:
    """The PostgreSQL processes that have `alive` open, as far as they can be seen from here."""
    try:
        alive = place.alive.stat()
        everyone = [int(name) for name in os.listdir("/proc") if name.isdigit()]  # noqa: PTH208
    except FileNotFoundError:  # there is no /proc on macOS
        return set()
    found = set()
    for pid in everyone:
        with suppress(OSError):  # it ended just now, or is somebody else's
            if Path(f"/proc/{pid}/comm").read_text().strip() != "postgres":
                continue
            for open_file in Path(f"/proc/{pid}/fd").iterdir():
                held = open_file.stat()
                if stat.S_ISREG(held.st_mode) and os.path.samestat(held, alive):
                    found.add(pid)
                    break
    return found


def _end(pid: int, place: Place) -> None:
    # A postmaster that nobody can connect to (its socket was deleted) shuts down at once on
    # SIGINT; its children roll back and end on SIGTERM.
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT if pid == noted_pid(place) else signal.SIGTERM)


def _still_there(place: Place) -> Unreachable:
    holders = sorted(_holders(place))
    if holders:
        listed = " ".join(map(str, holders))
        return Unreachable(
            f"Processes of a server that crashed in {place.root} are still running: {listed}",
            f"Wait until they have ended, or end them with kill {listed}.",
        )
    return Unreachable(
        f"A server for {place.root} runs where it cannot be seen from here, such as in another "
        "container",
        "Stop it there with `doughy db stop`, or share a server: " + ELSEWHERE,
    )


def noted_pid(place: Place) -> int | None:
    """The process id in PostgreSQL's own pid file, which may be stale."""
    try:
        return int((place.data / "postmaster.pid").read_bytes().split(b"\n")[0])
    except (FileNotFoundError, ValueError):
        return None


def start(
    place: Place, command: Sequence[str | Path], socket: Path, alive: int, deadline: float
) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server and wait until its socket answers, in whatever way.

    Returns the process and where its words begin in the log. Raises Unreachable if it ended.
    """
    _forget_the_dead(place, socket)
    with suppress(FileNotFoundError):
        if place.log.stat().st_size > _LOG_SIZE:
            place.log.replace(place.log.with_name("log.1"))
    log = os.open(place.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        begin = os.lseek(log, 0, os.SEEK_END)
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=clean_environment(),
            cwd="/",
            umask=0o077,
            start_new_session=True,
            pass_fds=(alive,),
            **as_server_user(place),  # type: ignore[call-overload]
        )
    finally:
        os.close(log)
    while ask(socket) is Answer.NOBODY:
        if process.poll() is not None:
            raise why_it_ended(place, begin)
        if time.monotonic() > deadline:
            raise not_in_time(place)
        time.sleep(_PAUSE / 4)
    return process, begin


def _forget_the_dead(place: Place, socket: Path) -> None:
    """Remove the pid files of a server that is dead, as holding `alive` proves.

    PostgreSQL would not start while some other program of the same user has the noted id. A
    server that was started by hand does not hold `alive`; it is known by where it works.
    """
    check_not_another(place)
    (place.data / "postmaster.pid").unlink(missing_ok=True)
    socket.unlink(missing_ok=True)
    socket.with_name(socket.name + ".lock").unlink(missing_ok=True)


def check_not_another(place: Place) -> None:
    """Raise Unreachable if a server that doughy did not start works on the place's data."""
    pid = noted_pid(place)
    if pid is not None:
        with suppress(OSError):
            if Path(f"/proc/{pid}/cwd").samefile(place.data):
                raise Unreachable(
                    f"A server that doughy did not start runs in {place.data} (process {pid})",
                    f"End it: kill -INT {pid}",
                )


def is_locked(path: Path) -> bool:
    """Whether somebody holds the lock of the home just now."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        return not _take(descriptor)
    finally:
        os.close(descriptor)


def why_it_ended(place: Place, begin: int) -> Unreachable:
    """The error for a server that ended by itself, in the words of its log from `begin` on."""
    with place.log.open("rb") as log:
        log.seek(begin)
        words = log.read().decode(errors="replace")
    return ended_with(place, words)


def ended_with(place: Place, words: str) -> Unreachable:
    """The error for a server that ended by itself with these words in its log."""
    if "No space left on device" in words:
        return disk_full(place.root)
    grave = [line for line in words.splitlines() if "FATAL:" in line or "PANIC:" in line]
    said = grave[0].split(":  ", 1)[-1] if grave else (words.strip().splitlines() or ["no word"])[0]
    return Unreachable(f"The database server ended: {said}", f"Its log is {place.log}.")


def not_in_time(place: Place) -> Unreachable:
    """The error for a server that lives and does not serve yet."""
    # Those who asked too early fill the log with their refusals.
    last = [line for line in tail(place.log, 1000) if "FATAL:" not in line][-1:]
    return Unreachable(
        "The database server is still recovering" + (f": {last[0]}" if last else ""),
        f"It goes on by itself; run the command again in a while. Its log is {place.log}.",
    )


def tail(log: Path, count: int) -> list[str]:
    """The last `count` lines of the file `log`; none if there is no such file."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - 400 * count - 4000))
            lines = file.read().decode(errors="replace").splitlines()
    except FileNotFoundError:
        return []
    return lines[-count:] if count > 0 else []


def end(place: Place, socket: Path, deadline: float) -> bool:
    """Shut the server down: open transactions are rolled back, what is committed stays.

    Returns False if none ran. The caller holds the home's lock. Raises Failed if it lives in
    another container or has not ended by `deadline`.
    """
    pid = listener(socket)
    if pid is None:
        return False
    if sys.platform != "linux":
        pid = noted_pid(place)  # a server that answers keeps its pid file true
    if not pid or pid != noted_pid(place):
        raise Failed(
            f"The server of {place.root} runs in another container",
            "Stop it there, with `doughy db stop`.",
        )
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    while lives(place):
        if time.monotonic() > deadline:
            raise Failed(
                f"The database server (process {pid}) has not ended yet",
                f"It ends by itself once it has written everything; its log is {place.log}.",
            )
        time.sleep(_PAUSE)
    return True
