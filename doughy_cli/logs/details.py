"""The details of a log as they are given: JSON, a file with JSON, or stdin."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any, NoReturn

from doughy_cli.errors import Usage, quoted

LONGEST = 1_000_000  # characters
_STDIN = "-"
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def read_details(given: str) -> str:
    """Return the text of the JSON object that `given` is, or that is in the file after its `@` (`-`
    and `@-`: stdin). Raises Usage for what is no JSON object or cannot be stored."""
    what, text = _read(given)
    if len(text) > LONGEST:
        raise Usage(f"{what} is longer than {LONGEST:,} characters.")
    try:
        details = json.loads(text, parse_constant=_no_number)
        fits = storable(details)
    except RecursionError:
        raise Usage(f"{what} is nested too deeply.") from None
    except ValueError as error:
        hint = None if given.startswith("@") else "A file with JSON is --details @FILE."
        raise Usage(f"{what} is not JSON: {error}.", hint) from None
    if not isinstance(details, dict):
        raise Usage(
            f"{what} must be a JSON object, and is {quoted(text.strip())}.",
            """Such as --details '{"batch": 7}'.""",
        )
    if not fits:
        raise Usage(f"{what} holds a character that cannot be stored (NUL or half of a pair).")
    return text


def storable(value: Any) -> bool:
    """Return whether PostgreSQL's jsonb takes all texts in a value of JSON."""
    if isinstance(value, dict):
        return all(map(storable, value)) and all(map(storable, value.values()))
    if isinstance(value, list):
        return all(map(storable, value))
    return not isinstance(value, str) or _UNSTORABLE.search(value) is None


def _read(given: str) -> tuple[str, str]:
    if given in (_STDIN, f"@{_STDIN}"):
        return "What stdin holds", sys.stdin.read(LONGEST + 1)
    if given.startswith("@"):
        with Path(given[1:]).open(encoding="utf-8-sig") as file:
            return given[1:], file.read(LONGEST + 1)
    return "--details", given


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
