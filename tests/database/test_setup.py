"""quickstart and init: from nothing to a signed-in admin, and again without a change."""

from __future__ import annotations

import os
import pty
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from doughy_cli.db import guard
from tests.harness import Database, Program

if TYPE_CHECKING:
    from tests.harness import Cluster


@pytest.fixture
def fresh() -> Iterator[Program]:
    """The program with an empty home that a system user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="doughy-setup-"))
    folder.chmod(0o711)
    program = Program(folder)
    yield program
    program("db", "stop")
    shutil.rmtree(folder)


def test_quickstart_and_again(fresh: Program) -> None:
    first = fresh.spawn("quickstart")
    assert first.code == 0, first.err
    assert "You have 40 leads (12 new" in first.err
    assert "doughy leads list" in first.err
    assert len(first.out.splitlines()) == 5
    again = fresh.spawn("quickstart")
    assert again.code == 0
    assert "nothing was changed" in again.err
    summary = fresh("quickstart", "--json").json
    assert summary["created_user"] is False
    assert summary["demo_loaded"] is False
    assert summary["revisions_applied"] == []
    assert (summary["leads"], summary["properties"], summary["deals"]) == (40, 12, 10)
    shown = fresh("whoami", "--verify", "--json").json
    assert shown["role"] == "admin"


def test_the_demo_data_covers_every_status_and_stage(fresh: Program) -> None:
    fresh("quickstart")
    leads = fresh("leads", "list", "--json").json
    assert {lead["status"] for lead in leads} == {
        *("new", "active", "qualified", "unqualified", "closed"),
    }
    assert {lead["opt_status"] for lead in leads} == {"pending", "opted_in", "opted_out"}
    assert all(not lead["email"] or lead["email"].endswith("@example.com") for lead in leads)
    done = fresh.spawn("db", "psql", "--", "-Atc", "SELECT DISTINCT status FROM deals ORDER BY 1")
    assert done.out.split() == ["active", "won", "lost", "archived"], done.err
    done = fresh.spawn("db", "psql", "--", "-Atc", "SELECT count(DISTINCT stage) FROM deals")
    assert done.out.split() == ["7"]


def test_an_interrupted_setup_is_taken_up_again(fresh: Program) -> None:
    fresh("quickstart")
    shutil.rmtree(fresh.home / "config")
    again = fresh("quickstart")
    assert again.code == 0, again.err
    assert fresh("whoami", "--verify").code == 0
    assert len(fresh("leads", "list", "--json").json) == 40


def test_quickstart_on_a_terminal(fresh: Program) -> None:
    leader, follower = pty.openpty()
    process = fresh.start("quickstart", stdin=follower, stdout=follower, stderr=follower)
    os.close(follower)
    shown = b""
    while True:
        try:
            shown += os.read(leader, 65536)
        except OSError:
            break
    os.close(leader)
    assert process.wait() == 0
    assert b"DUE" in shown
    assert b"Traceback" not in shown


@pytest.fixture
def administrator(cluster: Cluster) -> Iterator[dict[str, Any]]:
    """A server's administrator without superuser, and the name of a database to make."""
    name = f"t{uuid4().hex[:12]}"
    with cluster.connect() as connection:
        connection.execute(
            sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD 'administrator'").format(
                sql.Identifier(f"{name}_dba")
            )
        )
        # As on a server where another administrator has set up a database before.
        connection.execute(
            sql.SQL(
                "GRANT doughy_owner, doughy_member, doughy_support, doughy_admin, doughy_service"
                " TO {} WITH ADMIN OPTION"
            ).format(sql.Identifier(f"{name}_dba"))
        )
    yield {"name": name, "user": f"{name}_dba"}
    Database(cluster, name).drop()
    with cluster.connect() as connection:
        connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(f"{name}_dba")))


def test_init_on_a_server_by_an_administrator_without_superuser(
    doughy: Program, cluster: Cluster, administrator: dict[str, Any]
) -> None:
    url = cluster.url(administrator["name"])
    env = {"DOUGHY_DATABASE_URL": f"{url} user={administrator['user']} password=administrator"}
    done = doughy("init", "--email", "Boss@Example.com", "--demo", "--json", env=env)
    assert done.code == 0, done.err
    assert done.json["created_user"] is True
    assert done.json["leads"] == 40
    assert "password" not in (doughy.home / "config/config.toml").read_text()
    shown = doughy("whoami", "--verify", "--json").json
    assert (shown["email"], shown["role"]) == ("boss@example.com", "admin")
    again = doughy("init", "--email", "boss@example.com", env=env)
    assert again.code == 0, again.err
    assert "nothing was changed" in again.err
    assert done.err.splitlines().count(guard.MISSING) == 1
    checked = doughy("migrate", "check", env=env)
    assert (checked.code, checked.err.splitlines()[0]) == (0, guard.MISSING)
    assert doughy("migrate", "status", "--json", env=env).json["up_to_date"] is True


