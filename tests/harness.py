"""What tests are made of: a server for the run, a database for the test, people in it, and
the program run as one of them."""

from __future__ import annotations

import fcntl
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import conninfo, sql

from doughy_cli.accounts.passwords import one_time_password, verifier
from doughy_cli.db import bootstrap, server, upgrade
from doughy_cli.db.names import login_role
from tests import once, sessions
from tests.forking import Forked, own_terminal

TEMPLATE = "doughy_template"
NO_KEYRING = "keyring.backends.null.Keyring"


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock among the test run's processes."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True)
class Cluster:
    """The run's PostgreSQL server."""

    keywords: Mapping[str, Any]
    _kept: list[psycopg.Connection[Any]] = field(default_factory=list)

    def connect(self, database: str = "postgres", **changes: Any) -> psycopg.Connection[Any]:
        """Connect, as the superuser if nothing else is said."""
        keywords = {**self.keywords, "dbname": database, "user": "postgres", **changes}
        return psycopg.connect(**keywords, autocommit=True)

    def url(self, database: str) -> str:
        """Return the database's URL, without user and password."""
        kept = {key: value for key, value in self.keywords.items() if value != ""}
        kept.pop("user", None)
        return conninfo.make_conninfo("", **{**kept, "dbname": database})

    def hurry(self) -> None:
        """Wait for no disk: dropping a test's database takes a tenth of the time. What a power
        cut does, no test of this server asks; a killed process loses nothing by it. Nor is the
        log kept fit for one, which would write pages whole and its files full of zeros."""
        with self.connect() as connection:
            for setting in ("fsync", "full_page_writes", "wal_init_zero"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
            connection.execute("SELECT pg_reload_conf()")

    @contextmanager
    def lent(self) -> Iterator[psycopg.Connection[Any]]:
        """Lend a connection to no test's database, to make one or to drop one."""
        kept = self._kept.pop() if self._kept else self.connect()
        try:
            yield kept
        except BaseException:
            kept.close()
            raise
        self._kept.append(kept)

    def make_template(self) -> None:
        """Make the database that every test's database is cloned from."""
        with self.connect() as connection:
            bootstrap.bootstrap(connection, TEMPLATE)
        with self.connect(TEMPLATE) as connection:
            upgrade.up(connection)
            # What the revisions have left behind is read by each connection to each copy.
            for (table,) in connection.execute(
                "SELECT oid::regclass::text FROM pg_class"
                " WHERE relnamespace = 'pg_catalog'::regnamespace AND relkind = 'r'"
                " AND NOT relisshared"
            ).fetchall():
                connection.execute(f"VACUUM (FULL, FREEZE) {table}".encode())
            connection.execute("CHECKPOINT")
        # The first connection writes down what each one has to know, and is copied as well.
        self.connect(TEMPLATE).close()

    def clone(self) -> Clone:
        """Return a fresh database with the schema and nobody in it.

        Its files are copied: to write each page to the log instead costs twice the time.
        """
        name = f"t{uuid4().hex[:12]}"
        with self.lent() as connection:
            connection.execute(
                sql.SQL(
                    "CREATE DATABASE {} TEMPLATE {} OWNER doughy_owner STRATEGY file_copy"
                ).format(sql.Identifier(name), sql.Identifier(TEMPLATE))
            )
            bootstrap.bootstrap(connection, name)
        return Clone(self, name)


@dataclass(frozen=True)
class Person:
    """Somebody with a login of their own."""

    email: str
    password: str
    id: UUID
    database: Database

    @property
    def role(self) -> str:
        """The login role."""
        return login_role(self.database.name, self.email)

    def connect(self) -> psycopg.Connection[Any]:
        """Connect as this person, as any SQL client could."""
        return self.database.cluster.connect(
            self.database.name, user=self.role, password=self.password
        )

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement as this person; return its rows."""
        keywords = {**self.database.cluster.keywords, "dbname": self.database.name}
        with sessions.connect(
            **{**keywords, "user": self.role, "password": self.password}, autocommit=True
        ) as connection:
            cursor = connection.execute(statement, values or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []


@dataclass(frozen=True)
class Database:
    """One test's database."""

    cluster: Cluster
    name: str
    people: list[Person] = field(default_factory=list)

    def connect(self) -> psycopg.Connection[Any]:
        """Connect as the superuser."""
        return self.cluster.connect(self.name)

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Run one statement as the superuser, above all policies; return its rows."""
        with self.lent() as connection:
            cursor = connection.execute(statement, values or None)  # type: ignore[arg-type]
            return cursor.fetchall() if cursor.description else []

    def fill(self, statement: str, *values: Any) -> None:
        """Write many rows that only need to be there: past the triggers, which take most of the
        time. So the owner has to be named, and no event tells of them."""
        with self.lent() as connection, connection.transaction():
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute(statement.encode(), values)

    @contextmanager
    def lent(self) -> Iterator[psycopg.Connection[Any]]:
        """Lend a superuser's connection for one statement."""
        with self.connect() as connection:
            yield connection

    def add(self, email: str, role: str = "user", *, must_change: bool = False) -> Person:
        """Add a person with a password."""
        password = one_time_password()
        with self.lent() as connection:
            row = connection.execute(
                "SELECT auth.create_user(%s, %s, %s, NULL, %s)",
                [email, verifier(connection, "", password), role, must_change],
            ).fetchone()
        return self._with(email, password, row)

    def add_service(self, name: str) -> Person:
        """Add a login for a program."""
        password = one_time_password()
        with self.lent() as connection:
            row = connection.execute(
                "SELECT auth.create_service(%s, %s)", [name, verifier(connection, "", password)]
            ).fetchone()
        return self._with(name, password, row)

    def _with(self, name: str, password: str, row: Any) -> Person:
        assert row
        self.people.append(Person(name, password, row[0], self))
        return self.people[-1]

    def drop(self) -> None:
        """Remove the database and its people's roles."""
        with self.cluster.lent() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(self.name))
            )
            roles = connection.execute(
                "SELECT rolname FROM pg_catalog.pg_roles WHERE starts_with(rolname, %s)",
                [f"{self.name}/"],
            ).fetchall()
            for (role,) in roles:
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


