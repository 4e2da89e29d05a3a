"""Dates and times as people type them in flags: `2026-01-31`, `1/31/2026`, `-7d`, `friday`, `2h`.

A day is a day where the person is, so `now` carries their time zone: `datetime.now(HERE)`
in the program, a fixed one in tests. The functions `read_…` are the parsers of flags.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from doughy_cli.errors import Usage

ACCEPTED = (
    "2026-01-31, 1/31/2026, today, tomorrow, yesterday, now, friday or fri (the next one; "
    "looking back, the last one), "
    "-7d, 3w, 2h, or a full time such as 2026-01-31T14:30:00-05:00"
)

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_WEEKDAYS = tuple(day[:3] for day in _WEEKDAYS)
_NAMED_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_AMERICAN_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_TIMESTAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,6})?)?"
    r"( ?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?))?"
)
_DISTANCE = re.compile(r"([+-]?)([0-9]{1,9})([hdw])")
_MINUTES = re.compile(r"-?([0-9]{1,9})([smSM])")
_CLOCK = {"s": "seconds", "m": "minutes"}
_AHEAD = re.compile(r"\+?[0-9]+[hdwHDW]")


class _Here(tzinfo):
    """The computer's own time zone with its summer-time rules.

    `datetime.astimezone()` alone gives today's offset, which is wrong for a date on the
    other side of a clock change.
    """

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        if moment is None:
            return None
        return moment.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, moment: datetime | None) -> timedelta | None:
        return None

    def tzname(self, moment: datetime | None) -> str | None:
        return None if moment is None else moment.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, moment: datetime) -> datetime:
        local = moment.replace(tzinfo=UTC).astimezone()
        here = local.replace(tzinfo=self)
        # The hour that happens twice: the second time is told apart by `fold`.
        return here if here.utcoffset() == local.utcoffset() else here.replace(fold=1)


HERE: tzinfo = _Here()


def moment(text: str, now: datetime, *, end_of_day: bool = False, back: bool = False) -> datetime:
    """Turn what a person typed after `--since`, `--until` or `--due` into a moment.

    `now` must have a time zone, and days are days in it. A day means its first moment, or
    its last with `end_of_day`. A weekday is the next one, never today; with `back`, the last one,
    which may be today. `h` is that many hours from now; `d` and `w` keep the time
    on the clock, or with `end_of_day` mean the end of that day. Raises Usage.
    """
    typed = text.strip()
    try:
        found = _moment(typed.lower(), now, end_of_day, back)
        found.astimezone(UTC)  # the first and last days of the calendar may not exist in UTC
    except (ValueError, OverflowError):
        raise Usage(f'"{typed}" is not a date or time', f"Use {ACCEPTED}.") from None
    return found


def _moment(typed: str, now: datetime, end_of_day: bool, back: bool) -> datetime:
    zone = now.tzinfo
    if typed == "now":
        return now
    if typed in _NAMED_DAYS:
        return _in_day(now.date() + timedelta(days=_NAMED_DAYS[typed]), zone, end_of_day)
    for names in (_WEEKDAYS, _SHORT_WEEKDAYS):
        if typed in names:
            days = (names.index(typed) - now.weekday()) % 7 or 7
            return _in_day(now.date() + timedelta(days=days - 7 * back), zone, end_of_day)
    if american := _AMERICAN_DAY.fullmatch(typed):
        month, day, year = map(int, american.groups())
        return _in_day(date(year, month, day), zone, end_of_day)
    if distance := _DISTANCE.fullmatch(typed):
        return _away(distance, now, end_of_day)
    return iso_moment(typed, zone, end_of_day=end_of_day)


def _away(distance: re.Match[str], now: datetime, end_of_day: bool) -> datetime:
    sign, digits, unit = distance.groups()
    count = -int(digits) if sign == "-" else int(digits)
    if unit == "h":
        return (now.astimezone(UTC) + timedelta(hours=count)).astimezone(now.tzinfo)
    there = now + timedelta(days=count if unit == "d" else 7 * count)
    return _in_day(there.date(), now.tzinfo, True) if end_of_day else there


def iso_moment(text: str, zone: tzinfo | None, *, end_of_day: bool = False) -> datetime:
    """Read an ISO 8601 date, or date and time; without an offset it is in `zone`.

    Stricter than `datetime.fromisoformat`, which also takes weeks and `20260131`.
    Raises ValueError.
    """
    if _DAY.fullmatch(text):
        return _in_day(date.fromisoformat(text), zone, end_of_day)
    if not _TIMESTAMP.fullmatch(text):
        raise ValueError(text)
    read = datetime.fromisoformat(text.upper().replace(" ", "T", 1).replace(" ", ""))
    return read if read.tzinfo else read.replace(tzinfo=zone)


def _in_day(day: date, zone: tzinfo | None, end_of_day: bool) -> datetime:
    return datetime.combine(day, time.max if end_of_day else time.min, zone)


def read_due(text: str) -> datetime:
    """Read when an action is due; a day means its end, to the second."""
    return moment(text, datetime.now(HERE), end_of_day=True).replace(microsecond=0)


def read_moment(text: str) -> datetime:
    """Read the time stamp of a record that was read before."""
    return moment(text, datetime.now(HERE))


def read_day(text: str) -> date:
    """Read a day on which something is to happen, such as a closing."""
    return moment(text, datetime.now(HERE)).date()


def read_since(text: str) -> datetime:
    """Read a moment that has been; a day means its first, a weekday the last one.

    Raises Usage for the future.
    """
    now = datetime.now(HERE)
    since = moment(text, now, back=True)
    if since > now:
        # Nothing has happened since then: that list would be empty without a word.
        ago = f"-{text.strip().removeprefix('+')}"
        hint = (
            f"{ago} is that long ago." if _AHEAD.fullmatch(text.strip()) else "-7d is a week ago."
        )
        raise Usage(f'"{text}" is in the future: nothing has happened since.', hint)
    return since


def read_ago(text: str) -> datetime:
    """Read since when something that runs is looked back at: `15m`, `2h` and `7d` are that long
    ago, with or without a minus; else as `read_since`."""
    return read_since(_ago(text)) if not _MINUTES.fullmatch(text.strip()) else _minutes(text)


def read_until_ago(text: str) -> datetime:
    """Read until when something that runs is looked back at; as `read_ago`, a day means its
    last moment."""
    return read_until(_ago(text)) if not _MINUTES.fullmatch(text.strip()) else _minutes(text)


def _ago(text: str) -> str:
    found = _DISTANCE.fullmatch(text.strip().lower())
    return f"-{text.strip()}" if found and not found[1] else text


def _minutes(text: str) -> datetime:
    found = _MINUTES.fullmatch(text.strip())
    assert found is not None  # noqa: S101
    try:
        return datetime.now(UTC) - timedelta(**{_CLOCK[found[2].lower()]: int(found[1])})
    except OverflowError:
        raise Usage(f'"{text}" is not a date or time', f"use {ACCEPTED}") from None


def read_until(text: str) -> datetime:
    """Read the end of what is looked back at; a day means its last, a weekday the last one."""
    return moment(text, datetime.now(HERE), end_of_day=True, back=True)


def read_due_until(text: str) -> datetime:
    """Read until when actions are due; a day means its last moment, a weekday the next one."""
    return moment(text, datetime.now(HERE), end_of_day=True)
