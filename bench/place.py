"""A home of its own for the figures: quickstart's server and data, removed afterwards."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg
from psycopg import conninfo

from doughy_cli.db import server

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Place:
    """Where the figures are taken: `doughy` is the installed console script."""

    folder: Path
    env: dict[str, str]
    doughy: str

    @property
    def server(self) -> server.Server:
        """The embedded server, which runs."""
        running = server.running(self.folder / "home" / "data" / "server")
        assert running is not None
        return running

    @property
    def psql(self) -> str:
        """PostgreSQL's own client, of the server's version."""
        return str(self.server.bin_dir / "psql")

    @cached_property
    def url(self) -> str:
        """The database as the signed-in person, without the password."""
        return self.run("db", "url").strip()

    @property
    def password(self) -> str:
        """The signed-in person's password, from the file that quickstart keeps it in."""
        file = self.folder / "home" / "config" / "credentials.json"
        [password] = json.loads(file.read_text()).values()
        return str(password)

    @property
    def psql_env(self) -> dict[str, str]:
        """The environment in which psql gets in."""
        return {**self.env, "PGPASSWORD": self.password}

    def run(self, *arguments: str) -> str:
        """Run doughy; return its stdout."""
        done = subprocess.run(
            [self.doughy, *arguments], env=self.env, check=True, capture_output=True, text=True
        )
        return done.stdout

    def connect(self, role: str = "postgres", password: str = "") -> psycopg.Connection[Any]:
        """Connect to the database as one of its roles, in autocommit."""
        keywords = conninfo.make_conninfo("", **self.server.conninfo("doughy", role))
        return psycopg.connect(keywords, password=password, autocommit=True)

    def sql(self, statement: str) -> None:
        """Run statements as the superuser."""
        with self.connect() as connection:
            connection.execute(statement.encode())

    @property
    def processes(self) -> list[int]:
        """The ids of the server's processes, the first one's first."""
        file = self.folder / "home" / "data" / "server" / "data" / "postmaster.pid"
        first = int(file.read_text().splitlines()[0])
        others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        return [first, *map(int, others)]

    def server_cpu(self) -> float:
        """Return how many seconds of CPU the server has used, those of ended sessions too."""
        total = 0
        for number, pid in enumerate(self.processes):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except FileNotFoundError:  # it has just ended, and counts with the first
                continue
            # utime, stime; and of its children that have ended.
            total += sum(map(int, fields[11 : 13 if number else 15]))
        return total / _TICKS


@contextmanager
def make_place() -> Iterator[Place]:
    """Yield a place where quickstart has run."""
    with make_folder() as folder:
        place = Place(folder, environment(folder / "home"), doughy())
        place.run("quickstart")
        try:
            yield place
        finally:
            place.run("db", "stop")


@contextmanager
def make_folder() -> Iterator[Path]:
    """Yield a new folder that a server's user can pass through."""
    folder = Path(tempfile.mkdtemp(prefix="doughy-bench-"))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def doughy() -> str:
    """Return the installed console script."""
    return str(Path(sys.executable).with_name("doughy"))


def environment(home: Path) -> dict[str, str]:
    """Return the environment of everything that is measured."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    # Without .pyc files every start would compile every module: nobody's day looks like that.
    env = {**kept, "DOUGHY_HOME": str(home), "DOUGHY_NO_INPUT": "1"}
    env["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    return env