@dataclass(frozen=True)
class Clone(Database):
    """A database of the run's server, made for a test and dropped after it.

    The superuser's connection is kept: to make one takes longer than most statements do, and
    to add the second person over it a third of the time.
    """

    _kept: list[psycopg.Connection[Any]] = field(default_factory=list)

    @contextmanager
    def lent(self) -> Iterator[psycopg.Connection[Any]]:
        """Lend the kept connection, as it was made: without settings, role or transaction."""
        kept = self._kept.pop() if self._kept else self.connect()
        if kept.closed:
            kept = self.connect()
        kept.prepare_threshold = None  # a plan that was kept would not see a changed table
        try:
            yield kept
        except BaseException:
            kept.close()
            raise
        if kept.info.transaction_status == psycopg.pq.TransactionStatus.IDLE:
            self._kept.append(kept)
        else:
            kept.close()

    def drop(self) -> None:
        """Remove the database and its people's roles."""
        sessions.end(self.name)
        while self._kept:
            self._kept.pop().close()
        super().drop()


@dataclass(frozen=True)
class Result:
    """How the program ended and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stdout holds, as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error that stderr holds under --json: its last line."""
        found: dict[str, Any] = json.loads(self.err.splitlines()[-1])["error"]
        return found


class Program:
    """Runs doughy with a home of its own; as `person`, if one is given."""

    def __init__(self, home: Path) -> None:
        self.home = home
        once.remember()

    def environment(self, person: Person | None, **more: str) -> dict[str, str]:
        """Return the environment that the program is run in."""
        kept = ("PATH", "HOME", "LANG", "TMPDIR", "DOUGHY_PG_BIN", "VIRTUAL_ENV")
        own = {name: os.environ[name] for name in kept if name in os.environ}
        own |= {
            "DOUGHY_HOME": str(self.home),
            "PYTHON_KEYRING_BACKEND": NO_KEYRING,
            "COLUMNS": "100",
            "TZ": "UTC",
        }
        if person is not None:
            own |= {
                "DOUGHY_DATABASE_URL": person.database.cluster.url(person.database.name),
                "DOUGHY_EMAIL": person.email,
                "DOUGHY_PASSWORD": person.password,
            }
        return own | more

    def __call__(
        self,
        *arguments: str | Path,
        person: Person | None = None,
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
    ) -> Result:
        """Run the program inside this process: the same code, without a new interpreter."""
        from doughy_cli import cli

        given = stdin.encode() if isinstance(stdin, str) else stdin
        streams = {
            "stdin": io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"),
            "stdout": io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline=""),
            "stderr": io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline=""),
        }
        before = {name: getattr(sys, name) for name in streams}
        connect = psycopg.connect
        environment = dict(os.environ)
        os.environ.clear()
        os.environ.update(self.environment(person, **(env or {})))
        try:
            psycopg.connect = sessions.connect
            for name, stream in streams.items():
                setattr(sys, name, stream)
            code = cli.run([str(each) for each in arguments])
        finally:
            psycopg.connect = connect
            for name, stream in before.items():
                setattr(sys, name, stream)
            os.environ.clear()
            os.environ.update(environment)
        return Result(code, _written(streams["stdout"]), _written(streams["stderr"]))

    def start(
        self,
        *arguments: str | Path,
        person: Person | None = None,
        env: Mapping[str, str] | None = None,
        shell: Path | None = None,
        fresh: bool = False,
        **options: Any,
    ) -> subprocess.Popen[bytes]:
        """Start the program as a process of its own; or `shell`, a script that runs it.

        The process is forked from one that has the program loaded (see `forking`). It is an
        interpreter of its own if it is to be `fresh`, which takes a second of processor time,
        and where the environment or the options ask for one. A process that is forked has
        the folders `imports` before those that it imports from.
        """
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        environment = self.environment(person, **(env or {}))
        options = {**pipes, **options}
        if not fresh and not _needs_an_interpreter(env or {}, options):
            script = None if shell is None else str(shell)
            return Forked([script, *map(str, arguments)], env=environment, **options)
        program = [str(shell)] if shell else ["-m", "doughy_cli"]
        return subprocess.Popen(
            [sys.executable, *program, *map(str, arguments)], env=environment, **options
        )

    def spawn(
        self,
        *arguments: str | Path,
        person: Person | None = None,
        stdin: str | bytes = b"",
        env: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Result:
        """Run the program as a process of its own, where a test is about the process."""
        given = stdin.encode() if isinstance(stdin, str) else stdin
        with self.start(*arguments, person=person, env=env, **options) as process:
            out, err = process.communicate(given)
        return Result(process.returncode, (out or b"").decode(), (err or b"").decode())


def _needs_an_interpreter(env: Mapping[str, str], options: Mapping[str, Any]) -> bool:
    """Whether only a fresh interpreter does what is asked for."""
    known = {"stdin", "stdout", "stderr", "cwd", "start_new_session", "preexec_fn", "imports"}
    return (
        not options.keys() <= known
        or options.get("preexec_fn") not in (None, own_terminal)
        or any(name.startswith(("PYTHON", "LC_", "LANG", "LD_")) for name in env)
    )


def _written(stream: io.TextIOWrapper) -> str:
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode()


def start_cluster(folder: Path) -> Cluster:
    """Return the run's server, started and with its template by whoever comes first."""
    with alone(folder / "lock"):
        running = server.ensure(folder / "server", max_connections=200)
        server.forget_libpq_environment()
        cluster = Cluster(running.conninfo("postgres", "postgres"))
        if not (folder / "template").exists():
            cluster.hurry()
            with cluster.connect() as connection:
                # Whether a test finds statistics is not left to chance; and the catalogs of a
                # dozen databases, which are read after each test, find room.
                connection.execute("ALTER SYSTEM SET autovacuum = off")
                connection.execute("ALTER SYSTEM SET shared_buffers = '256MB'")
            server.stop(folder / "server")
            server.ensure(folder / "server", max_connections=200)
            cluster.make_template()
            (folder / "template").touch()
    return cluster
