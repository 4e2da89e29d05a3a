"""The guard: an event trigger that keeps members from `DROP OWNED BY` their group.

Only a superuser can make it (migrations/sql/guard.sql). Where the administrator is none, it is
left as it is: not made, or standing since a superuser made it.

`put_up` and `take_down` are for a transaction as the owner, to whom they return.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from doughy_cli.db.exclusive import OWNER

if TYPE_CHECKING:
    from psycopg import Connection

NAME = "doughy_guard_groups"
SCHEMA, FUNCTION = "auth", "guard_groups()"
MISSING = (
    "There is no guard that keeps a member from taking everybody's rights away with DROP OWNED: "
    "only a superuser can make it (`doughy migrate up --database-url postgresql://SUPERUSER@…`)."
)


def stands(connection: Connection[Any]) -> bool:
    """Return whether the database has the guard, and it is not switched off."""
    row = connection.execute(
        "SELECT 1 FROM pg_catalog.pg_event_trigger WHERE evtname = %s AND evtenabled IN ('O', 'A')",
        [NAME],
    ).fetchone()
    return row is not None


def put_up(connection: Connection[Any], definition: bytes) -> None:
    """Make the guard, where the administrator may. It must not be there."""
    _as_superuser(connection, definition)


def take_down(connection: Connection[Any]) -> None:
    """Remove the guard, where the administrator could make it anew."""
    _as_superuser(
        connection,
        f"DROP EVENT TRIGGER IF EXISTS {NAME};DROP FUNCTION IF EXISTS {SCHEMA}.{FUNCTION}".encode(),
    )


def remove(connection: Connection[Any]) -> None:
    """Remove the guard for good: the schema's owner may, though it is a superuser's."""
    connection.execute(f"DROP FUNCTION IF EXISTS {SCHEMA}.{FUNCTION} CASCADE".encode())


def _as_superuser(connection: Connection[Any], statements: bytes) -> None:
    row = connection.execute(
        b"SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = session_user"
    ).fetchone()
    if row is None or not row[0]:
        return
    connection.execute(b"SET LOCAL ROLE NONE")
    connection.execute(statements)
    connection.execute(f"SET LOCAL ROLE {OWNER}".encode())
