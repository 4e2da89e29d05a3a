"""The worker's connection: kept, lost, made anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, TypeVar

import psycopg

from doughy_cli.db.listening import listens
from doughy_cli.errors import Unreachable
from doughy_cli.jobs.values import WORK
from doughy_cli.jobs.working import clock

T = TypeVar("T")

_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 10.0  # seconds between two tries to connect
# What passes by itself while the connection stays: no room, shutting down, a deadlock.
_PASSING = ("53", "57", "40", "55")
_READ_ONLY = "25006"  # it was the primary server until now


class Down(Exception):
    """The server cannot be asked just now."""


class Link:
    """One connection to the server. `wakes` says whether notices come through it: a pooler that
    gives each transaction another connection brings none.

    `most` is how often in a row it may fail to connect before it gives up (None: never).
    """

    def __init__(
        self,
        connect: Callable[[], psycopg.Connection[Any]],
        say: Callable[[str], None],
        most: int | None = None,
    ) -> None:
        self._connect, self._say, self._most = connect, say, most
        self._connection: psycopg.Connection[Any] | None = None
        self._tries, self._next = 0, 0.0
        self._notices: list[str] = []
        self.wakes = False

    def open(self) -> None:
        """Connect for the first time. Raises what a person understands."""
        self._have(self._connect())

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def up(self) -> bool:
        """Whether there is a connection."""
        return self._connection is not None

    def fileno(self) -> int | None:
        """The descriptor to wait on for notices, if there are any to come."""
        if self._connection is None or not self.wakes:
            return None
        return self._connection.fileno()

    def patience(self) -> float:
        """Return the seconds until it tries to connect again."""
        return max(0.0, self._next - clock.now())

    def run(self, call: Callable[[psycopg.Connection[Any]], T]) -> T:
        """Return what `call` returns. Raises Down where the server cannot be asked just now, and
        the database's own error where it is asked in vain."""
        if self.patience():
            raise Down
        connection = self._connection or self._again()
        try:
            found = call(connection)
        except psycopg.Error as error:
            state = error.sqlstate or ""
            gone = connection.closed or connection.broken or state == _READ_ONLY
            if gone or isinstance(error, psycopg.OperationalError) or state[:2] in _PASSING:
                self._lost(error if gone else None)
                raise Down from error
            raise
        self._next = 0.0
        return found

    def notices_are_kept(self) -> bool:
        """Whether notices have come already that nobody has asked for."""
        self._take_notices()
        return bool(self._notices)

    def notices(self) -> list[str]:
        """Return what notices have come since it was asked last: their payloads."""
        self._take_notices()
        found, self._notices = self._notices, []
        return found

    def _take_notices(self) -> None:
        connection = self._connection
        if connection is None or not self.wakes:
            return
        try:
            self._notices += [each.payload for each in connection.notifies(timeout=0)]
        except psycopg.Error as error:
            self._lost(error)

    def _have(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self.wakes = listens(connection, WORK)

    def _again(self) -> psycopg.Connection[Any]:
        try:
            connection = self._connect()
            self._have(connection)
        except (Unreachable, psycopg.Error) as error:
            self._tries += 1
            if self._most is not None and self._tries > self._most:
                raise
            self._wait()
            raise Down from error
        self._say("Connected again.")
        self._tries, self._next = 0, 0.0
        # What happened meanwhile was told to nobody.
        self._notices.append("")
        return connection

    def _lost(self, error: psycopg.Error | None) -> None:
        if error is None:
            self._next = clock.now() + _FIRST_PAUSE
            return
        self.close()
        self.wakes = False
        self._say("The connection to the server was lost; trying to connect again…")
        self._wait()

    def _wait(self) -> None:
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0 ** min(self._tries, 20))
        self._next = clock.now() + longest * random.uniform(0.5, 1.0)  # noqa: S311
