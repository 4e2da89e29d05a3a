"""Single values of other programs' files: yes and no, moments, whole numbers.

Each returns None for what it cannot read; the caller knows the column and rejects.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, tzinfo

from doughy_cli.dates import iso_moment

_YES = frozenset({"true", "t", "yes", "y", "1", "x", "on"})
_NO = frozenset({"false", "f", "no", "n", "0", "off"})
_AMERICAN = re.compile(
    r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"
    r"(?:,? ([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?: ?([AaPp])\.?[Mm]\.?)?)?"
)
_UNIX = re.compile(
    r"(?:[A-Za-z]{3},? )?([A-Za-z]{3}) +([0-9]{1,2}) [0-9]{2}:[0-9]{2}:[0-9]{2}"
    r"(?: (?:[A-Z]{2,5}|[+-][0-9]{4}))? ([0-9]{4})"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WHOLE = re.compile(r"([+-]?[0-9]{1,18})(?:\.0+)?")

ACCEPTED_MOMENTS = "2026-01-31, 2026-01-31 14:30, 1/31/2026 or 1/31/2026 2:30 PM"


def truth(text: str) -> bool | None:
    """Yes or no, in the words that exports use."""
    word = text.strip().lower()
    if word in _YES:
        return True
    return False if word in _NO else None


def whole(text: str) -> int | None:
    """A whole number; spreadsheets write 85 as `85.0`."""
    found = _WHOLE.fullmatch(text.strip())
    return int(found[1]) if found else None


def written_moment(text: str, zone: tzinfo | None, *, end_of_day: bool = False) -> datetime | None:
    """A date, or date and time: ISO 8601, or month/day/year as Americans write it.

    Nothing looser: 3/4/26 means three different days to three readers. What has no offset
    is in `zone`; a date alone is its first moment, or its last. The answer is in UTC.
    """
    typed = text.strip()
    try:
        if found := _AMERICAN.fullmatch(typed):
            typed = _iso(found)
        return iso_moment(typed, zone, end_of_day=end_of_day).astimezone(UTC)
    except (ValueError, OverflowError):  # the calendar's first and last days overflow in UTC
        return None


def written_day(text: str) -> date | None:
    """The day of a date, or of a date and time, as it is written: `written_moment`'s forms, and
    that of date(1), `Wed May 21 00:00:00 EDT 2008`. The time and its zone play no part."""
    typed = text.strip()
    try:
        if found := _UNIX.fullmatch(typed):
            month, day, year = found.groups()
            return date(int(year), _MONTHS.index(month.lower()) + 1, int(day))
        if found := _AMERICAN.fullmatch(typed):
            typed = _iso(found)
        return iso_moment(typed, UTC).date()
    except ValueError:
        return None


def _iso(american: re.Match[str]) -> str:
    month, day, year, hour, minute, second, half = american.groups()
    date = f"{year}-{month:0>2}-{day:0>2}"
    if hour is None:
        return date
    if half:
        if not 1 <= int(hour) <= 12:
            raise ValueError(american[0])
        hour = str(int(hour) % 12 + (12 if half in "Pp" else 0))
    return f"{date} {hour:0>2}:{minute}:{second or '00'}"
