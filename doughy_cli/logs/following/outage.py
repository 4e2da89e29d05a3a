"""A connection that was lost: when to try again, what is said of it, and when to give up."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Any

import psycopg

from doughy_cli.db.failures import explain_database_error
from doughy_cli.errors import DoughyError, NotPermitted, Unreachable

_FIRST_PAUSE = 0.2
_LONGEST_PAUSE = 15.0  # seconds
_FIRST_TOLD = 5  # attempts; then after twice as many
# Classes of SQLSTATE after which the same may go well: connection, resources, shutdown, and
# statements that a standby gives up because of what it has to replay.
_PASSING = ("08", "53", "57P", "40")


class Outage:
    """One outage. What happens is told once, not once an attempt."""

    def __init__(
        self, say: Callable[[str], None], max_retries: int | None, error: BaseException
    ) -> None:
        """Say that the connection is lost, with `error`."""
        self._say, self._max_retries, self._error = say, max_retries, error
        self._started, self._told = time.monotonic(), _FIRST_TOLD
        self.attempts = 0
        say(f"Connection lost: {_words(error)} Connecting again.")

    @property
    def pause(self) -> float:
        """Seconds until the attempt: twice as long each time, and for each follower another."""
        longest = min(_FIRST_PAUSE * 2.0 ** min(self.attempts - 1, 32), _LONGEST_PAUSE)
        return random.uniform(longest / 2, longest)  # noqa: S311 (not a secret)

    def another(self) -> None:
        """Count one more attempt; raise Unreachable if that would be one too many."""
        if self._max_retries is not None and self.attempts >= self._max_retries:
            tried = f", and {_counted(self.attempts)} to connect again failed"
            raise Unreachable(
                f"The connection was lost{tried if self.attempts else ''}: {_words(self._error)}",
                "What was shown is complete up to there.",
            ) from self._error
        self.attempts += 1

    def failed(self, error: BaseException) -> None:
        """Take note of an attempt in vain."""
        self._error = error
        if self.attempts >= self._told:
            self._told *= 2
            seconds = time.monotonic() - self._started
            self._say(
                f"Not connected after {_counted(self.attempts)}, {seconds:,.0f} s: {_words(error)}"
            )

    def over(self, manner: str) -> None:
        """Say that it is over, and how it goes on."""
        self._say(f"connected again after {_counted(self.attempts)}: {manner}")


def passing(error: BaseException, connection: psycopg.Connection[Any] | None) -> bool:
    """Return whether what failed with `error` may go well on another connection."""
    if isinstance(error, DoughyError):
        return isinstance(error, Unreachable)
    if connection is None or connection.closed or connection.broken:
        return True
    return (getattr(error, "sqlstate", None) or "").startswith(_PASSING)


def explained(error: BaseException) -> DoughyError:
    """Return what ends following, as a person understands it."""
    found = error if isinstance(error, DoughyError) else explain_database_error(error)
    if isinstance(found, NotPermitted):
        return NotPermitted(
            "The log is for admins, and you are none any more.", "Ask an admin of this database."
        )
    return found


def _words(error: BaseException) -> str:
    found = error if isinstance(error, DoughyError) else explain_database_error(error)
    if getattr(error, "sqlstate", None) == "57P01":
        return "the server has ended it."
    if found.message.startswith("The connection to the database was lost"):
        return "it was cut."
    # What a command would have saved is no matter here.
    return found.message.split("; nothing")[0].rstrip(".") + "."


def _counted(attempts: int) -> str:
    return f"{attempts} {'attempt' if attempts == 1 else 'attempts'}"