def test_the_administrators_password_is_asked_once(
    doughy: Program, cluster: Cluster, administrator: dict[str, Any]
) -> None:
    url = f"{cluster.url(administrator['name'])} user={administrator['user']}"
    arguments = ("init", "--email", "boss@example.com", "--database-url", url)
    screen = typed(doughy, arguments, "administrator")
    assert screen.count("Password of") == 1
    assert "Ready." in screen
    # Later it is known who the administrator is.
    screen = typed(doughy, ("migrate", "status"), "administrator")
    assert f"Password of {administrator['user']}" in screen
    assert doughy("migrate", "status", env={"PGPASSWORD": "administrator"}).code == 0
    wrong = doughy("migrate", "status", "--json", env={"PGPASSWORD": "wrong"})
    assert wrong.code == 4
    assert wrong.error["code"] == "administrator_refused"


def typed(doughy: Program, arguments: tuple[str, ...], answer: str) -> str:
    """Run the program on a terminal, answer its first question, and return the screen."""
    leader, follower = pty.openpty()
    process = doughy.start(
        *arguments, stdin=follower, stdout=follower, stderr=follower, start_new_session=True
    )
    os.close(follower)
    shown = b""
    answered = False
    while True:
        try:
            shown += os.read(leader, 65536)
        except OSError:
            break
        if not answered and b"Password of" in shown:
            os.write(leader, answer.encode() + b"\n")
            answered = True
    os.close(leader)
    process.wait()
    return shown.decode()


def test_a_server_wants_to_know_whose_account(doughy: Program, cluster: Cluster) -> None:
    done = doughy("init", "--database-url", cluster.url("nothing_made"), "--json")
    assert done.code == 2
    assert "--email" in done.error["hint"]
    assert cluster_has(cluster, "nothing_made") is False


def cluster_has(cluster: Cluster, name: str) -> bool:
    with cluster.connect() as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return found.fetchone() is not None


def test_there_is_one_first_admin(doughy: Program, database: Database) -> None:
    database.add("boss@example.com", "admin")
    url = f"{database.cluster.url(database.name)} user=postgres"
    for email in ("second@example.com", "postgres@localhost"):
        done = doughy("init", "--email", email, "--database-url", url, "--json")
        assert done.code == 5
        assert done.error["code"] == "has_admin"
        assert "boss@example.com" in done.error["message"]
    assert database.sql("SELECT count(*) FROM auth.users") == [(1,)]


def test_the_owner_gets_in_again_and_is_told_of_the_new_password(fresh: Program) -> None:
    fresh("quickstart")
    out = fresh("logout")
    assert "doughy init" in out.err
    refused = fresh("leads", "list", "--json")
    assert refused.code == 4
    assert "doughy init" in refused.error["hint"]
    again = fresh("quickstart")
    assert "A password was made" in again.err
    assert "nothing was changed" not in again.err
    assert fresh("leads", "list").code == 0


def test_what_to_type_next_names_the_profile(
    doughy: Program, cluster: Cluster, administrator: dict[str, Any]
) -> None:
    doughy("profiles", "add", "home")
    doughy("profiles", "use", "home")
    url = f"{cluster.url(administrator['name'])} user={administrator['user']}"
    env = {"PGPASSWORD": "administrator"}
    done = doughy(
        *("init", "--profile", "team", "--email", "boss@example.com", "--database-url", url),
        env=env,
    )
    assert done.code == 0, done.err
    assert "doughy leads import FILE.csv --profile team" in done.err
    assert "doughy profiles use team" in done.err


def test_a_member_cannot_migrate(doughy: Program, database: Database) -> None:
    ann = database.add("ann@example.com")
    url = f"{database.cluster.url(database.name)} user='{ann.role}'"
    done = doughy(
        "migrate", "up", "--json", env={"DOUGHY_DATABASE_URL": url, "PGPASSWORD": ann.password}
    )
    assert done.code in (4, 8)


def test_people_of_one_database_cannot_enter_another(cluster: Cluster, database: Database) -> None:
    other = cluster.clone()
    try:
        ann = other.add("ann@example.com")
        with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
            cluster.connect(database.name, user=ann.role, password=ann.password)
    finally:
        other.drop()


def test_several_quickstarts_at_once(fresh: Program) -> None:
    running = [fresh.start("quickstart", "--json") for _ in range(4)]
    ended = [process.communicate() for process in running]
    assert [process.returncode for process in running] == [0] * 4, ended
    assert len(fresh("leads", "list", "--json").json) == 40
