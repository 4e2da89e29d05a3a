"""Where the embedded server's files lie, and as which user of the system it runs.

An ordinary user has everything in the home. PostgreSQL refuses to run as root, so for root
it runs as a system user: the folders that it only reads belong to root, `data` and the
socket's folder to that user. Where that user cannot reach the home (`/root` is closed to
everybody), the files lie under /var/lib/doughy and the home keeps a note of where.
Nothing that existed before is ever opened up or given away.
"""

from __future__ import annotations

import json
import os
import pwd
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from doughy_cli.errors import Unreachable

if TYPE_CHECKING:
    import subprocess

SHARED_BASE = Path("/var/lib/doughy")
SYSTEM_USERS = ("doughy", "postgres", "nobody")
ELSEWHERE = "Choose another folder with DOUGHY_HOME, or name a server with --database-url."

_NOTE = "server.json"
# What a shell reads inside double quotes.
_READ_BY_A_SHELL = frozenset('"$`\\\n')
_LONGEST_SOCKET_FOLDER = 85  # the kernel takes 107 bytes, with the socket's own name


@dataclass(frozen=True)
class User:
    """A user of the system that the server runs as."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True)
class Place:
    """The home that was named, the folder with the server's files, and the server's user."""

    home: Path
    root: Path
    user: User

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def engines(self) -> Path:
        return self.root / "engine"

    @property
    def settings(self) -> Path:
        return self.root / "conf"

    @property
    def log(self) -> Path:
        return self.root / "log"

    @property
    def alive(self) -> Path:
        return self.root / "alive"

    def give_to_server(self, folder: Path) -> None:
        """Hand a folder that was just made to the server's user."""
        if os.geteuid() == 0:
            os.chown(folder, self.user.uid, self.user.gid)


@dataclass(frozen=True)
class Note:
    """What a start leaves behind in the home, so that the next command only has to look."""

    root: Path
    socket_dir: Path
    bin_dir: Path
    version: str
    user: str
    max_connections: int


def read_note(home: Path) -> Note | None:
    """The note of the last start, or None if no server was ever started from `home`."""
    held = _held(home)
    if "bin" not in held:
        return None
    root = home / held["root"]
    return Note(
        root,
        root / held["socket"],
        root / held["bin"],
        held["version"],
        held["user"],
        held["max_connections"],
    )


def write_note(home: Path, note: Note) -> None:
    """Keep `note`. Paths are kept relative where they can be: a home may be moved."""

    def within(path: Path, base: Path) -> str:
        return os.fspath(path.relative_to(base) if path.is_relative_to(base) else path)

    _hold(
        home,
        {
            "root": within(note.root, home),
            "socket": within(note.socket_dir, note.root),
            "bin": within(note.bin_dir, note.root),
            "version": note.version,
            "user": note.user,
            "max_connections": note.max_connections,
        },
    )


def settle(home: Path) -> Place:
    """Decide where the files lie and who runs the server; make the folders that are missing.

    The caller holds the home's lock. Raises Unreachable where there is no suitable user or
    where files that were noted are gone.
    """
    root, user = look(home)
    if root is None:
        root = _make_shared(user)
        _hold(home, {"root": os.fspath(root)})
    return Place(home, root, user)


def look(home: Path) -> tuple[Path | None, User]:
    """Where the files of `home`, which must be there, lie or will lie, and who runs the server;
    None where a folder elsewhere has to be made for them. Nothing is made; raises as `settle`
    does."""
    if os.geteuid() != 0:
        return home, _myself()
    noted = _held(home).get("root")
    if noted is not None and home / noted != home:
        root = home / noted
        if not root.is_dir():
            raise Unreachable(
                f"The database of {home} lay in {root}, which is gone",
                f"Bring that folder back; or, to begin anew, remove {home / _NOTE}.",
            )
        return root, _server_user(root)
    user = _server_user(home)
    if _can_work_in(home, user):
        return home, user
    if (home / "data").exists():
        raise Unreachable(
            f"The server of {home} runs as {user.name}, who cannot reach that folder any more",
            "Let others pass (chmod o+x) through each folder above it, or move it back.",
        )
    return None, user


def make_home(home: Path) -> None:
    """Make the home, closed to others, or check that strangers cannot write to it."""
    if not home.is_dir():
        # The server's user may pass through root's folders, and nobody may look into them.
        # They have their modes from the start: a second command may come at any moment.
        before = os.umask(0o077 if os.geteuid() else 0o066)
        try:
            home.mkdir(parents=True, exist_ok=True)
        finally:
            os.umask(before)
    check_closed(home)


def check_closed(home: Path) -> None:
    """Raise Unreachable if strangers can write to the home."""
    if home.stat().st_mode & stat.S_IWOTH:
        raise Unreachable(
            f"Everybody may write to {home}, so a database there would not be safe",
            f"Close it with chmod o-w, or choose another folder with DOUGHY_HOME: {home}/doughy",
        )


def foreign_owner(home: Path) -> User | None:
    """The home's owner, when root is at work and the home is somebody else's.

    None for an owner without a name, as of a folder that a container borrows from its host:
    PostgreSQL could not run as that user.
    """
    if os.geteuid() != 0:
        return None
    nearest = home
    while not nearest.exists():
        nearest = nearest.parent
    uid = nearest.stat().st_uid
    with suppress(KeyError):
        entry = pwd.getpwuid(uid)
        return None if uid == 0 else User(entry.pw_name, uid, entry.pw_gid)
    return None


