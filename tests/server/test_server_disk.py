"""A disk that runs full: before there is a database, in a table, in the write-ahead log."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import psycopg
import pytest

from doughy_cli.db import server as servers
from doughy_cli.db.server import Server
from doughy_cli.errors import Unreachable

MB = 1_000_000


@pytest.fixture
def small_disk(mount: Any) -> Path:
    """As large as an engine, a database and a little data."""
    found: Path = mount("small", "size=130m,mode=0711")
    return found


@pytest.fixture
def server(small_disk: Path, ask: Any) -> Server:
    """On the small disk, with a table of which nothing may be lost."""
    server = servers.ensure(small_disk / "home")
    ask(server, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    ask(server, "CREATE TABLE filler (a text)")
    return server


def _fill(folder: Path, *, leave: int) -> Path:
    filler = folder / "filler"
    free = shutil.disk_usage(folder).free
    with filler.open("wb") as file:
        file.write(bytes(max(0, free - leave)))
    return filler


def test_too_little_to_begin_with(small_disk: Path, ask: Any) -> None:
    filler = _fill(small_disk, leave=20 * MB)
    home = small_disk / "home"
    with pytest.raises(Unreachable, match=r"needs about \d\d MB in .*, and \d+ MB are free") as got:
        servers.ensure(home)
    assert got.value.code == "disk_full"
    assert not (home / "data").exists()

    filler.unlink()
    assert ask(servers.ensure(home), "SELECT 1") == 1


def test_it_runs_full_while_the_data_are_made(
    small_disk: Path, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from doughy_cli.db.embedded import cluster

    home = small_disk / "home"
    servers.ensure(home)  # leaves the engine there
    servers.stop(home)
    shutil.rmtree(home / "data")
    filler = _fill(small_disk, leave=25 * MB)
    with monkeypatch.context() as changed:
        changed.setattr(cluster, "SIZE", 20 * MB)  # as if somebody else took the rest meanwhile
        with pytest.raises(Unreachable) as caught:
            servers.ensure(home)
    assert caught.value.code == "disk_full"
    assert not list(home.glob(".init-*"))

    filler.unlink()
    assert ask(servers.ensure(home), "SELECT 1") == 1


def test_it_runs_full_while_the_engine_is_copied(small_disk: Path, ask: Any) -> None:
    if "DOUGHY_PG_BIN" in os.environ:
        pytest.skip("nothing is copied")
    filler = _fill(small_disk, leave=10 * MB)
    with pytest.raises(Unreachable) as caught:
        servers.ensure(small_disk / "home")
    assert caught.value.code == "disk_full"
    filler.unlink()
    assert ask(servers.ensure(small_disk / "home"), "SELECT 1") == 1


def test_full_in_a_table(server: Server, small_disk: Path, ask: Any) -> None:
    filler = _fill(small_disk, leave=3 * MB)
    with pytest.raises(psycopg.errors.DiskFull):
        # The log of an UNLOGGED table takes no room, so the table does.
        ask(
            server,
            "BEGIN; CREATE UNLOGGED TABLE big AS "
            "SELECT repeat('x', 1000) AS a FROM generate_series(1, 50000); COMMIT",
        )
    assert ask(servers.ensure(server.home), "SELECT count(*) FROM kept") == 1000

    filler.unlink()
    ask(server, "INSERT INTO filler VALUES ('there is room again')")
    assert ask(server, "SELECT count(*) FROM filler") == 1


def test_full_in_the_log(server: Server, small_disk: Path, ask: Any) -> None:
    filler = _fill(small_disk, leave=0)
    with pytest.raises(psycopg.OperationalError):
        for _ in range(100):
            ask(server, "INSERT INTO filler SELECT repeat('x', 500) FROM generate_series(1, 2000)")
    # Whether the server recovers by itself depends on where exactly the room ended.
    try:
        servers.ensure(server.home)
    except Unreachable as error:
        assert error.code == "disk_full"
        assert "what was saved is intact" in str(error.hint)

    filler.unlink()
    server = servers.ensure(server.home)
    assert ask(server, "SELECT count(*) FROM kept") == 1000
    ask(server, "INSERT INTO filler VALUES ('there is room again')")


def test_full_when_it_starts(server: Server, small_disk: Path, ask: Any) -> None:
    servers.stop(server.home)
    filler = _fill(small_disk, leave=0)
    with pytest.raises(Unreachable) as caught:
        servers.ensure(server.home)
    assert caught.value.code == "disk_full"

    filler.unlink()
    assert ask(servers.ensure(server.home), "SELECT count(*) FROM kept") == 1000
