"""Whether notices (LISTEN, NOTIFY) come through a connection."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql


def listens(connection: psycopg.Connection[Any], channel: str) -> bool:
    """Listen on a channel if notices can come through the connection; return whether they can.

    A pooler that gives each transaction another connection brings none: it answers for the server
    with a process id of its own making. A standby refuses to listen. What is begun here is for
    the caller to commit.
    """
    asked = "SELECT pg_catalog.pg_backend_pid(), pg_catalog.pg_is_in_recovery()"
    process, standby = connection.execute(asked).fetchone() or (None, True)
    if process != connection.info.backend_pid or standby:
        return False
    connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
    return True
