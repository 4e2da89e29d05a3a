"""How conversations are typed: directions, durations, outcomes, times, and texts in files."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from doughy_cli.errors import Usage, quoted
from doughy_cli.leads.outcomes import CallOutcome
from doughy_cli.texts import LONGEST_TEXT, checked_text

STDIN = "-"
LONGEST_TRANSCRIPT = 2_000_000  # characters
_LONGEST_CALL = 24 * 60 * 60  # seconds

_DIRECTIONS = {"in": "incoming", "out": "outgoing", "incoming": "incoming", "outgoing": "outgoing"}
_UNITS = re.compile(r"(?:([0-9]{1,4})h)?(?:([0-9]{1,4})m(?:in)?)?(?:([0-9]{1,5})s)?")
_CLOCK = re.compile(r"(?:([0-9]{1,2}):)?([0-9]{1,3}):([0-5][0-9])")


class Channel(StrEnum):
    """By which way something was said."""

    call = "call"
    sms = "sms"
    email = "email"
    voice = "voice"


def read_direction(text: str) -> str:
    """Read who spoke: `in` (the lead) or `out`, or the words in full. Raises Usage."""
    found = _DIRECTIONS.get(text.strip().lower())
    if found is None:
        raise Usage(f"--direction: {quoted(text)} is neither in (from the lead) nor out.")
    return found


def read_duration(text: str) -> int:
    """Read how long a call was, in seconds: `5m`, `90s`, `1h5m`, `1:30`. Raises Usage."""
    typed = text.strip().lower().replace(" ", "")
    found = _CLOCK.fullmatch(typed) or (_UNITS.fullmatch(typed) if typed else None)
    if found is None:
        raise Usage(f"--duration: {quoted(text)} is no duration.", "Give 5m, 90s, 1h5m or 1:30.")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    total = hours * 3600 + minutes * 60 + seconds
    if total > _LONGEST_CALL:
        raise Usage(f"--duration: {quoted(text)} is longer than a day.")
    return total


def read_outcome(text: str) -> CallOutcome:
    """Read how a call ended, with `-` or `_`. Raises Usage."""
    try:
        return CallOutcome(text.strip().lower().replace("-", "_").replace(" ", "_"))
    except ValueError:
        raise Usage(f"--outcome: {quoted(text)} is not one of {', '.join(CallOutcome)}.") from None


def read_past(text: str) -> datetime:
    """Read when something was; a day means its first moment. Raises Usage for the future."""
    from doughy_cli.dates import HERE, moment

    now = datetime.now(HERE)
    at = moment(text, now)
    if at > now:
        raise Usage(f'--when: "{text}" is in the future.', "What was said is in the past: -2h.")
    return at


def read_text(given: str | None, what: str) -> str | None:
    """Return the text that was given, `-` standing for stdin; None if none was.

    Raises Usage for an empty one and for what cannot be stored.
    """
    if given is None:
        return None
    return checked_text(_stdin(LONGEST_TEXT) if given == STDIN else given, what, LONGEST_TEXT)


def read_file(name: str, longest: int) -> str:
    """Return the text in the file `name` (`-`: stdin). Raises Usage as `read_text`."""
    if name == STDIN:
        return checked_text(_stdin(longest), "What stdin holds", longest)
    try:
        with Path(name).open(encoding="utf-8-sig", errors="strict") as file:
            text = file.read(longest + 1)
    except UnicodeDecodeError:
        raise Usage(f"{name} is not text in UTF-8.", "Save it as UTF-8.", code="not_text") from None
    return checked_text(text, name, longest)


def _stdin(longest: int) -> str:
    return sys.stdin.read(longest + 1)
