"""`doughy db psql` and `doughy db url`: other programs, as the signed-in person."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path

import psycopg
import pytest
from psycopg import conninfo

from tests.database.conftest import Home, Source
from tests.harness import Person, Program


@pytest.fixture
def people(ann: Person, ben: Person) -> tuple[Person, Person]:
    """Two members, each with a lead."""
    for each in (ann, ben):
        each.sql("INSERT INTO leads (name) VALUES (%s)", f"lead of {each.email}")
    return ann, ben


def psql(doughy: Program, person: Person, *arguments: str, stdin: str = "", **env: str):
    return doughy.spawn("db", "psql", "--", *arguments, person=person, stdin=stdin, env=env)


def test_row_security_holds_for_typed_sql(doughy: Program, people: tuple[Person, Person]) -> None:
    ann, _ = people
    done = psql(doughy, ann, "-XAt", "-c", "SELECT name FROM leads")
    assert (done.code, done.out) == (0, "lead of ann@example.com\n"), done.err
    done = psql(doughy, ann, "-XAt", "-c", "UPDATE leads SET name = 'x'")
    assert done.out == "UPDATE 1\n"
    for statement in (
        "SELECT rolpassword FROM pg_authid",
        "SELECT email FROM auth.users",
        "SET ROLE doughy_owner",
        "SELECT * FROM system_logs",
    ):
        done = psql(doughy, ann, "-X", "-v", "ON_ERROR_STOP=1", "-c", statement)
        assert done.code == 1
        assert "permission denied" in done.err


def test_a_script_on_stdin(doughy: Program, ann: Person) -> None:
    script = "\\set x 7\nSELECT :x * 6;\nSELECT session_user;\n"
    done = psql(doughy, ann, "-XAtq", stdin=script)
    assert done.out == f"42\n{ann.role}\n"


def test_the_exit_code_is_psqls(doughy: Program, ann: Person) -> None:
    assert psql(doughy, ann, "-Xq", "-v", "ON_ERROR_STOP=1", stdin="SELECT 1/0;").code == 3
    assert psql(doughy, ann, "-Xq", stdin="\\q").code == 0
    assert psql(doughy, ann, "--no-such-option").code == 1


def test_the_password_is_not_in_the_arguments(doughy: Program, ann: Person) -> None:
    done = psql(doughy, ann, "-X", "-c", "\\! tr '\\0' '\\n' < /proc/$PPID/cmdline")
    assert done.out.startswith("psql\n--dbname=")
    assert "user=" in done.out
    assert ann.password not in done.out + done.err
    # What doughy itself was given does not go on to what psql starts.
    done = psql(doughy, ann, "-X", "-c", "\\! env", DOUGHY_VAULT_SECRET="hush")
    assert "DOUGHY_PASSWORD" not in done.out
    assert "hush" not in done.out


def test_a_persons_own_settings_of_psql_count(doughy: Program, ann: Person, tmp_path: Path) -> None:
    rc = tmp_path / "psqlrc"
    rc.write_text("\\pset format unaligned\n\\pset tuples_only\n")
    done = psql(doughy, ann, "-q", "-c", "SELECT 1, 2", PSQLRC=str(rc))
    assert done.out.endswith("1|2\n")


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_signals_reach_psql(doughy: Program, ann: Person, name: str) -> None:
    number = getattr(signal, name)
    with doughy.start("db", "psql", "--", "-X", "-c", "SELECT pg_sleep(60)", person=ann) as process:
        wait_for_sleep(ann)
        process.send_signal(number)
        process.communicate(timeout=30)
    assert process.returncode == -number


def test_an_interrupt_cancels_the_statement(doughy: Program, ann: Person) -> None:
    with doughy.start("db", "psql", "--", "-X", "-c", "SELECT pg_sleep(60)", person=ann) as process:
        wait_for_sleep(ann)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert b"canceling statement due to user request" in err


def test_a_reader_who_leaves_ends_psql(doughy: Program, ann: Person) -> None:
    statement = "SELECT repeat('x', 1000) FROM generate_series(1, 100000)"
    with doughy.start("db", "psql", "--", "-XAt", "-c", statement, person=ann) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait(timeout=30) != 0
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()


def wait_for_sleep(person: Person) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        query = (
            "SELECT 1 FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%%' AND usename = %s"
        )
        if person.database.sql(query, person.role):
            return
        time.sleep(0.05)
    raise AssertionError("psql does not sleep")


def test_nobody_is_signed_in(doughy: Program, ann: Person) -> None:
    url = ann.database.cluster.url(ann.database.name)
    for verb in ("psql", "url"):
        done = doughy.spawn("db", verb, "--database-url", url)
        assert done.code == 4
        assert "Nobody is signed in." in done.err
    done = doughy.spawn("db", "psql", env={"DOUGHY_DATABASE_URL": url, "DOUGHY_EMAIL": "a@b.c"})
    assert done.code == 4
    assert "No password is kept for a@b.c." in done.err


def test_a_url_without_the_password(doughy: Program, ann: Person) -> None:
    done = doughy("db", "url", person=ann)
    url = done.out.strip()
    assert done.code == 0
    assert url.startswith("postgresql://")
    assert ann.password not in done.out
    keywords = conninfo.conninfo_to_dict(url)
    assert keywords["user"] == ann.role
    assert keywords["dbname"] == ann.database.name
    with psycopg.connect(url, password=ann.password) as connection:
        assert connection.execute("SELECT session_user").fetchone() == (ann.role,)


def test_the_url_of_odd_names(doughy: Program, source: Source) -> None:
    """Quotes, a plus and a slash in the login, folders in the host."""
    ben = source.people["ben"]
    env = {"DOUGHY_EMAIL": ben.email, "DOUGHY_PASSWORD": ben.password}
    url = source.home("db", "url", env=env).out.strip()
    with psycopg.connect(url, password=ben.password) as connection:
        assert connection.execute("SELECT session_user").fetchone() == (ben.role,)
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" "$0" -XAt -c "SELECT 1"', url, *_psql()],
        env={"PGPASSWORD": ben.password},
        capture_output=True,
        text=True,
    )
    assert done.stdout == "1\n", done.stderr


def _psql() -> list[str]:
    from doughy_cli.db import clients

    return [str(clients.find().bin_dir / "psql")]


def test_on_the_embedded_server(source: Source) -> None:
    done = source.home.spawn("db", "psql", "--", "-XAt", "-c", "SELECT session_user")
    assert done.code == 0, done.err
    assert done.out.startswith("doughy/")
    assert done.err == ""


def test_psql_before_anything_is_set_up(home: Home) -> None:
    assert home.spawn("db", "psql").code == 7
    assert not home.folder.exists()
