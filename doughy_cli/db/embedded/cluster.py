"""The folder with the data: how it is made, and the settings that its server runs with."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from doughy_cli.db.embedded.engine import Engine
from doughy_cli.db.embedded.place import Place, clean_environment, disk_full, need_space, run
from doughy_cli.errors import Unreachable

PORT = 5432
MAX_CONNECTIONS = 20
SIZE = 40_000_000  # bytes that a new database takes

_LOGIN = """\
# Written by doughy at each start.
# The superuser is entered by the home's owner and by root, whom the kernel vouches for;
# everybody else brings a password. There is no line for TCP.
local all postgres peer map=owner
local all all scram-sha-256
"""

# No line may make a commit less durable than PostgreSQL's default.
_SETTINGS = {
    "listen_addresses": "''",
    "unix_socket_permissions": "0700",
    "shared_buffers": "32MB",
    "jit": "off",
    # Few processes, and few wake-ups while nobody types.
    "max_worker_processes": "0",
    "max_parallel_workers": "0",
    "max_parallel_workers_per_gather": "0",
    "max_parallel_maintenance_workers": "0",
    "max_logical_replication_workers": "0",
    "bgwriter_lru_maxpages": "0",
    "autovacuum_naptime": "5min",
    "client_connection_check_interval": "5s",
    # systemd's RemoveIPC takes POSIX segments away when their user logs out.
    "dynamic_shared_memory_type": "mmap",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "lc_messages": "C",
    "lc_monetary": "C",
    "lc_numeric": "C",
    "lc_time": "C",
    "log_line_prefix": "'%m [%p] '",
    "log_checkpoints": "off",
    # People's values stay out of the log: no statements, no details of a duplicate key.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
_SINCE_18 = {"io_method": "sync"}


def made_by(data: Path) -> int | None:
    """The major version of PostgreSQL that made `data`, or None if there is none."""
    try:
        return int((data / "PG_VERSION").read_text().split(".")[0])
    except FileNotFoundError:
        if data.exists():
            raise Unreachable(
                f"{data} is not a folder that PostgreSQL made",
                "Move it away, or choose another folder with DOUGHY_HOME.",
            ) from None
        return None


def make(place: Place, engine: Engine, lock: int, say: Callable[[str], None]) -> None:
    """Make `place.data`, whole or not at all. Raises Unreachable with the reason.

    initdb inherits `lock`, the descriptor of the home's lock: if this process is killed, the
    next command waits until initdb has ended too.
    """
    say("Setting up the database (this happens once)…")
    for leftover in place.root.glob(".init-*"):
        shutil.rmtree(leftover)
    need_space(place.root, SIZE)
    partial = place.root / f".init-{os.getpid()}"
    partial.mkdir(mode=0o700)
    try:
        place.give_to_server(partial)
        _initdb(place, engine, partial, lock)
        partial.rename(place.data)
        _remember(place.root)
    finally:
        # What a last child of initdb may still be writing is removed by the next command.
        shutil.rmtree(partial, ignore_errors=True)


def _initdb(place: Place, engine: Engine, folder: Path, lock: int) -> None:
    command: list[str | Path] = [
        *(engine.bin_dir / "initdb", "--pgdata", folder, "--username", "postgres"),
        *("--encoding", "UTF8", "--data-checksums", "--no-instructions"),
        # initdb's own rules of entry are never read; it only wants to know some.
        *("--auth-local", "peer", "--auth-host", "reject"),
    ]
    # The same order and upper case everywhere, whatever locales the machine has.
    locales = [["--locale=C.UTF-8"], ["--locale=C"]]
    if engine.major >= 17:
        locales = [["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]]
    for locale in locales:
        done = run(
            [*command, *locale],
            env=clean_environment(),
            umask=0o077,
            start_new_session=True,
            pass_fds=(lock,),
            **as_server_user(place),
        )
        if done.returncode == 0:
            return
        if "invalid locale" not in done.stderr:
            break
    if "No space left on device" in done.stderr:
        need_space(place.root, SIZE)
        raise disk_full(place.root)
    said = [line for line in done.stderr.splitlines() if re.search(r"error:|FATAL:|PANIC:", line)]
    raise Unreachable(
        f"The database could not be made in {place.root}: "
        f"{(said or [f'initdb ended with {done.returncode}'])[0]}",
        "Run the command again; if it fails in the same way, try another DOUGHY_HOME.",
    )


def _remember(folder: Path) -> None:
    # The rename is on the disk before anything is saved in what was renamed.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_settings(
    place: Place, engine: Engine, socket_dir: Path, max_connections: int
) -> list[str | Path]:
    """Write the server's settings and return the command that starts it with them.

    They lie outside `data`, where the server's user cannot change them, and are written at
    each start: a home may have been moved, and a later doughy may know better.
    """
    if not place.settings.is_dir():
        place.settings.mkdir()
        place.settings.chmod(0o755)
    login, owners, settings = (
        place.settings / name for name in ("pg_hba.conf", "pg_ident.conf", "postgresql.conf")
    )
    values = {
        **_SETTINGS,
        **(_SINCE_18 if engine.major >= 18 else {}),
        "port": str(PORT),
        "max_connections": str(max_connections),
        "unix_socket_directories": _quoted('"' + os.fspath(socket_dir).replace('"', '""') + '"'),
        "hba_file": _quoted(os.fspath(login)),
        "ident_file": _quoted(os.fspath(owners)),
    }
    names = {"root"} if os.geteuid() == 0 else {"root", place.user.name}
    _write(login, _LOGIN)
    _write(owners, "".join(f'owner "{name}" postgres\n' for name in sorted(names)))
    _write(
        settings,
        "# Written by doughy at each start. Settings of your own go into local.conf, here.\n"
        + "".join(f"{name} = {value}\n" for name, value in values.items())
        + "include_if_exists = 'local.conf'\n",
    )
    return [
        *(engine.bin_dir / "postgres", "-D", place.data),
        *("-c", f"config_file={os.fspath(settings)}"),
    ]


def as_server_user(place: Place) -> dict[str, object]:
    """The arguments with which subprocess starts a program as the server's user."""
    if os.geteuid() != 0:
        return {}
    return {"user": place.user.uid, "group": place.user.gid, "extra_groups": []}


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("'", "''")
    return f"'{escaped}'"


def _write(path: Path, text: str) -> None:
    partial = path.with_name(f".{path.name}")
    partial.write_bytes(os.fsencode(text))
    partial.chmod(0o644)
    partial.replace(path)
