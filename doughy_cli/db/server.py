"""The embedded server: found, made, started, attached to, stopped.

    server = ensure(home)
    psycopg.connect(**server.conninfo("doughy", "postgres"))

Every command passes through `ensure`, so only the standard library is imported here, and
what starts a server only when one must be started. Processes of PostgreSQL stay up between
commands.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from doughy_cli.db.embedded import place as places
from doughy_cli.db.embedded.place import Note, Place, explained
from doughy_cli.db.embedded.probe import Answer, ask
from doughy_cli.errors import Unreachable

if TYPE_CHECKING:
    import subprocess

PORT = 5432
SUPERUSER = "postgres"
_WAIT = 60.0
_SILENCE = 0.5  # an ordinary start takes a few hundredths of a second: not worth a word


@dataclass(frozen=True)
class Server:
    """A server that runs. `os_user` is the system's user whose processes they are."""

    home: Path
    socket_dir: Path
    port: int
    bin_dir: Path
    os_user: str

    @property
    def socket(self) -> Path:
        """The socket's file."""
        return self.socket_dir / f".s.PGSQL.{self.port}"

    def conninfo(self, dbname: str, user: str) -> dict[str, str | int]:
        """libpq's keywords for `dbname` as `user`; add `password` for anybody but `postgres`.

        What PG* variables could bend is given in full, but a few have no keyword that means
        "none" (PGSERVICE): call `forget_libpq_environment` before connecting.
        """
        return {
            "host": os.fspath(self.socket_dir),
            "hostaddr": "",
            "port": self.port,
            "dbname": dbname,
            "user": user,
            "requirepeer": self.os_user,
            "sslmode": "disable",
            "gssencmode": "disable",
            "target_session_attrs": "any",
            "client_encoding": "UTF8",
            "options": "",
            "connect_timeout": 10,
            "application_name": "doughy",
        }


@dataclass(frozen=True)
class Status:
    """What there is in a home. `size` is in bytes, `since` in seconds since 1970; both the
    process id and `since` are None while no server runs, and the rest if there never was one.
    """

    running: bool
    pid: int | None
    version: str | None
    data: Path | None
    log: Path | None
    socket: Path | None
    size: int
    since: float | None


def forget_libpq_environment() -> None:
    """Remove PGHOST, PGSERVICE, PGOPTIONS … from this process, and so from its children."""
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]


def exists(home: Path) -> bool:
    """Whether a server was ever started from `home`."""
    return places.read_note(home) is not None


def running(home: Path) -> Server | None:
    """The server of `home` if it can be connected to; nothing is started."""
    with explained(home):
        found = _noted(home)
        return found if found and ask(found.socket) is Answer.READY else None


def ensure(
    home: Path,
    *,
    say: Callable[[str], None] | None = None,
    max_connections: int | None = None,
    wait: float = _WAIT,
) -> Server:
    """The server of `home`, which is made and started first if need be.

    `say` is told what takes long. `max_connections` counts for a start, and is remembered for
    later ones. Raises Unreachable, with the reason, if no server answers within about `wait`
    seconds.
    """
    found = running(home)
    if found:
        return found
    home = home.absolute()
    say = say or _silent
    owner = places.foreign_owner(home)
    if owner:
        from doughy_cli.db.embedded.errand import as_user

        as_user(owner, lambda: _bring_up(home, say, max_connections, wait))
    else:
        _bring_up(home, say, max_connections, wait)
    found = running(home)
    if found is None:
        raise Unreachable(
            f"The database server of {home} ended as soon as it had started",
            "`doughy db status` shows its log.",
        )
    return found


def stop(home: Path, *, wait: float = _WAIT) -> bool:
    """Shut the server of `home` down; what is committed stays. False if none ran.

    Raises Failed if it has not ended after `wait` seconds, or runs in another container.
    """
    home = home.absolute()
    if not exists(home):
        return False
    owner = places.foreign_owner(home)
    if owner:
        from doughy_cli.db.embedded.errand import as_user

        return as_user(owner, lambda: _shut_down(home, wait))
    return _shut_down(home, wait)


def status(home: Path) -> Status:
    """What is in `home` and whether it runs; nothing is started or changed."""
    home = home.absolute()
    note = places.read_note(home)
    if note is None:
        return Status(False, None, None, None, None, None, 0, None)
    place = _place(home, note)
    found = running(home)
    with explained(home):
        pid, since = _process(place) if found else (None, None)
        return Status(
            running=found is not None,
            pid=pid,
            version=note.version,
            data=place.data,
            log=place.log,
            socket=found.socket if found else None,
            size=_size(place.root),
            since=since,
        )


