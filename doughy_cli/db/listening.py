"""Being told by the server (LISTEN, NOTIFY), where the connection allows it.

A notice is a hint, of which one may be lost: whoever waits for it looks without one from time to
time as well. LISTEN holds for a session, so a pooler that gives each transaction another session
loses it without a word, and a standby refuses it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import sql

from doughy_cli.errors import DoughyError

_HEARD = 1.0  # seconds in which a notice arrives, if it does at all
_DEAF = 2  # so many looks that found what was not announced

Connect = Callable[[], "psycopg.Connection[Any]"]


def is_own(connection: psycopg.Connection[Any]) -> bool:
    """Return whether the same process of the server answers for as long as the connection is
    open, so that it keeps what was prepared: a pooler answers with a process id of its own making.
    """
    row = connection.execute("SELECT pg_catalog.pg_backend_pid()").fetchone()
    return row is not None and row[0] == connection.info.backend_pid


class Ear:
    """Listens on a channel. `listening` says whether notices are told; else it only waits."""

    def __init__(self, connection: psycopg.Connection[Any], channel: str, connect: Connect) -> None:
        """Begin to listen on a connection in no transaction; `connect` makes another one, where
        only that can tell whether notices arrive."""
        self._connection = connection
        self._missed = 0
        self._told = False
        self.listening = _listen(connection, channel, connect)

    def wait(self, seconds: float) -> bool:
        """Wait for a notice, at most `seconds`; return whether one came."""
        if not self.listening:
            time.sleep(seconds)
            return False
        # What arrived while a statement ran is kept, and ends this at once.
        self._told = len(list(self._connection.notifies(timeout=seconds, stop_after=1))) > 0
        return self._told

    def take(self) -> list[str]:
        """Return what has been told, without waiting."""
        if not self.listening:
            return []
        return [each.payload for each in self._connection.notifies(timeout=0)]

    def fileno(self) -> int:
        """The descriptor to wait on for what is told."""
        return self._connection.fileno()

    def found(self, rows: int) -> None:
        """Take note of how many rows a look found that somebody must have announced; where
        notices have failed to, stop listening."""
        if self._told:
            self._missed = 0
        elif rows:
            self._missed += 1
        if self._missed >= _DEAF:
            self.listening = False


def _listen(connection: psycopg.Connection[Any], channel: str, connect: Connect) -> bool:
    try:
        _run(connection, "LISTEN {}", channel)
    except psycopg.Error:
        if connection.closed:
            raise
        connection.rollback()
        return False  # a standby
    # Of a pooler only a notice from elsewhere proves that they arrive: one's own could come back
    # on the session that happens to be shared.
    found = is_own(connection) or _heard(connection, connect)
    connection.commit()
    return found


def _heard(connection: psycopg.Connection[Any], connect: Connect) -> bool:
    channel = f"doughy_{secrets.token_hex(8)}"
    _run(connection, "LISTEN {}", channel)
    try:
        with connect() as other:
            other.execute("SELECT pg_catalog.pg_notify(%s, '')", [channel])
    except (psycopg.Error, DoughyError):
        return False  # there is room for one connection, not for two
    end = time.monotonic() + _HEARD
    heard = False
    while not heard and (left := end - time.monotonic()) > 0:
        # A list: the connection takes no statement while its notices are gone through.
        told = list(connection.notifies(timeout=left, stop_after=1))
        heard = any(each.channel == channel for each in told)
    _run(connection, "UNLISTEN {}" if heard else "UNLISTEN *", channel)
    return heard


def _run(connection: psycopg.Connection[Any], statement: str, channel: str) -> None:
    """Run a statement about a channel, which holds once it is committed."""
    connection.execute(sql.SQL(statement).format(sql.Identifier(channel)))
    connection.commit()
