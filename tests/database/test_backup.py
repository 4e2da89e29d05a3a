"""The backup's file: what is in it, and that it is there as a whole or not at all."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from tests.database.conftest import Home, Source

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program


@pytest.fixture
def ours(source: Source) -> Home:
    """A home in use."""
    return source.home


@pytest.fixture
def stuck(source: Source) -> Iterator[psycopg.Connection]:
    """Somebody holds a table, so that pg_dump waits; yields another connection."""
    with (
        source.home.database.connect() as holding,
        source.home.database.connect() as watching,
        holding.transaction(),
    ):
        holding.execute("LOCK TABLE public.leads")
        yield watching


def wait_for_dump(watching: psycopg.Connection) -> int:
    """Return the process of the server that waits for the table on pg_dump's behalf."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        row = watching.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE application_name = 'doughy' AND wait_event_type = 'Lock'"
        ).fetchone()
        if row:
            return int(row[0])
        time.sleep(0.05)
    raise AssertionError("pg_dump does not wait")


def test_the_members_of_the_file(source: Source) -> None:
    assert stat.S_IMODE(source.backup.stat().st_mode) == 0o600
    with zipfile.ZipFile(source.backup) as file:
        assert [each.filename for each in file.infolist()] == ["people.json", "database.dump"]
        assert {each.compress_type for each in file.infolist()} == {zipfile.ZIP_STORED}
        manifest = json.loads(file.read("people.json"))
        assert file.read("database.dump")[:5] == b"PGDMP"
    assert sorted(manifest) == [
        "database", "doughy", "format", "made_at", "people", "programs", "revision", "server",
        "size",
    ]  # fmt: skip
    assert manifest["format"] == 1
    ann = next(each for each in manifest["people"] if each["name"] == "ann@example.com")
    assert ann["login_role"] == "doughy/ann@example.com"
    assert ann["verifier"].startswith("SCRAM-SHA-256$")
    # A password in clear is nowhere.
    assert source.people["ann"].password not in source.backup.read_bytes().decode("latin-1")


def test_no_other_file_is_left(ours: Home, tmp_path: Path) -> None:
    done = ours("db", "backup", tmp_path / "my backup.doughy")
    assert done.code == 0
    assert done.out == ""
    assert "Backed up doughy: 8 logins, " in done.err
    assert [each.name for each in tmp_path.iterdir()] == ["my backup.doughy"]


def test_a_file_that_is_there_is_replaced_only_with_yes(ours: Home, tmp_path: Path) -> None:
    file = tmp_path / "b"
    file.write_text("precious")
    done = ours("db", "backup", file)
    assert done.code == 2
    assert "Give --yes" in done.err
    assert file.read_text() == "precious"
    assert ours("db", "backup", file, "--yes").code == 0
    assert zipfile.is_zipfile(file)


@pytest.mark.parametrize("target", ["missing/b", "folder", "/dev/null"])
def test_where_no_file_can_be(ours: Home, tmp_path: Path, target: str) -> None:
    (tmp_path / "folder").mkdir()
    done = ours("db", "backup", tmp_path / target, "--yes")
    assert done.code == 2
    assert done.err.count("\n") <= 2
    assert Path("/dev/null").is_char_device()


def test_to_standard_output(ours: Home) -> None:
    with ours.start("db", "backup", "-") as process:
        out, err = process.communicate()
    assert process.returncode == 0, err
    with zipfile.ZipFile(io.BytesIO(out)) as file:
        assert file.testzip() is None
    assert b"Backed up doughy" in err


def test_a_reader_who_leaves_is_a_failure(ours: Home) -> None:
    """Not the quiet end of a list in `head`: half a backup must not look like one."""
    reader, writer = os.pipe()
    os.close(reader)
    with ours.start("db", "backup", "-", stdout=writer) as process:
        os.close(writer)
        _, err = process.communicate()
    assert process.returncode == 1
    assert b"No backup was made" in err


def test_a_full_disk(ours: Home, tmp_path: Path) -> None:
    target = tmp_path / "small"
    target.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", target]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True).returncode != 0:
        pytest.skip("a file system can be mounted by root only")
    try:
        done = ours("db", "backup", target / "b")
        assert done.code == 1
        assert "is full. No backup was made." in done.err
        assert list(target.iterdir()) == []
    finally:
        subprocess.run(["umount", target], check=True)


def test_killed_it_leaves_the_old_file(
    ours: Home, stuck: psycopg.Connection, tmp_path: Path
) -> None:
    file = tmp_path / "b"
    file.write_text("yesterday's")
    with ours.start("db", "backup", file, "--yes") as process:
        wait_for_dump(stuck)
        process.kill()
    assert process.returncode == -signal.SIGKILL
    assert file.read_text() == "yesterday's"