def noted_place(home: Path) -> Place | None:
    """Where the files of `home` lie; None if no server was ever started from it."""
    note = places.read_note(home)
    return _place(home, note) if note else None


def log_tail(home: Path, count: int) -> list[str]:
    """The last `count` lines of the server's log."""
    from doughy_cli.db.embedded.postmaster import tail

    place = noted_place(home)
    with explained(home):
        return tail(place.log, count) if place else []


def _bring_up(
    home: Path, say: Callable[[str], None], max_connections: int | None, wait: float
) -> None:
    from doughy_cli.db.embedded import postmaster

    deadline = time.monotonic() + wait
    started: tuple[subprocess.Popen[bytes], int] | None = None
    recovering_since: float | None = None
    pause = 0.005
    told = False
    with explained(home):
        places.make_home(home)
        while True:
            with postmaster.locked(home / "lock", deadline) as lock:
                place = places.settle(home)
                answer = ask(_socket(place))
                if answer is Answer.NOBODY:
                    if started:
                        raise postmaster.why_it_ended(place, started[1])
                    started = _start(place, lock, say, max_connections, deadline)
                    continue
            if answer is Answer.READY:
                break
            now = time.monotonic()
            recovering_since = recovering_since or now
            if now > deadline:
                raise postmaster.not_in_time(place)
            if now > recovering_since + _SILENCE and not told:
                say("The database is recovering…")
                told = True
            time.sleep(pause)
            pause = min(pause * 1.5, 0.5)  # each question leaves a line in the log
    if started:
        # It outlives this process on purpose, so nobody will wait for it.
        started[0].returncode = 0


def _start(
    place: Place,
    lock: int,
    say: Callable[[str], None],
    max_connections: int | None,
    deadline: float,
) -> tuple[subprocess.Popen[bytes], int] | None:
    from doughy_cli.db.embedded import cluster, engine, postmaster

    alive = postmaster.wait_for_death(place, _socket(place), deadline)
    if alive is None:
        return None
    try:
        note = places.read_note(place.home)
        programs = engine.find(place.engines, major=cluster.made_by(place.data))
        if not place.data.exists():
            cluster.make(place, programs, lock, say)
        most = max_connections or (note.max_connections if note else cluster.MAX_CONNECTIONS)
        folder = places.socket_folder(place, note.socket_dir if note else None)
        command = cluster.write_settings(place, programs, folder, most)
        places.write_note(
            place.home,
            Note(place.root, folder, programs.bin_dir, programs.version, place.user.name, most),
        )
        return postmaster.start(place, command, postmaster.socket_in(folder), alive, deadline)
    finally:
        os.close(alive)


def _shut_down(home: Path, wait: float) -> bool:
    from doughy_cli.db.embedded import postmaster

    deadline = time.monotonic() + wait
    with explained(home), postmaster.locked(home / "lock", deadline):
        place = places.settle(home)
        return postmaster.end(place, _socket(place), deadline)


def _noted(home: Path) -> Server | None:
    note = places.read_note(home)
    if note is None:
        return None
    return Server(home.absolute(), note.socket_dir, PORT, note.bin_dir, note.user)


def _socket(place: Place) -> Path:
    from doughy_cli.db.embedded.postmaster import socket_in

    note = places.read_note(place.home)
    return socket_in(note.socket_dir if note else place.root / "sock")


def _place(home: Path, note: Note) -> Place:
    return Place(home, note.root, places.User(note.user, -1, -1))


def _process(place: Place) -> tuple[int | None, float | None]:
    try:
        noted = (place.data / "postmaster.pid").read_bytes()
    except FileNotFoundError:  # it ended just now
        return None, None
    pid = noted.split(b"\n", 1)[0]
    # After the folder's path, which may be of any bytes, the rest is plain.
    since = noted.removeprefix(pid + b"\n" + os.fsencode(place.data) + b"\n").split(b"\n")[0]
    return int(pid), float(since)


def _size(folder: Path) -> int:
    total = 0
    for where, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.lstat(os.path.join(where, name)).st_blocks * 512  # noqa: PTH118
            except FileNotFoundError:  # a running server removes files as it goes
                continue
    return total


def _silent(_: str) -> None:
    """Say nothing."""
