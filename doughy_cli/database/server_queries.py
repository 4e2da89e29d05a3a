"""What `doughy db status` asks a server that is not the embedded one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import psycopg

_FACTS = """
    SELECT
        current_setting('server_version'),
        pg_catalog.pg_postmaster_start_time(),
        pg_catalog.pg_database_size(current_database())
"""


def facts(connection: psycopg.Connection[Any]) -> tuple[str, datetime, int]:
    """Return the server's version, when it was started, and the database's size in bytes."""
    version, since, size = connection.execute(_FACTS).fetchone() or (None, None, None)
    return version, since, size  # type: ignore[return-value]
