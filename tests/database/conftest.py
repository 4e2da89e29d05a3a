"""Servers of their own, because a restore is a matter of the whole server; and a database
with everything in it that a backup must bring back."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from tests.conftest import FOLDER

if TYPE_CHECKING:
    from tests.harness import Cluster, Database, Person, Program

DEBIAN = "/usr/lib/postgresql/15/bin"
# The project's check installs it, so there its absence is a failure.
needs_debian = pytest.mark.skipif(
    not Path(DEBIAN).exists() and "CI" not in os.environ, reason="no PostgreSQL 15 here"
)

# Every row of every table, as text that does not depend on the server.
_TABLES = """
    SELECT format('%I.%I', table_schema, table_name)
    FROM information_schema.tables
    WHERE table_schema IN ('auth', 'public') AND table_type = 'BASE TABLE'
    ORDER BY 1
"""
_ROLES = """
    SELECT
        r.rolname, r.rolcanlogin, r.rolsuper, r.rolcreaterole, p.rolpassword,
        ARRAY(
            SELECT g.rolname::text
            FROM pg_auth_members AS m
            JOIN pg_roles AS g ON g.oid = m.roleid
            WHERE m.member = r.oid
            ORDER BY 1
        )
    FROM pg_roles AS r
    JOIN pg_authid AS p ON p.oid = r.oid
    WHERE r.rolname ~ '/' OR r.rolname ~ '^doughy_'
    ORDER BY 1
"""
_DATABASES = """
    SELECT
        d.datname, pg_get_userbyid(d.datdba),
        ARRAY(SELECT a::text FROM unnest(d.datacl) AS a ORDER BY 1)
    FROM pg_database AS d
    WHERE d.datname NOT IN ('postgres', 'template0', 'template1')
    ORDER BY 1
"""


@dataclass(frozen=True)
class Home:
    """An embedded server of its own, and the program that works with it."""

    run: Program
    env: dict[str, str]

    @property
    def folder(self) -> Path:
        """The server's folder."""
        return self.run.home / "data" / "server"

    def __call__(self, *arguments: str | Path, **options: Any) -> Any:
        """Run the program here."""
        options["env"] = {**self.env, **options.get("env", {})}
        return self.run(*arguments, **options)

    def spawn(self, *arguments: str | Path, **options: Any) -> Any:
        """Run the program here as a process of its own."""
        return self.run.spawn(*arguments, env=self.env, **options)

    def start(self, *arguments: str | Path, **options: Any) -> Any:
        """Start the program here as a process of its own."""
        return self.run.start(*arguments, env=self.env, **options)

    @property
    def cluster(self) -> Cluster:
        """The server, which must run."""
        from doughy_cli.db import server
        from tests.harness import Cluster

        running = server.running(self.folder)
        assert running is not None
        return Cluster(running.conninfo("postgres", "postgres"))

    @property
    def database(self) -> Database:
        """The database that the program uses."""
        from tests.harness import Database

        return Database(self.cluster, "doughy")

    def everything(self, database: str = "doughy") -> dict[str, Any]:
        """Return all that a backup must bring back: definitions, rows, roles, entry."""
        from doughy_cli.db import catalog

        cluster = self.cluster
        with cluster.connect(database) as connection:
            rows = {}
            for (table,) in connection.execute(_TABLES).fetchall():
                # A log's transaction is a number of the server's.
                query = f"SELECT (to_jsonb(t) - 'xid')::text FROM {table} AS t ORDER BY 1"  # noqa: S608
                found = connection.execute(query).fetchall()
                rows[table] = [text for (text,) in found]
            return {
                "managed": catalog.managed(connection),
                "tables": catalog.tables(connection),
                "rows": rows,
                "roles": connection.execute(_ROLES).fetchall(),
                "databases": connection.execute(_DATABASES).fetchall(),
            }


def make_home(**env: str) -> Home:
    """Return a home in the run's folder; nothing is set up in it."""
    from tests.harness import Program

    return Home(Program(Path(os.environ[FOLDER]) / f"home-{uuid4().hex[:8]}"), env)


def copy_of(home: Home) -> Home:
    """Return a home in use whose files are copies of those of `home`, whose server does not
    run: a fifth of the price of setting one up."""
    made = make_home(**home.env)
    subprocess.run(["cp", "-pR", home.run.home, made.run.home], check=True)
    assert made("quickstart").code == 0  # a password is kept for one place
    return made


@pytest.fixture
def home() -> Iterator[Home]:
    """A home in which nothing is set up."""
    made = make_home()
    yield made
    clear(made)


@pytest.fixture(scope="session")
def _with_a_server() -> Iterator[Home]:
    from doughy_cli.db import server

    made = make_home()
    server.ensure(made.folder)
    stop(made)
    yield made
    clear(made)


@pytest.fixture
def blank(_with_a_server: Home) -> Iterator[Home]:
    """A home whose server is made and holds nothing, for tests that are not about how one is
    made: that takes eight times as long."""
    made = make_home()
    subprocess.run(["cp", "-pR", _with_a_server.run.home, made.run.home], check=True)
    yield made
    clear(made)


