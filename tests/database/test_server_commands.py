"""`doughy db start|stop|restart|status`: the embedded server's life, and what is not ours."""

from __future__ import annotations

import pytest

from tests.database.conftest import Home
from tests.harness import Person, Program


def test_before_anything_is_set_up(home: Home) -> None:
    done = home("db", "status", "--json")
    assert done.code == 0
    assert done.json["running"] is False
    assert done.json["embedded"] is True
    assert done.json["data"] is None
    assert home("db", "stop").err == "The server did not run.\n"
    for verb in ("start", "restart"):
        done = home("db", verb, "--json")
        assert done.code == 7
        assert done.error["code"] == "not_set_up"
    assert not home.folder.exists()


def test_the_life_of_a_server(home: Home) -> None:
    assert home("quickstart").code == 0
    row = home("db", "status", "--json").json
    assert sorted(row) == [
        "data", "database", "embedded", "log", "pid", "running", "since", "size", "socket",
        "version",
    ]  # fmt: skip
    assert row["running"] is True
    assert row["pid"] > 1
    assert row["since"].endswith("Z")
    assert row["size"] > 1_000_000
    assert row["database"] == f"embedded:{home.folder}"
    assert home("db", "start").err == "The server was running already.\n"

    again = home("db", "restart", "--json")
    assert again.code == 0
    assert again.err == "The server was started again.\n"
    assert again.json["pid"] != row["pid"]

    stopped = home("db", "stop", "--json")
    assert stopped.json["running"] is False
    assert stopped.json["pid"] is None
    assert stopped.json["version"] == row["version"]
    assert home("db", "stop").err == "The server did not run.\n"
    status = home("db", "status", "--json")
    assert (status.code, status.json["running"]) == (0, False)

    assert home("db", "start").err == "The server runs.\n"
    assert home("db", "status", "--json").json["running"] is True


@pytest.mark.parametrize("verb", ["start", "stop", "restart"])
def test_a_server_that_is_not_ours(ann: Person, doughy: Program, verb: str) -> None:
    done = doughy("db", verb, "--json", person=ann)
    assert done.code == 2
    assert done.error["code"] == "not_embedded"
    assert f"can {verb} the embedded server only" in done.error["message"]
    assert "DOUGHY_DATABASE_URL" in done.error["hint"]
    assert doughy("db", "status", person=ann).code == 0


def test_the_status_of_another_server(ann: Person, doughy: Program) -> None:
    row = doughy("db", "status", "--json", person=ann).json
    assert row["embedded"] is False
    assert row["running"] is True
    assert row["version"]
    assert row["size"] > 1_000_000
    assert row["pid"] is None


def test_a_server_that_refuses_the_sign_in_is_there(ann: Person, doughy: Program) -> None:
    done = doughy("db", "status", "--json", person=ann, env={"DOUGHY_PASSWORD": "wrong"})
    assert done.code == 0
    assert done.json["running"] is True
    assert done.json["version"] is None
    assert "The server answers." in done.err


def test_a_server_that_is_not_there(doughy: Program) -> None:
    done = doughy("db", "status", "--json", "--database-url", "postgresql://a@127.0.0.1:1/x")
    assert done.code == 7
    assert done.error["code"] == "unreachable"
    assert done.out == ""


def test_help_is_light(doughy: Program) -> None:
    """A command's help loads neither the driver nor the server's module."""
    import subprocess
    import sys

    code = (
        "import sys\n"
        "import doughy_cli.database.commands\n"
        "print(any(n in sys.modules for n in ('psycopg', 'sqlalchemy', 'doughy_cli.db')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "False\n"
