"""Brings the schema of a database to a revision, forward or back, and says where it is.

Revisions (`migrations/versions`) hold tables, types, indexes and data moves. Roles'
privileges, functions, triggers and policies are kept as they are now in `migrations/sql`
and are the same at every upgrade: they are dropped, the revisions run, and they are made
anew, all in one transaction. Nobody sees the gap, and a failure leaves the database as it
was.

Those definitions speak of the newest tables, so they are applied only when the newest
revision is reached. At an older one there are none: row level security is on, no policy
lets anybody through, and the functions that people sign in with are not there. That is a
state for the administrator to pass through, not one to work in.

Every function takes a psycopg connection of an administrator (a member of `doughy_owner`,
or a superuser) to the database in question, with no transaction open.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg.types.json import Jsonb

from doughy_cli.db import catalog, guard
from doughy_cli.db.exclusive import OWNER, exclusive, not_an_administrator
from doughy_cli.errors import Conflict, Failed, NotPermitted, Usage

if TYPE_CHECKING:
    import sqlalchemy

VERSION_SCHEMA = "auth"
VERSION_TABLE = "schema_version"


@dataclass(frozen=True)
class Revision:
    """A step in the schema's history: its name, the one before it, what it does."""

    id: str
    down: str | None
    summary: str


@dataclass(frozen=True)
class Status:
    """Where a database is (`current` is None before the first upgrade) and what awaits it."""

    current: str | None
    head: str
    pending: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What an upgrade or downgrade did: revisions in the order they ran, and whether the
    managed definitions were other than the files say."""

    revisions: tuple[str, ...]
    definitions_changed: bool

    @property
    def nothing(self) -> bool:
        return not self.revisions and not self.definitions_changed


@dataclass(frozen=True)
class Check:
    """Why `up` would change something, and what of the tables it would not mend: a line each.
    All empty means that everything is as it should be. `guarded` is false if the guard is not
    there and `up` would not make it, because the administrator is no superuser."""

    pending: tuple[str, ...]
    definitions: tuple[str, ...]
    tables: tuple[str, ...]
    guarded: bool

    @property
    def clean(self) -> bool:
        return not (self.pending or self.definitions or self.tables)


def migrations() -> Path:
    """The folder of revisions and definitions: in the installed package, or in the checkout."""
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "migrations", package.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise Failed(
        "the migrations are missing from this installation",
        "Install doughy again; the folder 'migrations' belongs inside the package.",
    )


def history() -> list[Revision]:
    """All revisions, the oldest first."""
    return list(_history(migrations()))


@cache
def _history(folder: Path) -> tuple[Revision, ...]:
    """The revisions of a folder, which are a module each to load: once is enough."""
    scripts = ScriptDirectory(str(folder))
    return tuple(
        Revision(
            script.revision,
            # One line of history: no branches, so no tuple.
            str(script.down_revision) if script.down_revision else None,
            script.doc,
        )
        for script in reversed(list(scripts.walk_revisions()))
    )


def status(connection: psycopg.Connection[Any]) -> Status:
    """The revision that the database is at, the newest one, and those in between.

    Raises `NotPermitted` for a person, who has no business with it, and `Conflict` if this
    program does not know the revision.
    """
    try:
        with connection.transaction():
            return _status(connection)
    except psycopg.errors.InsufficientPrivilege as error:
        raise not_an_administrator(connection) from error


def up(
    connection: psycopg.Connection[Any], target: str = "head", *, dry_run: bool = False
) -> Change:
    """Upgrade to `target` and make the managed definitions what the files say; with
    `dry_run`, do it all and take it back.

    Out: what was done; `nothing` is true if the database was as it should be, and it has not
    been touched then. Raises `NotPermitted` if the connection may not, `Conflict` if the
    database holds somebody else's tables or a revision this program does not know, `Usage`
    if there is no such revision. Of two at once, one waits and then finds nothing to do.
    """
    _check_target(target)
    with exclusive(connection) as alembic_view:
        current = _status(connection).current
        if current is None:
            _check_empty(connection)
            _make_version_table(connection)
        before = catalog.managed(connection)
        _drop_managed(connection)
        applied = _run(alembic_view, command.upgrade, target)
        if not _status(connection).pending:
            _apply_managed(connection)
        changed = catalog.managed(connection) != before
        if not applied and not changed:
            # Nothing to keep: leave no trace in the catalog.
            raise psycopg.Rollback
        _record(connection, "up", applied)
        if dry_run:
            raise psycopg.Rollback
    return Change(tuple(applied), changed)


def down(connection: psycopg.Connection[Any], target: str, *, dry_run: bool = False) -> Change:
    """Downgrade to `target` (a revision's name, `base`, or `-1` for one step); with
    `dry_run`, do it all and take it back.

    What the revisions above the target created is deleted; people are not, until `base`
    itself goes and takes their logins with it. Raises as `up` does.
    """
    _check_target(target)
    applied: list[str] = []
    with exclusive(connection) as alembic_view:
        if _status(connection).current is None:
            raise psycopg.Rollback
        _drop_managed(connection)
        applied = _run(alembic_view, command.downgrade, target)
        if not applied:
            raise psycopg.Rollback
        if _status(connection).current is None:
            guard.remove(connection)
            connection.execute(f"DROP TABLE {VERSION_SCHEMA}.{VERSION_TABLE}".encode())
            connection.execute(f"DROP SCHEMA {VERSION_SCHEMA}".encode())
        else:
            _record(connection, "down", applied)
        if dry_run:
            raise psycopg.Rollback
    return Change(tuple(applied), bool(applied))


def check(connection: psycopg.Connection[Any]) -> Check:
    """Say whether `up` would change anything, and whether the tables are the program's.

    The definitions are compared by making them anew and looking at what PostgreSQL then
    says of them, in a transaction that is rolled back; the tables, with what is kept of a
    fresh install. Raises as `up` does.
    """
    definitions: list[str] = []
    made: list[str] = []
    guarded = True
    with exclusive(connection):
        pending = _status(connection).pending
        if not pending:
            found = catalog.managed(connection)
            made = catalog.differences(catalog.tables(connection), recorded_tables())
            _drop_managed(connection)
            _apply_managed(connection)
            definitions = catalog.differences(found, catalog.managed(connection))
            guarded = guard.stands(connection)
        raise psycopg.Rollback
    return Check(pending, tuple(definitions), tuple(made), guarded)


def put_up_guard(connection: psycopg.Connection[Any]) -> bool:
    """Make the guard of a database whose schema came from a backup, which brings none.

    Out: whether it stands; it does not if the connection is no superuser's. At an older
    revision there is nothing to guard. Raises as `up` does.
    """
    with exclusive(connection):
        if _status(connection).pending:
            return True
        guard.take_down(connection)
        _put_up_guard(connection)
    return guard.stands(connection)


def recorded_tables() -> catalog.Definitions:
    """What `catalog.tables` finds at the newest revision, as kept with the revisions."""
    kept: catalog.Definitions = json.loads((migrations() / "tables.json").read_text("utf-8"))
    return kept


def recorded_definitions() -> catalog.Definitions:
    """What `catalog.digests` finds of the managed definitions at the newest revision, as kept with
    the revisions."""
    kept: catalog.Definitions = json.loads((migrations() / "definitions.json").read_text("utf-8"))
    return kept


def _config() -> Config:
    config = Config()
    # The value goes through ConfigParser, to which a percent sign means something.
    config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _run(alembic_view: sqlalchemy.Connection, verb: Any, target: str) -> list[str]:
    """Run Alembic's upgrade or downgrade; gives the revisions in the order they ran."""
    applied: list[str] = []

    def note(step: Any, **_: object) -> None:
        applied.append(str(step.up_revision_id))

    config = _config()
    config.attributes.update(
        connection=alembic_view,
        version_table=VERSION_TABLE,
        version_schema=VERSION_SCHEMA,
        on_version_apply=note,
    )
    try:
        verb(config, target)
    except CommandError as error:
        raise Usage(f"there is no way to {target}: {error}") from error
    return applied


def _check_target(target: str) -> None:
    known = [revision.id for revision in history()]
    if target in ("head", "base", *known) or target.lstrip("+-").isdigit():
        return
    raise Usage(f"there is no revision {target}", f"The newest is {known[-1]}.")


def _status(connection: psycopg.Connection[Any]) -> Status:
    known = [revision.id for revision in history()]
    current: str | None = None
    exists = connection.execute(
        "SELECT to_regclass(%s) IS NOT NULL", (f"{VERSION_SCHEMA}.{VERSION_TABLE}",)
    ).fetchone()
    if exists and exists[0]:
        row = connection.execute(
            f"SELECT version_num FROM {VERSION_SCHEMA}.{VERSION_TABLE}".encode()  # noqa: S608
        ).fetchone()
        current = row[0] if row else None
    if current is not None and current not in known:
        raise Conflict(
            f"the database is at revision {current}, which this version does not know",
            "It was upgraded by a newer doughy: install that one.",
        )
    applied = known.index(current) + 1 if current else 0
    return Status(current, known[-1], tuple(known[applied:]))


def _check_empty(connection: psycopg.Connection[Any]) -> None:
    row = connection.execute(b"""
        SELECT c.oid::regclass::text
        FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace::regnamespace::text IN ('public', 'auth', 'internal')
            AND NOT EXISTS (
                SELECT FROM pg_catalog.pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e'
            )
        LIMIT 1
    """).fetchone()
    if row:
        raise Conflict(
            f"the database {connection.info.dbname} is in use by something else ({row[0]})",
            "Name a database that is empty or does not exist yet.",
        )
    row = connection.execute(
        b"SELECT has_schema_privilege('public', 'CREATE'), current_database()"
    ).fetchone()
    if row and not row[0]:
        raise NotPermitted(
            f"{OWNER} may not create tables in {row[1]}",
            f"As the owner of the schema: ALTER SCHEMA public OWNER TO {OWNER}",
        )


def _make_version_table(connection: psycopg.Connection[Any]) -> None:
    """Alembic's own would be too narrow for the document's names."""
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {VERSION_SCHEMA}".encode())
    connection.execute(
        f"""
        CREATE TABLE IF NOT EXISTS {VERSION_SCHEMA}.{VERSION_TABLE} (
            version_num text PRIMARY KEY
        )
    """.encode()
    )


def _drop_managed(connection: psycopg.Connection[Any]) -> None:
    """Drop every policy, trigger and function of ours, and every privilege of the groups."""
    guard.take_down(connection)
    connection.execute((migrations() / "sql" / "00_drop.sql").read_bytes())


def _apply_managed(connection: psycopg.Connection[Any]) -> None:
    for file in sorted((migrations() / "sql").glob("[1-9]*.sql")):
        connection.execute(file.read_bytes())
    _put_up_guard(connection)


def _put_up_guard(connection: psycopg.Connection[Any]) -> None:
    guard.put_up(connection, (migrations() / "sql" / "guard.sql").read_bytes())


def _record(connection: psycopg.Connection[Any], direction: str, revisions: list[str]) -> None:
    words = {"up": "was applied", "down": "was taken back"}
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            INSERT INTO public.system_logs (level, source, message, details)
            VALUES ('info', 'migration', %s, %s)
            """,
            [
                (
                    f"{revision} {words[direction]}",
                    Jsonb({"revision": revision, "direction": direction}),
                )
                for revision in revisions
            ],
        )
