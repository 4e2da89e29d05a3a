"""Servers of their own for tests of following: they are restarted, and one takes over another."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from doughy_cli.db import bootstrap, server, upgrade
from tests.harness import Cluster, Database

NAME = "followed"


@dataclass(frozen=True)
class Own:
    """A server in a home of its own, with the database that is followed."""

    home: Path

    @property
    def database(self) -> Database:
        """The database; the server must run."""
        running = server.running(self.home)
        assert running is not None
        return Database(Cluster(running.conninfo("postgres", "postgres")), NAME)

    def restart(self) -> None:
        """Stop the server, as an administrator does, and start it again."""
        self.stop()
        self.start()

    def stop(self) -> None:
        """Stop the server."""
        server.stop(self.home)

    def start(self) -> Database:
        """Start the server; return its database."""
        server.ensure(self.home, max_connections=60)
        server.forget_libpq_environment()
        return self.database


@contextmanager
def own_server() -> Iterator[Own]:
    """A server with the schema and nobody in it, gone afterwards."""
    with _homes() as folder:
        own = Own(folder / "first")
        database = own.start()
        database.cluster.hurry()
        with database.cluster.connect() as connection:
            bootstrap.bootstrap(connection, NAME)
        with database.connect() as connection:
            upgrade.up(connection)
        yield own


@dataclass(frozen=True)
class Pair:
    """A server and its standby, which reads the first one's log until it is `cut` off."""

    first: Own
    second: Own
    cut_off: Path

    def cut(self) -> None:
        """Let nothing more come to the standby."""
        self.cut_off.touch()

    def promote(self) -> None:
        """Make the standby the one that writes."""
        with self.second.database.connect() as connection:
            connection.execute("SELECT pg_promote()")


@contextmanager
def standby_of(first: Own) -> Iterator[Pair]:
    """A standby of the server, made from a copy of its files."""
    second = Own(first.home.parent / "second")
    cut_off = first.home.parent / "cut"
    first.stop()
    shutil.copytree(first.home / "data", second.home / "data", symlinks=True)
    second.home.chmod(0o700)
    if os.geteuid() == 0:
        owner = (first.home / "data").stat()
        for each in second.home.rglob("*"):
            os.chown(each, owner.st_uid, owner.st_gid)
        os.chown(second.home, first.home.stat().st_uid, first.home.stat().st_gid)
    second.home.chmod(first.home.stat().st_mode & 0o777)
    (second.home / "data" / "standby.signal").touch()
    wal = first.home / "data" / "pg_wal"
    with (second.home / "data" / "postgresql.auto.conf").open("a") as settings:
        settings.write(
            f"restore_command = 'test ! -e {cut_off} && cp {wal}/%f %p'\n"
            "wal_retrieve_retry_interval = 50ms\n"
        )
    first.start()
    second.start()
    yield Pair(first, second, cut_off)


@contextmanager
def _homes() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="dl-", dir="/tmp"))
    folder.chmod(0o711)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder)
        for name in ("first", "second"):
            stack.callback(server.stop, folder / name)
        yield folder
