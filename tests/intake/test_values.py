from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doughy_cli.intake.values import truth, whole, written_moment

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-01-31", "2026-01-31T05:00"),
        ("2026-07-31", "2026-07-31T04:00"),
        ("2026-01-31 14:30", "2026-01-31T19:30"),
        ("2026-01-31T14:30:15.123456Z", "2026-01-31T14:30:15.123456"),
        ("2026-01-31 14:30:00 +01:00", "2026-01-31T13:30"),
        ("1/31/2026", "2026-01-31T05:00"),
        ("01/31/2026 2:30 PM", "2026-01-31T19:30"),
        ("1/31/2026 12:05am", "2026-01-31T05:05"),
        ("1/31/2026, 12:05:07 p.m.", "2026-01-31T17:05:07"),
    ],
)
def test_moments(text: str, utc: str) -> None:
    assert written_moment(text, NEW_YORK) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "31/1/2026", "1/31/26", "2026-02-30", "2/30/2026", "20260131", "2026-W05"),
        *("1/31/2026 13:00 PM", "1/31/2026 0:30 AM", "1/31/2026 25:00", "2026-01-31T25:00"),
        *("0001-01-01T00:00+14:00", "Wed May 21 00:00:00 EDT 2008", "2026-1-31", "45322"),
    ],
)
def test_nothing_looser_is_a_moment(text: str) -> None:
    assert written_moment(text, NEW_YORK) is None


def test_a_day_may_mean_its_end() -> None:
    end = written_moment("1/31/2026", NEW_YORK, end_of_day=True)
    assert end == datetime(2026, 2, 1, 4, 59, 59, 999999, tzinfo=UTC)


@given(st.text() | st.from_regex(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}( [0-9]{1,2}:[0-9]{2})?"))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    zones: list[tzinfo | None] = [NEW_YORK, UTC]
    for zone in zones:
        found = written_moment(text, zone)
        assert found is None or found.tzinfo is UTC


def test_truth_and_whole_numbers() -> None:
    assert [truth(word) for word in ("TRUE", "x", "No", "0", "maybe", "")] == [
        *(True, True, False, False, None, None)
    ]
    assert [whole(word) for word in ("85", " 85.0 ", "-1", "8.5", "٨", "1e2", "", "9" * 5000)] == [
        *(85, 85, -1, None, None, None, None, None)
    ]
