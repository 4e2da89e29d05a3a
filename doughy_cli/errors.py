"""Every way in which a command can end badly: a message, a hint and an exit code.

The message says what is wrong and where, the hint says what to do. `code` is the stable
name that scripts see under `--json`; `exit_code` is what the process returns.
"""

from __future__ import annotations

from typing import Any, ClassVar

_LONGEST_QUOTE = 60


def quoted(value: Any) -> str:
    """Return `value` as a message shows it: not a whole file of it."""
    text = repr(value)
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…"


class DoughyError(Exception):
    """A failure that is explained to the person in one line; never a traceback.

    `message` says what and where; `hint`, if any, what to do next; `code` overrides the
    class's code where a script may want to tell two failures apart.
    """

    code: str = "failed"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, hint: str | None = None, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if code is not None:
            self.code = code


class Failed(DoughyError):
    """It could not be done, and none of the other reasons fits."""


class Usage(DoughyError):
    """The command line, or a value in it, is not one that the command takes."""

    code = "usage"
    exit_code = 2


class NotFound(DoughyError):
    """There is no such thing, or it belongs to somebody else (which looks the same)."""

    code = "not_found"
    exit_code = 3


class SignIn(DoughyError):
    """Nobody is signed in, or the server refused the e-mail and password."""

    code = "sign_in"
    exit_code = 4


class Conflict(DoughyError):
    """A duplicate, a stale edit, or a rule of the database that the values break."""

    code = "conflict"
    exit_code = 5


class DoneInPart(DoughyError):
    """Some rows were taken and others were rejected; what was taken is stored."""

    code = "done_in_part"
    exit_code = 6


class Unreachable(DoughyError):
    """The server does not answer, or cannot be started."""

    code = "unreachable"
    exit_code = 7


class NotPermitted(DoughyError):
    """The person can see it and may not do this to it."""

    code = "not_permitted"
    exit_code = 8


class Interrupted(DoughyError):
    """Stopped by the person (Ctrl-C) before it was finished; nothing was saved."""

    code = "interrupted"
    exit_code = 130
