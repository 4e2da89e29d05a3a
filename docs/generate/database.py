"""A database at the newest revision, on an embedded server of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from doughy_cli.db import bootstrap, server, upgrade


@contextmanager
def fresh_database() -> Iterator[psycopg.Connection[Any]]:
    """Start a server in a temporary home, make the schema, and give a superuser's connection.

    The server is stopped and its home removed at the end. `DOUGHY_PG_BIN` chooses the engine.
    """
    with tempfile.TemporaryDirectory(prefix="doughy-docs-") as made:
        # A root's server runs as a system user, who must get to its home.
        Path(made).chmod(0o711)
        home = Path(made) / "server"
        running = server.ensure(home)
        server.forget_libpq_environment()
        try:
            with _connect(running, "postgres") as connection:
                bootstrap.bootstrap(connection, "doughy")
            with _connect(running, "doughy") as connection:
                upgrade.up(connection)
                yield connection
        finally:
            server.stop(home)


def _connect(running: server.Server, database: str) -> psycopg.Connection[Any]:
    keywords: dict[str, Any] = dict(running.conninfo(database, "postgres"))
    return psycopg.connect(**keywords, autocommit=True)
