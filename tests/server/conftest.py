"""Homes that leave nothing behind: no process, no folder, no mount."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from doughy_cli.db import server as servers
from doughy_cli.db.embedded import place as places
from doughy_cli.db.server import Server

AS_ROOT = os.geteuid() == 0


@pytest.fixture(autouse=True)
def _apart_from_the_machine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    servers.forget_libpq_environment()
    monkeypatch.setattr(places, "SHARED_BASE", folder / "shared")
    temporary = folder / "tmp"
    temporary.mkdir()
    temporary.chmod(0o1777)
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a short path, through which a system user may pass."""
    made = Path(tempfile.mkdtemp(prefix="dt-"))
    made.chmod(0o711)
    try:
        yield made
    finally:
        _end_what_works_in(made)
        shutil.rmtree(made)


@pytest.fixture
def home(folder: Path) -> Path:
    """Where a server may be made; nothing is there yet."""
    return folder / "home"


@pytest.fixture(scope="session")
def _home_to_copy() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="dt-"))
    made.chmod(0o711)
    servers.ensure(made / "home")
    servers.stop(made / "home")
    (made / "home" / "log").unlink()
    yield made / "home"
    shutil.rmtree(made)


@pytest.fixture
def made(folder: Path, _home_to_copy: Path) -> Path:
    """A home whose server was made and stopped before, moved here: for tests that are not
    about how one is made, which takes ten times as long as to start it."""
    target = folder / "home"
    subprocess.run(["cp", "-pR", _home_to_copy, target], check=True)
    return target


def _end_what_works_in(folder: Path) -> None:
    deadline = time.monotonic() + 20
    while left := _processes_in(folder):
        for pid in left:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        assert time.monotonic() < deadline, f"processes stay in {folder}: {left}"
        time.sleep(0.02)


def _processes_in(folder: Path) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            opened = [str(link.readlink()) for link in (entry / "fd").iterdir()]
            if any(
                name.startswith(f"{folder}/") for name in [*opened, str((entry / "cwd").readlink())]
            ):
                found.append(int(entry.name))
    return [pid for pid in found if pid != os.getpid()]


@pytest.fixture
def connect() -> Iterator[Callable[..., psycopg.Connection[Any]]]:
    """Connect to a server, as its superuser if nothing else is said."""
    with contextlib.ExitStack() as stack:

        def connect(server: Server, user: str = "postgres", **more: Any) -> psycopg.Connection[Any]:
            connection = psycopg.connect(
                **{**server.conninfo("postgres", user), **more}, autocommit=True
            )
            stack.callback(connection.close)
            return connection

        yield connect


@pytest.fixture
def ask(connect: Callable[..., psycopg.Connection[Any]]) -> Callable[[Server, str], Any]:
    """Run one statement as the superuser and return the first value, if there is one."""

    def ask(server: Server, statement: str) -> Any:
        with connect(server) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    return ask


@pytest.fixture
def start_python() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start a fresh interpreter on some code, as a command would be started."""
    with contextlib.ExitStack() as stack:

        def start(
            code: str, *arguments: str | Path, before: tuple[str, ...] = (), **environment: str
        ) -> subprocess.Popen[str]:
            process = subprocess.Popen(
                [*before, sys.executable, "-c", code, *map(str, arguments)],
                env={**os.environ, **environment},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            stack.callback(process.communicate)
            stack.callback(process.kill)
            return process

        yield start


@pytest.fixture
def kill_postmaster() -> Callable[[Server], int]:
    """Kill the server's first process as a lack of memory would, and return its id."""

    def kill(server: Server) -> int:
        pid = servers.status(server.home).pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        return pid

    return kill


@pytest.fixture
def mount(folder: Path) -> Iterator[Callable[..., Path]]:
    """A small file system of its own, where the tests may mount one."""
    mounted: list[Path] = []

    def mount(name: str, options: str) -> Path:
        target = folder / name
        target.mkdir()
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", target]
        if not AS_ROOT or subprocess.run(command, capture_output=True).returncode != 0:
            pytest.skip("a file system can be mounted by root only")
        mounted.append(target)
        return target

    try:
        yield mount
    finally:
        for target in mounted:
            _end_what_works_in(target)
            subprocess.run(["umount", "--lazy", target], check=True)
