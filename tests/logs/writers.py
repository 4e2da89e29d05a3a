"""Writers whose transactions begin, write and commit in a scrambled order."""

from __future__ import annotations

import contextlib
import random
from typing import TYPE_CHECKING, Any

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness import Database

_ADD = """
INSERT INTO system_logs (level, source, message)
SELECT 'info', 'writers', %s || n FROM generate_series(1, %s) AS n
"""


class Writers:
    """Twenty connections, of which many are always in the middle of a transaction."""

    def __init__(self, database: Database, seed: int, count: int = 20) -> None:
        self._database, self._chance = database, random.Random(seed)  # noqa: S311
        self._connections = [self._connect() for _ in range(count)]

    def work(self, steps: int) -> None:
        """Let some writer begin, go on, commit or give up, so many times."""
        for step in range(steps):
            which = self._chance.randrange(len(self._connections))
            connection = self._connections[which]
            begun = connection.info.transaction_status is psycopg.pq.TransactionStatus.INTRANS
            match self._chance.random() if begun else 1.0:
                case luck if luck < 0.45:
                    connection.commit()
                case luck if luck < 0.55:
                    connection.rollback()
                case _:
                    connection.execute(_ADD, [f"{step}.", self._chance.randrange(1, 4)])

    def come_back(self) -> None:
        """Connect again, after the server was away; what was open then is lost."""
        self.leave()
        self._connections = [self._connect() for _ in self._connections]

    def finish(self) -> None:
        """Commit everything, the youngest first."""
        for connection in reversed(self._connections):
            connection.commit()

    def leave(self) -> None:
        """Close the connections."""
        for each in self._connections:
            each.close()

    def _connect(self) -> psycopg.Connection[Any]:
        connection = self._database.connect()
        connection.autocommit = False
        return connection


@contextlib.contextmanager
def writers(database: Database, seed: int) -> Iterator[Writers]:
    """Writers that leave at the end."""
    made = Writers(database, seed)
    try:
        yield made
    finally:
        made.leave()


def kill_followers(database: Database, role: str) -> None:
    """End the connections of `role`, as a server or a network may at any time."""
    database.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", role)


def written(database: Database) -> list[str]:
    """Return the ids of everything that the writers have committed."""
    rows = database.sql("SELECT id::text FROM system_logs WHERE source = 'writers'")
    return sorted(each for (each,) in rows)


def write(database: Database, message: str) -> None:
    """Write one log as the superuser."""
    database.sql(
        "INSERT INTO system_logs (level, source, message) VALUES ('info', 'writers', %s)", message
    )
