"""A migration's transaction: alone among migrations, as the owner, not waiting for long.

A migration takes tables away from everybody, and whoever asks for one after it has asked waits
behind it. So it waits for other migrations as long as they take, and for people's open
transactions a few seconds.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from doughy_cli.errors import Conflict, Failed, NotPermitted

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy

OWNER = "doughy_owner"
# Any number will do, as long as it is always the same.
LOCK = 0x646F756768790001
LONGEST_WAIT = 5.0  # seconds, for each lock


@contextmanager
def exclusive(connection: psycopg.Connection[Any]) -> Iterator[sqlalchemy.Connection]:
    """One transaction as the owner, alone: gives Alembic's view of the same connection.

    Raises `NotPermitted` if the connection may not be the owner, `Conflict` if people's
    transactions hold a table that is needed, and says whose they are.
    """
    if connection.info.transaction_status != TransactionStatus.IDLE:
        raise Failed("a migration needs a connection without an open transaction")
    # The pool must neither reset nor close what is the caller's.
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: connection,
        poolclass=StaticPool,
        pool_reset_on_return=None,
    )
    # Before the transaction begins: the dialect's first queries end with a rollback.
    alembic_view = engine.connect()
    try:
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
            _become_owner(connection)
            # Not before the lock above: a migration may wait for another as long as that takes.
            connection.execute(
                "SELECT set_config('lock_timeout', %s, true)", (f"{LONGEST_WAIT * 1000:.0f}ms",)
            )
            yield alembic_view
    except (psycopg.Error, DBAPIError) as error:
        # A revision's statements go through SQLAlchemy, which wraps what psycopg raises.
        if isinstance(getattr(error, "orig", error), _IN_USE):
            raise _in_use(connection) from error
        raise
    finally:
        alembic_view.close()


_IN_USE = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


def _in_use(connection: psycopg.Connection[Any]) -> Conflict:
    """Say whose transactions the migration waited for; it has been rolled back."""
    found = connection.execute(b"""
        SELECT DISTINCT a.usename
        FROM pg_catalog.pg_locks AS l
        JOIN pg_catalog.pg_class AS c ON c.oid = l.relation
        JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid
        WHERE l.granted
            AND l.database = (
                SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname = current_database()
            )
            AND c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND l.pid <> pg_catalog.pg_backend_pid()
            AND a.usename IS NOT NULL
        ORDER BY a.usename
    """).fetchall()
    people = [name.removeprefix(f"{connection.info.dbname}/") for (name,) in found]
    return Conflict(
        f"the tables are in use by {', '.join(people) or 'somebody'}; nothing was changed",
        "Run it again once their transactions have ended.",
        code="in_use",
    )


def _become_owner(connection: psycopg.Connection[Any]) -> None:
    try:
        connection.execute(f"SET LOCAL ROLE {OWNER}".encode())
    except psycopg.errors.InvalidParameterValue as error:
        raise NotPermitted(
            f"this server has no role {OWNER}", "Set it up first: doughy init"
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise not_an_administrator(connection) from error
    # Definitions name their schema; a name without one is a mistake that must show.
    connection.execute(b"SET LOCAL search_path = pg_catalog, pg_temp")


def not_an_administrator(connection: psycopg.Connection[Any]) -> NotPermitted:
    """Return what to raise for a connection that may not be the owner."""
    return NotPermitted(
        f"{connection.info.user} is not an administrator of this database",
        f"Connect as a member of {OWNER}, or as a superuser.",
    )
