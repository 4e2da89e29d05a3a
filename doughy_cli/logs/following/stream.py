"""The log as it grows, across whatever happens to the connection."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import psycopg

from doughy_cli.db.failures import explain_database_error
from doughy_cli.db.listening import Connect, Ear
from doughy_cli.db.outage import Outage, passing
from doughy_cli.errors import DoughyError, NotPermitted
from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.following import follow_queries
from doughy_cli.logs.following.cursor import Cursor
from doughy_cli.logs.following.recent import KEPT, Recent
from doughy_cli.logs.rows import LogRow

_CHANNEL = "system_logs"
_EVERY = 3.0  # seconds between two looks while listening
_POLLED = 0.5  # seconds between two looks without notifications
_GAP = 0.008  # seconds between two looks: what comes in a burst is read at once
_GLANCE = 1.0  # seconds after which to see whether anybody still reads
_SILENCE = 2.0  # seconds for which nothing is said of rows that are still to be read
_TOLD_EVERY = 5.0  # seconds between two words about them
_COMPLETE = "What was shown is complete up to there."


@dataclass(frozen=True, slots=True)
class Following:
    """How to follow: `connect` opens a connection that commits each statement by itself, `say`
    tells what happens to it, `check` raises when nobody reads any more. After `max_retries`
    attempts in vain to connect again it ends (None: never)."""

    connect: Connect
    say: Callable[[str], None]
    check: Callable[[], None]
    max_retries: int | None = None


class Follower:
    """Yields logs, the last ones first and then those that are written, each once."""

    def __init__(self, how: Following, where: LogFilter) -> None:
        self._how, self._where = how, where
        self._recent = Recent()
        self._connection: psycopg.Connection[Any] | None = None
        self._ear: Ear | None = None
        self._cursor = Cursor(0)
        self._system: int | None = None
        self._now: datetime | None = None
        self._tell_at = 0.0

    def batches(self, count: int | None) -> Iterator[list[LogRow]]:
        """Yield the last `count` logs (None: all that the filter means), then new ones.

        It ends only by raising: NotPermitted for whoever may not read the log (any more), SignIn
        where the server refuses to let them in again, Unreachable after `max_retries`.
        """
        self._open()
        try:
            yield from self._from_here(count, self._where)
            self._how.say(f"connected: {self._manner()}")
            missed: Iterator[list[LogRow]] = iter(())
            while True:
                try:
                    yield from missed
                    yield from self._new()
                except (psycopg.Error, DoughyError) as error:
                    if not passing(error, self._connection):
                        raise explained(error) from error
                    missed = self._again(error)
        finally:
            self._close()

    def _open(self) -> None:
        self._connection = self._how.connect()
        self._connection.autocommit = True

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()

    def _manner(self) -> str:
        if self._ear is not None and self._ear.listening:
            return "new logs are shown as they are written."
        return f"no notifications here, so it looks every {_POLLED:g} s."

    def _from_here(self, count: int | None, where: LogFilter) -> Iterator[list[LogRow]]:
        """Yield what is there, and set the cursor behind it. Listening begins first, so that
        nothing between the two waits for the next look."""
        connection = self._opened()
        system = follow_queries.system(connection)
        self._ear = Ear(connection, _CHANNEL, self._how.connect)
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor, now = follow_queries.begin(connection)
            for rows in follow_queries.last(connection, where, count):
                yield from self._delivered(rows, cursor)
        # Not before all are read: if the connection is lost meanwhile, this begins anew.
        self._system, self._cursor, self._now = system, cursor, now
        self._recent.begin_at(cursor)

    def _new(self) -> Iterator[list[LogRow]]:
        """Yield what is written from now on, until something fails."""
        ear, connection = self._ear, self._opened()
        assert ear is not None  # noqa: S101 -- what opens the connection listens on it
        looked = time.monotonic()
        self._tell_at = looked + _SILENCE
        while True:
            before = self._cursor
            page = follow_queries.page(connection, self._where, before)
            self._cursor, self._now = page.cursor, page.now
            yield from self._delivered(page.rows, before)
            if page.full:
                self._tell_backlog(connection)
                continue
            was_listening = ear.listening
            ear.found(len(page.rows))
            if was_listening and not ear.listening:
                self._how.say(f"Notifications do not arrive: {self._manner()}")
            time.sleep(max(0.0, looked + _GAP - time.monotonic()))
            self._wait(ear)
            looked = time.monotonic()
            self._tell_at = looked + _SILENCE

    def _wait(self, ear: Ear) -> None:
        end = time.monotonic() + (_EVERY if ear.listening else _POLLED)
        while (left := end - time.monotonic()) > 0:
            self._how.check()
            if ear.wait(min(left, _GLANCE)):
                return

    def _delivered(self, rows: list[LogRow], before: Cursor) -> Iterator[list[LogRow]]:
        """Yield those rows that were not delivered lately, and remember them."""
        fresh = [row for row in rows if row.id not in self._recent]
        self._recent.add(before, [row.id for row in fresh], time.monotonic())
        if fresh:
            yield fresh

    def _tell_backlog(self, connection: psycopg.Connection[Any]) -> None:
        if time.monotonic() < self._tell_at:
            return
        self._tell_at = time.monotonic() + _TOLD_EVERY
        if behind := follow_queries.behind(connection, self._where, self._cursor):
            self._how.say(f"{behind:,} logs behind.")

    def _again(self, error: BaseException) -> Iterator[list[LogRow]]:
        """Connect again, and read something; return what was written meanwhile."""
        outage = Outage(self._how.say, self._how.max_retries, error, _COMPLETE)
        while True:
            outage.another()
            self._pause(outage.pause)
            self._close()
            try:
                self._open()
                missed = self._caught_up()
                first = next(missed, None)
            except (psycopg.Error, DoughyError) as failure:
                if not passing(failure, self._connection):
                    raise explained(failure) from failure
                outage.failed(failure)
                continue
            outage.over(self._manner())
            return chain([first] if first else [], missed)

    def _caught_up(self) -> Iterator[list[LogRow]]:
        """Yield what was written meanwhile, or the first page of it."""
        connection = self._opened()
        system = follow_queries.system(connection)
        if system != self._system and None not in (system, self._system):
            # Another server's transactions have numbers of their own: only times and ids can be
            # compared. Where the server does not say, it is taken for the same.
            yield from self._from_here(None, later(self._where, self._now))
            return
        self._ear = Ear(connection, _CHANNEL, self._how.connect)
        before = self._recent.beginning or self._cursor
        page = follow_queries.page(connection, self._where, before)
        self._cursor, self._now = page.cursor, page.now
        yield from self._delivered(page.rows, before)

    def _pause(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._how.check()
            time.sleep(min(left, _GLANCE))

    def _opened(self) -> psycopg.Connection[Any]:
        assert self._connection is not None  # noqa: S101 -- `_open` comes first
        return self._connection


def later(where: LogFilter, read: datetime | None) -> LogFilter:
    """Return the filter for what may not have been delivered yet when it was last `read`."""
    since = read - timedelta(seconds=KEPT) if read else None
    known = [each for each in (since, where.since) if each is not None]
    return replace(where, since=max(known, default=None))


def explained(error: BaseException) -> DoughyError:
    """Return what ends following, as a person understands it."""
    found = error if isinstance(error, DoughyError) else explain_database_error(error)
    if isinstance(found, NotPermitted):
        return NotPermitted(
            "The log is for admins, and you are none any more.", "Ask an admin of this database."
        )
    return found
