"""Backing up: people and pg_dump's output, of the same moment, into one file.

The file gets its name when it is complete and on the disk; until then it has a temporary
name beside it, and a backup that was there before stays as it was.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import psycopg

from doughy_cli import __version__
from doughy_cli.database import backup_file
from doughy_cli.database import backup_queries as queries
from doughy_cli.database.backup_file import Manifest, Readable
from doughy_cli.database.left_out import LeftOut
from doughy_cli.db import clients
from doughy_cli.db.address import Address
from doughy_cli.db.bootstrap import OWNER
from doughy_cli.db.connections import connect_administrator
from doughy_cli.db.embedded.engine import Engine
from doughy_cli.db.failures import MIGRATE_HINT
from doughy_cli.errors import Failed, Usage


def check_target(path: Path) -> bool:
    """Return whether a file `path` exists, which a backup would replace.

    Raises Usage if no file can be written there.
    """
    if not path.parent.is_dir():
        raise Usage(f"There is no folder {path.parent}.", "Make it first, or name another one.")
    if not path.exists():
        return False
    if not stat.S_ISREG(path.stat().st_mode):
        raise Usage(
            f"{path} is not an ordinary file.", "Name a file, or - to write to standard output."
        )
    return True


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file that becomes `path` after the body: as a whole, or not at all.

    Only its owner can read it. Raises Failed where it cannot be written.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    with _explained(path, f"The disk of {path.parent}"):
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
            backup_file.synced(path.parent)
        finally:
            partial.unlink(missing_ok=True)


@contextmanager
def streaming(stdout: IO[bytes]) -> Iterator[IO[bytes]]:
    """Yield `stdout` for a backup. Raises Failed if it does not take all of it."""
    with _explained("Standard output", "The disk"):
        try:
            yield stdout
            stdout.flush()
        except OSError:
            # What is left in the buffer can go nowhere, and must not fail once more at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())
            raise


@contextmanager
def _explained(where: Path | str, disk: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise Failed(
                f"{disk} is full. No backup was made.",
                "Free some space, or name a file on another disk.",
                code="disk_full",
            ) from error
        raise Failed(
            f"{where} cannot be written: {error.strerror or error}. No backup was made."
        ) from error


def back_up(
    address: Address,
    ask: Callable[[str], str],
    target: IO[bytes],
    count: Callable[[int], None],
) -> tuple[Manifest, LeftOut]:
    """Write a backup of the whole database to `target`; return what it is of, and what it
    leaves out.

    `ask` asks for the administrator's password if the server wants one; `count` is told of
    every piece of the dump. Raises Failed if the database has no schema of ours, if pg_dump
    fails, or if no pg_dump here is as new as the server.
    """
    with connect_administrator(address, ask) as connection:
        keywords = clients.at_same_server(address.keywords, connection)
        programs = clients.find(connection.info.server_version // 10_000, keywords)
        with connection.transaction():
            snapshot = queries.begin_snapshot(connection)
            manifest = _manifest(connection, address, programs)
            urls, keys = queries.left_out(connection)
            role = None if queries.is_superuser(connection) else OWNER
            with _dump(programs, keywords, address.name, snapshot, role) as dump:
                backup_file.write(target, manifest, dump, count)
    return manifest, LeftOut(tuple(urls), keys)


def _manifest(connection: psycopg.Connection[Any], address: Address, programs: Engine) -> Manifest:
    revision = queries.revision(connection) if queries.has_schema(connection) else None
    if revision is None:
        raise Failed("The database has no doughy schema.", MIGRATE_HINT, code="no_schema")
    return Manifest(
        format=backup_file.FORMAT,
        doughy=__version__,
        database=address.name,
        revision=revision,
        server=str(queries.value(connection, "SHOW server_version")),
        size=int(queries.value(connection, "SELECT pg_database_size(current_database())")),
        programs=programs.major,
        made_at=datetime.now(UTC),
        people=queries.people(connection),
    )


@contextmanager
def _dump(
    programs: Engine, keywords: dict[str, Any], database: str, snapshot: str, role: str | None
) -> Iterator[Readable]:
    """Run pg_dump and yield what it writes; raise Failed, with its reason, if it fails."""
    place, environment = clients.target(keywords, dbname=database)
    command: list[str | Path] = [
        *(programs.bin_dir / "pg_dump", "--format=custom", "--no-password"),
        *(f"--snapshot={snapshot}", f"--dbname={place}"),
        *([f"--role={role}"] if role else []),
    ]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            command,
            env={**environment, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
        ) as process,
    ):
        try:
            yield _Checked(process, said)
        except BaseException:
            process.kill()
            raise


class _Checked:
    """pg_dump's output, whose end is only believed if pg_dump says that it was the end."""

    def __init__(self, process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
        self._process = process
        self._said = said

    def read(self, size: int) -> bytes:
        assert self._process.stdout is not None  # noqa: S101
        chunk = self._process.stdout.read(size)
        if not chunk and self._process.wait() != 0:
            self._said.seek(0)
            raise Failed(
                f"pg_dump failed: {clients.first_error(self._said.read())} No backup was made."
            )
        return chunk
