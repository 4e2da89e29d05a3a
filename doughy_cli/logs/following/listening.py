"""Being told of new logs, where the connection allows it.

A notification is a hint: rows are read by the cursor, and looked for without one from time to
time as well. LISTEN holds for a session, so a pooler that gives each transaction another session
loses it without a word, and a standby refuses it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Any

import psycopg

from doughy_cli.db.listening import is_own

CHANNEL = "system_logs"
EVERY = 3.0  # seconds between looks while listening
POLLED = 0.5  # seconds between looks without notifications
_HEARD = 1.0  # seconds in which a notification arrives, if it does at all
_DEAF = 2  # so many looks that found what was not announced

Connect = Callable[[], "psycopg.Connection[Any]"]


class Ear:
    """Waits for new logs on a connection that commits each statement by itself.

    `listening` says whether notifications are told; else it only waits a moment.
    """

    def __init__(self, connection: psycopg.Connection[Any], connect: Connect) -> None:
        """Begin to listen; `connect` makes another connection, where only that can tell whether
        notifications arrive."""
        self._connection = connection
        self._missed = 0
        self.told = False
        self.listening = _listen(connection, connect)

    @property
    def every(self) -> float:
        """Seconds after which to look without having been told."""
        return EVERY if self.listening else POLLED

    def wait(self, seconds: float) -> bool:
        """Wait for a notification, at most `seconds`; return whether one came."""
        if not self.listening:
            time.sleep(seconds)
            return False
        # What arrived while a statement ran is kept, and ends this at once.
        self.told = len(list(self._connection.notifies(timeout=seconds, stop_after=1))) > 0
        return self.told

    def found(self, rows: int) -> None:
        """Take note of how many rows a look found; where notifications have failed to announce
        them, stop listening."""
        if self.told:
            self._missed = 0
        elif rows:
            self._missed += 1
        if self._missed >= _DEAF:
            self.listening = False


def _listen(connection: psycopg.Connection[Any], connect: Connect) -> bool:
    try:
        connection.execute(f"LISTEN {CHANNEL}".encode())
    except psycopg.Error:
        if connection.closed:
            raise
        return False  # a standby
    # Of a pooler only a notification from elsewhere proves that they arrive: one's own could come
    # back on the session that happens to be shared.
    return is_own(connection) or _heard(connection, connect)


def _heard(connection: psycopg.Connection[Any], connect: Connect) -> bool:
    channel = f"doughy_{secrets.token_hex(8)}"
    connection.execute(f"LISTEN {channel}".encode())
    with connect() as other:
        other.execute("SELECT pg_notify(%s, '')", [channel])
        other.commit()
    end = time.monotonic() + _HEARD
    heard = False
    while not heard and (left := end - time.monotonic()) > 0:
        # A list: the connection takes no statement while its notifications are gone through.
        told = list(connection.notifies(timeout=left, stop_after=1))
        heard = any(each.channel == channel for each in told)
    connection.execute(f"UNLISTEN {channel}".encode() if heard else b"UNLISTEN *")
    return heard
