from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.dates import (
    HERE,
    moment,
    read_due,
    read_due_until,
    read_since,
    read_until,
)
from doughy_cli.errors import Usage

ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 1, 28, 15, 30, tzinfo=ZONE)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("2026-01-31", "2026-01-31T00:00", "2026-01-31T23:59:59.999999"),
        ("today", "2026-01-28T00:00", "2026-01-28T23:59:59.999999"),
        (" Tomorrow ", "2026-01-29T00:00", "2026-01-29T23:59:59.999999"),
        ("yesterday", "2026-01-27T00:00", "2026-01-27T23:59:59.999999"),
        ("friday", "2026-01-30T00:00", "2026-01-30T23:59:59.999999"),
        ("Fri", "2026-01-30T00:00", "2026-01-30T23:59:59.999999"),
        ("1/31/2026", "2026-01-31T00:00", "2026-01-31T23:59:59.999999"),
        ("11/7/2026", "2026-11-07T00:00", "2026-11-07T23:59:59.999999"),
        ("wednesday", "2026-02-04T00:00", "2026-02-04T23:59:59.999999"),
        ("tuesday", "2026-02-03T00:00", "2026-02-03T23:59:59.999999"),
        ("-7d", "2026-01-21T15:30", "2026-01-21T23:59:59.999999"),
        ("3w", "2026-02-18T15:30", "2026-02-18T23:59:59.999999"),
        ("2h", "2026-01-28T17:30", "2026-01-28T17:30"),
        ("-2h", "2026-01-28T13:30", "2026-01-28T13:30"),
        ("+1d", "2026-01-29T15:30", "2026-01-29T23:59:59.999999"),
        ("now", "2026-01-28T15:30", "2026-01-28T15:30"),
        ("2026-01-31T14:30", "2026-01-31T14:30", "2026-01-31T14:30"),
        ("2026-01-31T14:30:00-05:00", "2026-01-31T14:30", "2026-01-31T14:30"),
        ("2026-01-31T14:30:00.5z", "2026-01-31T09:30:00.5", "2026-01-31T09:30:00.5"),
    ],
)
def test_what_people_type(text: str, starts: str, ends: str) -> None:
    for end_of_day, expected in ((False, starts), (True, ends)):
        found = moment(text, NOW, end_of_day=end_of_day)
        assert found == datetime.fromisoformat(expected).replace(tzinfo=ZONE)
        assert found.tzinfo is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [("friday", "2026-01-23"), ("wed", "2026-01-28"), ("tuesday", "2026-01-27"), ("1d", None)],
)
def test_a_weekday_looked_back_at_is_the_last_one(text: str, day: str | None) -> None:
    found = moment(text, NOW, back=True)
    assert found.date().isoformat() == (day or "2026-01-29")


def test_flags_that_look_back_take_every_weekday_and_due_dates_the_next() -> None:
    now = datetime.now(HERE)
    for day in ("monday", "tue", "wed", "thursday", "fri", "saturday", "sun"):
        assert timedelta() <= now.date() - read_since(day).date() < timedelta(days=7)
        assert read_until(day).date() == read_since(day).date()
        assert timedelta() < read_due_until(day).date() - now.date() <= timedelta(days=7)
        assert read_due(day).date() == read_due_until(day).date()


def test_days_keep_the_clock_over_a_change_and_hours_do_not() -> None:
    before = datetime(2026, 3, 7, 12, tzinfo=ZONE)  # summer time starts on the 8th
    assert moment("1d", before).isoformat() == "2026-03-08T12:00:00-04:00"
    assert moment("24h", before).isoformat() == "2026-03-08T13:00:00-04:00"
    assert moment("2026-07-01", before).isoformat() == "2026-07-01T00:00:00-04:00"


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "7", "d", "-d", "1.5d", "5m", "fri day", "2026-02-30", "20260131", "31.1.26"),
        *("31/1/2026", "2/30/2026", "1/31/26", "fr", "next friday"),
        *(
            "2026-1-31",
            "2026-01-31T25:00",
            "999999999d",
            "-999999999w",
            "٣d",
            "0001-01-01T00:00Z d",
        ),
    ],
)
def test_what_is_refused_names_what_is_taken(text: str) -> None:
    with pytest.raises(Usage, match="is not a date or time") as refusal:
        moment(text, NOW)
    assert refusal.value.hint is not None
    for example in ("2026-01-31", "friday", "-7d", "2h", "tomorrow"):
        assert example in refusal.value.hint


@given(
    st.text() | st.from_regex(r"-?[0-9]{1,9}[hdw]") | st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
)
def test_any_text_is_a_moment_or_a_usage_error(text: str) -> None:
    with contextlib.suppress(Usage):
        moment(text, NOW).astimezone(UTC)


@given(st.integers(0, 2**31 - 1))
def test_here_is_the_systems_zone_at_any_time(seconds: int) -> None:
    utc = datetime.fromtimestamp(seconds, UTC)
    here = utc.astimezone(HERE)
    assert here.utcoffset() == utc.astimezone().utcoffset()
    assert here.astimezone(UTC) == utc


def test_here_knows_summer_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        now = datetime(2026, 1, 28, 15, 30, tzinfo=HERE)
        assert moment("2026-07-01", now).utcoffset() == timedelta(hours=-4)
        assert moment("today", now).utcoffset() == timedelta(hours=-5)
        for hour in (5, 6):  # 01:30 happens twice on that night
            twice = datetime(2026, 11, 1, hour, 30, tzinfo=UTC)
            assert twice.astimezone(HERE).astimezone(UTC) == twice
        assert now.tzname() == "EST"
    finally:
        monkeypatch.undo()
        time.tzset()