@pytest.fixture(scope="session")
def _restored(source: Source, _with_a_server: Home) -> Iterator[Home]:
    made = make_home()
    subprocess.run(["cp", "-pR", _with_a_server.run.home, made.run.home], check=True)
    done = made("db", "restore", source.backup)
    assert done.code == 0, done.err
    stop(made)
    yield made
    clear(made)


@pytest.fixture
def restored(_restored: Home) -> Iterator[Home]:
    """A home in which the backup of `source` was restored, for tests of what it is like."""
    from doughy_cli.db import server

    made = make_home()
    subprocess.run(["cp", "-pR", _restored.run.home, made.run.home], check=True)
    server.ensure(made.folder)
    yield made
    clear(made)


@pytest.fixture
def homes() -> Iterator[Callable[..., Home]]:
    """Makes homes in which nothing is set up, with variables of the environment."""
    made: list[Home] = []

    def make(**env: str) -> Home:
        made.append(make_home(**env))
        return made[-1]

    yield make
    for each in made:
        clear(each)


@pytest.fixture(scope="session")
def _quickstarted() -> Iterator[Home]:
    made = make_home()
    assert made("quickstart").code == 0
    stop(made)
    yield made
    clear(made)


@pytest.fixture
def used(_quickstarted: Home) -> Iterator[Home]:
    """A home after `quickstart`, for tests that are not about it."""
    made = copy_of(_quickstarted)
    yield made
    clear(made)


def stop(home: Home) -> None:
    """End the home's server."""
    from doughy_cli.db import server

    server.stop(home.folder)


def clear(home: Home) -> None:
    """End the home's server and remove the home: each holds near a hundred megabytes."""
    stop(home)
    shutil.rmtree(home.run.home, ignore_errors=True)


@dataclass(frozen=True)
class Source:
    """A home in use, people who work there, a backup, and what it must bring back."""

    home: Home
    people: dict[str, Person]
    backup: Path
    everything: dict[str, Any]


@pytest.fixture(scope="session")
def source(_quickstarted: Home) -> Iterator[Source]:
    """A home in use and its backup. Tests only read it."""
    home = copy_of(_quickstarted)
    yield fill(home)
    clear(home)


@pytest.fixture
def filled(_quickstarted: Home) -> Iterator[Source]:
    """A home in use and its backup, to be changed."""
    home = copy_of(_quickstarted)
    yield fill(home)
    clear(home)


def fill(home: Home) -> Source:
    """Put people and rows of every kind into a home that is set up, and back it up."""
    database = home.database
    people = {
        "ann": database.add("ann@example.com"),
        "ben": database.add('o\'brien+"ben"@example.com'),
        "sue": database.add("sue@example.com", "support"),
        "bob": database.add("bob@example.com", "admin"),
        "dan": database.add("dan@example.com"),
        "long": database.add(f"{'x' * 60}@example.com"),
        "bot": database.add_service("worker-1"),
    }
    for name in ("ann", "ben", "long"):
        _work(people[name])
    database.sql("SELECT auth.disable_user(%s)", people["dan"].id)
    backup = home.run.home / "full.backup"
    done = home("db", "backup", backup)
    assert done.code == 0, done.err
    return Source(home, people, backup, home.everything())


def _work(person: Person) -> None:
    """Write rows of many kinds as this person."""
    with person.connect() as connection:
        (lead,) = connection.execute(
            "INSERT INTO leads (name, email, phone, tags, status) VALUES (%s, %s, %s, %s, 'new') "
            "RETURNING id",
            [
                "Zoë \\. \t\n 'quoted' 雪 \x01",
                "Lead@Example.com",
                "+1 937 555 0100",
                ["a,b", '"c"'],
            ],
        ).fetchone()
        connection.execute("UPDATE leads SET status = 'active', score = 90 WHERE id = %s", [lead])
        connection.execute(
            "INSERT INTO lead_events (lead_id, event_type, description, metadata) "
            "VALUES (%s, 'note_added', 'called', '{\"a\": [1, null, \"x\"]}')",
            [lead],
        )
        (estate,) = connection.execute(
            "INSERT INTO re_properties (address_line_1, city, state, zip, bathrooms) "
            "VALUES ('1 Main St', 'Dayton', 'OH', '45402', 2.5) RETURNING id"
        ).fetchone()
        connection.execute(
            "INSERT INTO deals (lead_id, property_id, title, stage, estimated_value) "
            "VALUES (%s, %s, 'A deal', 'analyzing', 123456.78)",
            [lead, estate],
        )
        connection.execute(
            "INSERT INTO api_keys (service, key_ciphertext, nonce) VALUES ('x', 'y', 'n')"
        )
        connection.execute(
            "INSERT INTO re_documents (title, type, file_url) VALUES ('Photo', 'photo', %s)",
            [f"doughy-local://{uuid4().hex}/{uuid4().hex}/{'0' * 64}"],
        )
        connection.execute("INSERT INTO contacts (first_name, emails) VALUES ('Q', '[\"q@x.y\"]')")