def test_interrupted_it_leaves_nothing(
    ours: Home, stuck: psycopg.Connection, tmp_path: Path
) -> None:
    with ours.start("db", "backup", tmp_path / "b") as process:
        wait_for_dump(stuck)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert list(tmp_path.iterdir()) == []


def test_a_dump_that_fails_is_no_backup(
    ours: Home, stuck: psycopg.Connection, tmp_path: Path
) -> None:
    with ours.start("db", "backup", tmp_path / "b") as process:
        pid = wait_for_dump(stuck)
        with ours.cluster.connect() as connection:
            connection.execute("SELECT pg_terminate_backend(%s)", [pid])
        _, err = process.communicate()
    assert process.returncode == 1
    assert b"pg_dump failed: " in err
    assert b"No backup was made." in err
    assert err.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_not_ours(ours: Home, tmp_path: Path) -> None:
    url = f"{ours.cluster.url('postgres')} user=postgres"
    done = ours("db", "backup", tmp_path / "b", "--database-url", url)
    assert done.code == 1
    assert "has no doughy schema" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_person_cannot_back_up(ann: Person, doughy: Program, tmp_path: Path) -> None:
    url = f"{ann.database.cluster.url(ann.database.name)} user={ann.role}"
    env = {"DOUGHY_DATABASE_URL": url, "PGPASSWORD": ann.password}
    done = doughy("db", "backup", tmp_path / "b", env=env)
    assert done.code == 8, done.err
    assert list(tmp_path.iterdir()) == []


def test_nothing_to_back_up(home: Home, tmp_path: Path) -> None:
    done = home("db", "backup", tmp_path / "b")
    assert done.code == 7
    assert "Nothing is set up here yet." in done.err
    assert list(tmp_path.iterdir()) == []


def test_programs_that_are_too_old() -> None:
    from doughy_cli.db import clients
    from doughy_cli.errors import Failed

    with pytest.raises(Failed, match="programs of PostgreSQL 99"):
        clients.find(99)


def test_an_encrypted_connection_is_not_for_the_wheels_programs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from doughy_cli.db import clients
    from doughy_cli.db.embedded.engine import in_the_wheel
    from doughy_cli.errors import Failed

    monkeypatch.delenv("DOUGHY_PG_BIN", raising=False)
    monkeypatch.setattr(clients, "of_the_system", lambda: None)
    assert clients.find(keywords={"sslmode": "prefer"}).bin_dir == in_the_wheel()
    with pytest.raises(Failed, match="cannot encrypt") as raised:
        clients.find(keywords={"sslmode": "verify-full"})
    assert raised.value.code == "programs_without_tls"
    monkeypatch.setenv("DOUGHY_PG_BIN", str(in_the_wheel()))
    assert clients.find(keywords={"sslmode": "verify-full"})


def test_what_the_server_has_encrypted_stays_so() -> None:
    """Without being asked libpq encrypts where it can, and the wheel's programs cannot."""
    from types import SimpleNamespace
    from typing import Any

    from doughy_cli.db import clients

    def again(keywords: dict[str, str], *, encrypted: bool) -> Any:
        connection: Any = SimpleNamespace(
            info=SimpleNamespace(user="ann", password=""),
            pgconn=SimpleNamespace(ssl_in_use=encrypted),
        )
        return clients.at_same_server(keywords, connection).get("sslmode")

    assert again({"host": "db.example.com"}, encrypted=True) == "require"
    assert again({"host": "db.example.com", "sslmode": "verify-full"}, encrypted=True) == (
        "verify-full"
    )
    assert again({"host": "db.example.com", "sslmode": "prefer"}, encrypted=False) == "prefer"
    assert clients.up_to_the_server({"host": "db.example.com"})
    assert not clients.up_to_the_server({"host": "db.example.com", "sslmode": "disable"})
    assert not clients.up_to_the_server({"host": "/run/postgresql"})


def test_a_secret_that_programs_cannot_be_given() -> None:
    from doughy_cli.db import clients
    from doughy_cli.errors import Usage

    with pytest.raises(Usage, match="TLS key"):
        clients.target({"dbname": "x", "sslpassword": "s"})
    place, environment = clients.target({"dbname": "x"}, password="secret")
    assert "secret" not in place
    assert environment["PGPASSWORD"] == "secret"


def test_people_who_signed_in_meanwhile_do_not_tear_it(database: Database, tmp_path: Path) -> None:
    """Manifest and dump see one moment: whoever is in one is in the other."""
    from doughy_cli.database import backup_queries as queries

    database.add("ann@example.com")
    with database.connect() as connection, connection.transaction():
        queries.begin_snapshot(connection)
        database.add("ben@example.com")
        assert [each.name for each in queries.people(connection)] == ["ann@example.com"]
