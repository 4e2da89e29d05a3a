"""Whether a connection is the server's own, so that notices (LISTEN, NOTIFY) come through it, and
whether it keeps what was prepared."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql


def is_own(connection: psycopg.Connection[Any]) -> bool:
    """Return whether the same process of the server answers for as long as the connection is
    open: a pooler answers with a process id of its own making."""
    row = connection.execute("SELECT pg_catalog.pg_backend_pid()").fetchone()
    return row is not None and row[0] == connection.info.backend_pid


def listens(connection: psycopg.Connection[Any], channel: str) -> bool:
    """Listen on a channel if notices can come through the connection; return whether they can.

    A pooler that gives each transaction another connection brings none, and a standby refuses to
    listen. What is begun here is for the caller to commit.
    """
    standby = connection.execute("SELECT pg_catalog.pg_is_in_recovery()").fetchone()
    if not is_own(connection) or standby != (False,):
        return False
    connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
    return True
