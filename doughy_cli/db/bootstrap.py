"""Makes the roles and the database that the schema needs, with an administrator's rights.

The administrator is a superuser (as on the embedded server) or, on a managed PostgreSQL, a
role with CREATEROLE and CREATEDB. Once this is done, nothing needs more than `doughy_owner`:
the migrations run as it, and its functions manage people.

Everything here may be run again, and by several at once: each step looks first, and where
two meet, the loser looks again.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

from doughy_cli.errors import Conflict, Failed, NotPermitted, Usage

if TYPE_CHECKING:
    from psycopg import Connection

OWNER = "doughy_owner"
GROUPS = ("doughy_member", "doughy_support", "doughy_admin", "doughy_service")
OLDEST_SERVER = 15
# A login is named "<database>/" and up to 32 hex digits, and PostgreSQL keeps 63 bytes.
LONGEST_DATABASE_NAME = 63 - 33

# What two administrators who do the same at once run into; looking again settles it.
_MET_ANOTHER = (
    psycopg.errors.DuplicateObject,
    psycopg.errors.DuplicateDatabase,
    psycopg.errors.UniqueViolation,
    psycopg.errors.InternalError_,  # "tuple concurrently updated"
    psycopg.errors.ObjectInUse,
    psycopg.errors.UndefinedObject,
)


def bootstrap(connection: Connection[Any], database: str) -> bool:
    """Make the group roles and the database; the schema itself is `upgrade.up`'s business.

    In: an administrator's connection in autocommit mode, to any database of the server, and
    the name of the database to make. It may exist already, if it is ours or empty.
    Out: whether the database was created. Raises `Usage` for an unfit name, `NotPermitted` if
    the administrator lacks a right (and says which), `Conflict` if the database is in use by
    something else, `Failed` if the server is too old.
    """
    if not connection.autocommit:
        raise Failed("setting up a database needs a connection in autocommit mode")
    check_version(connection)
    if not 0 < len(database.encode()) <= LONGEST_DATABASE_NAME or "\0" in database:
        raise Usage(
            f"a database's name has 1 to {LONGEST_DATABASE_NAME} bytes, and this is not one: "
            f"{database}"
        )
    made = False  # in an earlier attempt, too
    for attempt in range(10):
        try:
            _make_roles(connection)
            made = _make_database(connection, database) or made
            _close_database(connection, database)
            return made
        except _MET_ANOTHER:
            if attempt == 9:
                raise
            time.sleep(0.05 * (attempt + 1))
        except psycopg.errors.InsufficientPrivilege as error:
            raise NotPermitted(
                f"{connection.info.user} may not set up a database: {error.diag.message_primary}",
                "Use a role with CREATEROLE and CREATEDB, or a superuser.",
            ) from error
    raise AssertionError("unreachable")


def check_version(connection: Connection[Any]) -> None:
    """Raise Failed if the server is too old."""
    if connection.info.server_version < OLDEST_SERVER * 10_000:
        version = connection.info.server_version // 10_000
        raise Failed(
            f"this server is PostgreSQL {version}; {OLDEST_SERVER} or later is needed",
            code="server_too_old",
        )


def _make_roles(connection: Connection[Any]) -> None:
    """The owner and the groups, the owner able to hand the groups out, and us able to be it."""
    with connection.transaction():
        for role, options in ((OWNER, "NOLOGIN CREATEROLE"), *((g, "NOLOGIN") for g in GROUPS)):
            if not _one(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
                _run(connection, f"CREATE ROLE {{}} {options}", role)
        for group in GROUPS:
            if not _one(connection, _MEMBERSHIP + " AND m.admin_option", group, OWNER):
                _run(connection, "GRANT {} TO {} WITH ADMIN OPTION", group, OWNER)
        if _can_be_owner(connection):
            return
        if connection.info.server_version < 160_000:
            _run(connection, "GRANT {} TO CURRENT_USER", OWNER)
        else:
            _run(connection, "GRANT {} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE", OWNER)


_MEMBERSHIP = """
    SELECT 1
    FROM pg_auth_members AS m
    WHERE m.roleid = %s::regrole AND m.member = %s::regrole
"""


def _can_be_owner(connection: Connection[Any]) -> bool:
    """Whether we may both act as the owner and set our role to it."""
    # USAGE is inheritance. The right to SET ROLE goes by another name before version 16.
    change = "SET" if connection.info.server_version >= 160_000 else "MEMBER"
    return bool(
        _one(
            connection,
            "SELECT 1 WHERE pg_has_role(%s, 'USAGE') AND pg_has_role(%s, %s)",
            OWNER,
            OWNER,
            change,
        )
    )


def _make_database(connection: Connection[Any], database: str) -> bool:
    """The database, the owner's; whether it was not there before."""
    owner = _one(
        connection,
        "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s",
        database,
    )
    if owner is None:
        _run(
            connection,
            f"CREATE DATABASE {{}} OWNER {OWNER} TEMPLATE template0 ENCODING 'UTF8'",
            database,
        )
    elif owner != OWNER:
        _check_fit(connection, database)
        _run(connection, f"ALTER DATABASE {{}} OWNER TO {OWNER}", database)
    return owner is None


def _close_database(connection: Connection[Any], database: str) -> None:
    """Leave the database open to nobody who is not let in by name."""
    with connection.transaction():
        connection.execute(f"SET LOCAL ROLE {OWNER}".encode())
        if _one(connection, _PUBLIC_MAY_ENTER, database):
            _run(connection, "REVOKE ALL ON DATABASE {} FROM PUBLIC", database)


# Without an access list the built-in one applies, and that lets everybody in.
_PUBLIC_MAY_ENTER = """
    SELECT 1
    FROM pg_database AS d
    CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) AS a
    WHERE d.datname = %s AND a.grantee = 0
"""


def _check_fit(connection: Connection[Any], database: str) -> None:
    """Refuse to take over a database that holds something, or that cannot hold every name."""
    encoding = _one(
        connection,
        "SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s",
        database,
    )
    if encoding != "UTF8":
        raise Conflict(f"the database {database} is encoded in {encoding}", "It has to be UTF8.")
    there = psycopg.connect(
        connection.info.dsn, dbname=database, password=connection.info.password or None
    )
    with there:
        found = _one(
            there,
            """
            SELECT c.oid::regclass::text
            FROM pg_class AS c
            JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
                AND n.nspname !~ '^pg_(toast_)?temp'
                AND NOT EXISTS (
                    SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e'
                )
            LIMIT 1
            """,
        )
    if found:
        raise Conflict(
            f"the database {database} is in use by something else ({found})",
            "Name a database that is empty or does not exist yet.",
        )


def _one(connection: Connection[Any], query: str, *values: object) -> Any:
    """The first column of the first row, None if there is none."""
    row = connection.execute(query.encode(), values).fetchone()
    return row[0] if row else None


def _run(connection: Connection[Any], statement: str, *names: str) -> None:
    """Run a statement with names in it, which cannot be parameters."""
    query: Any = sql.SQL(statement)
    connection.execute(query.format(*(sql.Identifier(name) for name in names)))
