"""A connection that was lost: when to try again, what is said of it, and when to give up."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import psycopg

from doughy_cli.db.failures import explain_database_error
from doughy_cli.errors import DoughyError, Unreachable

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 15.0  # seconds
_FIRST_TOLD = 5  # attempts; then after twice as many
# Classes of SQLSTATE after which the same may go well: connection, resources, shutdown, and
# statements that a standby gives up because of what it has to replay.
_PASSING = ("08", "53", "57P", "40")


class Outage:
    """One outage. What happens is told once, not once an attempt."""

    def __init__(
        self,
        say: Callable[[str], None],
        max_retries: int | None,
        error: BaseException,
        hint: str | None = None,
        longest: float = _LONGEST_PAUSE,
    ) -> None:
        """Say that the connection is lost, with `error`. After `max_retries` attempts in vain to
        connect again it is given up (None: never), with `hint`. No pause between two of them is
        longer than `longest` (seconds)."""
        self._say, self._max_retries, self._error, self._hint = say, max_retries, error, hint
        self._longest = min(longest, _LONGEST_PAUSE)
        self._started, self._told = time.monotonic(), _FIRST_TOLD
        self.attempts = 0
        say(f"Connection lost: {_words(error)} Connecting again.")

    @property
    def pause(self) -> float:
        """Seconds until the attempt: twice as long each time, and for each program another."""
        longest = min(_FIRST_PAUSE * 2.0 ** min(self.attempts - 1, 32), self._longest)
        return random.uniform(longest / 2, longest)  # noqa: S311 (not a secret)

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return time.monotonic() - self._started

    def another(self) -> None:
        """Count one more attempt; raise Unreachable if that would be one too many."""
        if self._max_retries is not None and self.attempts >= self._max_retries:
            tried = f", and {_counted(self.attempts)} to connect again failed"
            raise Unreachable(
                f"The connection was lost{tried if self.attempts else ''}: {_words(self._error)}",
                self._hint,
            ) from self._error
        self.attempts += 1

    def failed(self, error: BaseException) -> None:
        """Take note of an attempt in vain."""
        self._error = error
        if self.attempts >= self._told:
            self._told *= 2
            self._say(
                f"Not connected after {_counted(self.attempts)}, {self.seconds:,.0f} s: "
                f"{_words(error)}"
            )

    def over(self, manner: str | None = None) -> None:
        """Say that it is over, and how it goes on."""
        how = f": {manner}" if manner else "."
        self._say(f"connected again after {_counted(self.attempts)}{how}")


def passing(error: BaseException, connection: psycopg.Connection[Any] | None) -> bool:
    """Return whether what failed with `error` may go well on another connection."""
    if isinstance(error, DoughyError):
        return isinstance(error, Unreachable)
    if connection is None or connection.closed or connection.broken:
        return True
    return (getattr(error, "sqlstate", None) or "").startswith(_PASSING)


def _words(error: BaseException) -> str:
    found = error if isinstance(error, DoughyError) else explain_database_error(error)
    if getattr(getattr(error, "orig", error), "sqlstate", None) == "57P01":
        return "the server has ended it."
    if found.message.startswith("The connection to the database was lost"):
        return "it was cut."
    # What a command would have saved is no matter here.
    return found.message.split("; nothing")[0].rstrip(".") + "."


def _counted(attempts: int) -> str:
    return f"{attempts} {'attempt' if attempts == 1 else 'attempts'}"
