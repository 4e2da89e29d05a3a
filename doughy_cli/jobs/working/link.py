"""The worker's connection: kept, lost, made anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import psycopg

from doughy_cli.db.listening import Ear, is_own
from doughy_cli.db.outage import Outage
from doughy_cli.errors import Unreachable
from doughy_cli.jobs.values import WORK
from doughy_cli.jobs.working import clock

T = TypeVar("T")

_SOON = 0.1  # seconds after which to ask again where the connection has stayed
# What passes by itself without another connection: no room, shutting down, a deadlock, a lock.
_PASSING = ("53", "57", "40", "55")
_PREPARED = 3  # after so many times a statement is prepared
_READ_ONLY = "25006"  # it was the primary server until now


class Down(Exception):
    """The server cannot be asked just now."""


class Link:
    """One connection to the server. `wakes` says whether notices come through it.

    `most` is how often in a row it may fail to connect before it gives up (None: never). It tries
    every `longest` seconds at least.
    """

    def __init__(
        self,
        connect: Callable[[], psycopg.Connection[Any]],
        say: Callable[[str], None],
        most: int | None,
        longest: float,
    ) -> None:
        self._connect, self._say, self._most, self._longest = connect, say, most, longest
        self._connection: psycopg.Connection[Any] | None = None
        self._ear: Ear | None = None
        self._outage: Outage | None = None
        self._next = 0.0
        self._notices: list[str] = []

    def open(self) -> None:
        """Connect for the first time. Raises what a person understands."""
        self._have(self._connect())

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = self._ear = None

    @property
    def wakes(self) -> bool:
        """Whether notices come."""
        return self._ear is not None and self._ear.listening

    @property
    def up(self) -> bool:
        """Whether there is a connection."""
        return self._connection is not None

    def fileno(self) -> int | None:
        """The descriptor to wait on for notices, if there are any to come."""
        return self._ear.fileno() if self._ear is not None and self.wakes else None

    def patience(self) -> float:
        """Return the seconds until it tries to connect again."""
        return max(0.0, self._next - clock.now())

    def run(self, call: Callable[[psycopg.Connection[Any]], T]) -> T:
        """Return what `call` returns. Raises Down where the server cannot be asked just now,
        Unreachable once it is given up, and the database's own error where it is asked in vain."""
        if self.patience():
            raise Down
        connection = self._connection or self._again()
        try:
            found = call(connection)
        except psycopg.Error as error:
            state = error.sqlstate or ""
            if connection.closed or connection.broken or state == _READ_ONLY:
                self._lost(error)
            elif isinstance(error, psycopg.OperationalError) or state.startswith(_PASSING):
                self._next = clock.now() + _SOON
            else:
                raise
            raise Down from error
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
        if self._ear is None:
            return
        try:
            self._notices += self._ear.take()
        except psycopg.Error as error:
            self._lost(error)

    def _have(self, connection: psycopg.Connection[Any]) -> None:
        # The same few statements are run again and again, and to plan them takes longer.
        connection.prepare_threshold = _PREPARED if is_own(connection) else None
        self._connection = connection
        self._ear = Ear(connection, WORK, self._connect)

    def _again(self) -> psycopg.Connection[Any]:
        assert self._outage is not None  # noqa: S101 -- it was lost
        try:
            connection = self._connect()
            self._have(connection)
        except (Unreachable, psycopg.Error) as error:
            self.close()
            self._outage.failed(error)
            self._wait()
            raise Down from error
        self._outage.over()
        self._outage, self._next = None, 0.0
        # What happened meanwhile was told to nobody.
        self._notices.append("")
        return connection

    def _lost(self, error: psycopg.Error) -> None:
        self.close()
        self._outage = Outage(self._say, self._most, error, longest=self._longest)
        self._wait()

    def _wait(self) -> None:
        assert self._outage is not None  # noqa: S101 -- what calls it has seen to that
        self._outage.another()
        self._next = clock.now() + self._outage.pause
