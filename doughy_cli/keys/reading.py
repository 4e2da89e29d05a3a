"""Where a secret is taken from: a prompt, stdin, a file or a variable. Never an argument, which
everybody on the machine can read."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from doughy_cli.errors import Usage
from doughy_cli.hidden import Secret
from doughy_cli.keys.services import checked_key

if TYPE_CHECKING:
    from doughy_cli.context import App

STDIN = "-"
_LONGEST = 1 << 20  # characters; longer than any key, and no reason to read a whole disk
_MISSING = "Give it on stdin, or with --from-file or --from-env."


def refuse_argument(extra: list[str], what: str) -> None:
    """Raise Usage if a secret was written on the command line, without repeating it."""
    if extra:
        raise Usage(
            f"{what} is not taken from the command line: everybody on this machine can read that, "
            "and the shell keeps it.",
            f"{_MISSING} If that was it, get a new one from the provider.",
            code="secret_in_arguments",
        )


def read_key(app: App, service: str, file: str | None, names: list[str] | None) -> Secret:
    """Return the key for `service`, from whichever place was named, or else from stdin, or from a
    prompt where stdin is a terminal. Raises Usage; see `checked_key`."""
    if file is not None and names:
        raise Usage("Give either --from-file or --from-env.")
    if names:
        lines = [_variable(each) for each in names]
    elif file is not None:
        lines = _lines(file)
    elif sys.stdin.isatty():
        lines = _asked(app, service)
    else:
        lines = _lines(STDIN)
    return checked_key(service, lines)


def read_line(app: App, question: str, file: str | None, name: str | None) -> str:
    """Return one secret line, from the same places."""
    if file is not None and name is not None:
        raise Usage("Give either --from-file or --from-env.")
    if name is not None:
        return _variable(name)
    if file is not None or not sys.stdin.isatty():
        return "\n".join(_lines(file or STDIN))
    return app.ask_secret(question, _MISSING)


def _asked(app: App, service: str) -> list[str]:
    if service != "twilio":
        return [app.ask_secret(f"Key for {service}", _MISSING)]
    sid = app.ask("Account SID (or SID:TOKEN)", _MISSING)
    if ":" in sid:
        return [sid]
    return [sid, app.ask_secret("Auth token", _MISSING)]


def _variable(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise Usage(f"The variable {name} is not set, or is empty.", code="empty_key")
    return value


def _lines(file: str) -> list[str]:
    if file == STDIN:
        text = sys.stdin.read(_LONGEST)
    else:
        with Path(file).open(encoding="utf-8-sig") as opened:
            text = opened.read(_LONGEST)
    return text.splitlines() or [""]