def socket_folder(place: Place, noted: Path | None) -> Path:
    """The folder for the socket: in the place, or a private one with a short path."""
    inside = place.root / "sock"
    if _fits_a_socket(inside):
        if not inside.is_dir():
            inside.mkdir(mode=0o700)
            place.give_to_server(inside)
        return inside
    if noted is not None and _is_private(noted, place.user):
        return noted
    import tempfile

    base = tempfile.gettempdir()
    if not _fits_a_socket(Path(base, "doughy-12345678")):
        base = "/tmp"  # noqa: S108 (the folder in it gets a random name, and is closed)
    made = Path(tempfile.mkdtemp(prefix="doughy-", dir=base))
    place.give_to_server(made)
    return made


def _held(home: Path) -> dict[str, Any]:
    try:
        held: dict[str, Any] = json.loads((home / _NOTE).read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (PermissionError, ValueError) as error:
        raise Unreachable(f"{home / _NOTE} cannot be read: {error}", ELSEWHERE) from error
    return held


def _hold(home: Path, held: Mapping[str, Any]) -> None:
    text = json.dumps(held)
    partial = home / f".{_NOTE}"
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    partial.replace(home / _NOTE)


def _myself() -> User:
    return _user_of(os.geteuid(), "which this runs as")


def _user_of(uid: int, which: str) -> User:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise Unreachable(
            f"PostgreSQL cannot run for the user id {uid}, {which}: it has no name here",
            "Give it a line in /etc/passwd, or name a server with --database-url.",
        ) from None
    return User(entry.pw_name, uid, entry.pw_gid)


def _server_user(root: Path) -> User:
    # Data that exist stay with the user who has them, whoever is installed later.
    with suppress(FileNotFoundError):
        uid = (root / "data").stat().st_uid
        return _user_of(uid, f"which owns {root / 'data'}")
    for name in SYSTEM_USERS:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return User(name, entry.pw_uid, entry.pw_gid)
    raise Unreachable(
        "PostgreSQL does not run as root, and this system has no user to run it as",
        "Make one: useradd --system doughy; or name a server with --database-url.",
    )


def is_misread(path: Path) -> bool:
    """Whether PostgreSQL's programs cannot work from `path`.

    They start each other through a shell, and copy files of theirs into tables by name, which
    must be UTF-8 for that.
    """
    name = os.fspath(path)
    try:
        name.encode()
    except UnicodeEncodeError:
        return True
    return not _READ_BY_A_SHELL.isdisjoint(name)


def _can_work_in(home: Path, user: User) -> bool:
    real = home.resolve()
    return not is_misread(real) and all(_may_pass(folder, user) for folder in (real, *real.parents))


def _may_pass(folder: Path, user: User) -> bool:
    found = folder.stat()
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    if found.st_gid == user.gid:
        return bool(found.st_mode & stat.S_IXGRP)
    return bool(found.st_mode & stat.S_IXOTH)


def _make_shared(user: User) -> Path:
    import tempfile

    SHARED_BASE.mkdir(parents=True, exist_ok=True, mode=0o755)
    found = SHARED_BASE.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != 0 or found.st_mode & 0o022:
        raise Unreachable(f"{SHARED_BASE} is not a folder that only root writes to", ELSEWHERE)
    # A random name: whoever removes the home and makes it anew gets a new database.
    root = Path(tempfile.mkdtemp(prefix="server-", dir=SHARED_BASE))
    os.chown(root, 0, user.gid)
    root.chmod(0o710)
    return root


def _fits_a_socket(folder: Path) -> bool:
    name = os.fsencode(folder)
    try:
        name.decode()
    except UnicodeDecodeError:
        return False
    return len(name) <= _LONGEST_SOCKET_FOLDER and b"," not in name and b"\n" not in name


def _is_private(folder: Path, user: User) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    mode = found.st_mode
    return stat.S_ISDIR(mode) and found.st_uid == user.uid and not mode & 0o077


@contextmanager
def explained(home: Path) -> Iterator[None]:
    """Turn what the system refuses in `home` into an Unreachable of one line."""
    import errno

    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT) or "No space left" in str(error):
            raise disk_full(home) from error
        where = os.fsdecode(error.filename) if error.filename else home
        # shutil collects what went wrong with each file and has no reason of its own.
        reason = error.strerror or str(error)[:200]
        raise Unreachable(f"{where} cannot be used: {reason}", ELSEWHERE) from error


def free_space(folder: Path) -> int:
    """How many bytes this user may still write in `folder`, or where it is to be."""
    while not folder.exists():
        folder = folder.parent
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def need_space(folder: Path, size: int) -> None:
    """Raise Unreachable if `folder` has no room for `size` bytes more."""
    free = free_space(folder)
    if free < size:
        raise Unreachable(
            f"The database needs about {size // 1_000_000} MB in {folder}, "
            f"and {free // 1_000_000} MB are free",
            "Free some space, or choose another folder with DOUGHY_HOME.",
            code="disk_full",
        )


def disk_full(folder: Path) -> Unreachable:
    """The error for a disk that ran full under the server."""
    return Unreachable(
        f"The disk of {folder} is full ({free_space(folder) // 1_000_000} MB free)",
        "Free some space and run the command again; what was saved is intact.",
        code="disk_full",
    )


def clean_environment() -> dict[str, str]:
    """The environment of PostgreSQL's own programs: nothing of the person's gets in."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def run(
    command: Sequence[str | Path], *, env: Mapping[str, str], **more: Any
) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs to its end and return what it printed."""
    import subprocess

    try:
        return subprocess.run(
            command,
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
            cwd="/",
            **more,
        )
    except OSError as error:
        raise Unreachable(
            f"{command[0]} cannot be run: {error.strerror}",
            "Set DOUGHY_PG_BIN to the bin folder of PostgreSQL 15 or later.",
        ) from error
