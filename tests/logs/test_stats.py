"""`doughy logs stats`: by level, source and hour."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from doughy_cli.logs.rows import HourCountRow, LevelCountRow, LogStatsRow, SourceCountRow
from doughy_cli.logs.stats import hours_between, sparkline

if TYPE_CHECKING:
    from tests.harness import Database, Person
    from tests.logs.conftest import Logs

ROWS = """
    DELETE FROM system_logs;
    INSERT INTO system_logs (level, source, message, created_at) VALUES
        ('debug', 'sync', 'a', '2026-03-08 06:59:59+00'),
        ('info', 'sync', 'b', '2026-03-08 07:00:00+00'),
        ('error', E'e\\x1b', 'c', '2026-03-08 07:59:59.999+00'),
        ('critical', E'e\\x1b', 'd', '2026-03-08 09:30+00'),
        ('info', 'sync', 'before', '2026-03-08 06:00+00'),
        ('info', 'sync', 'later', '2026-03-08 10:00+00')
"""
SPAN = ("--since", "2026-03-08T06:30:00Z", "--until", "2026-03-08T09:30:00Z")


@pytest.mark.parametrize(
    ("counts", "width", "bars"),
    [
        ([], 10, ""),
        ([0, 0], 10, "  "),
        ([1, 2, 3, 4, 5, 6, 7, 8], 8, "▁▂▃▄▅▆▇█"),
        ([0, 1, 800], 10, " ▁█"),
        ([5], 10, "█"),
        ([1, 1, 1, 1, 4], 3, "▄▄█"),
        ([1, 2], 0, "█"),
    ],
)
def test_sparklines(counts: list[int], width: int, bars: str) -> None:
    assert sparkline(counts, width) == bars


def test_hours_are_those_of_the_clocks_here() -> None:
    # Half an hour off; and the night in which an hour is left out, which has 23.
    kolkata = hours_between(at("2026-03-08T10:10Z"), at("2026-03-08T11:40Z"), zone("Asia/Kolkata"))
    assert kolkata == [at("2026-03-08T09:30Z"), at("2026-03-08T10:30Z"), at("2026-03-08T11:30Z")]
    night = at("2026-03-08T05:00Z"), at("2026-03-09T03:59Z")
    assert len(hours_between(*night, zone("America/New_York"))) == 23


def test_stats(logs: Logs, database: Database, ann: Person) -> None:
    database.sql(ROWS)
    found = logs("stats", "--json", *SPAN).json
    assert list(found) == ["since", "until", "count", "errors", "levels", "sources", "hours"]
    assert list(found) == [each.name for each in fields(LogStatsRow)]
    assert (found["count"], found["errors"]) == (4, 2)
    assert found["levels"] == [
        {"level": "critical", "count": 1},
        {"level": "error", "count": 1},
        {"level": "warning", "count": 0},
        {"level": "info", "count": 1},
        {"level": "debug", "count": 1},
    ]
    assert [list(found[name][0]) for name in ("levels", "sources", "hours")] == [
        [each.name for each in fields(kind)]
        for kind in (LevelCountRow, SourceCountRow, HourCountRow)
    ]
    assert [(each["source"], each["errors"]) for each in found["sources"]] == [
        ("e\x1b", 2),
        ("sync", 0),
    ]
    assert found["sources"][1]["last_at"] == "2026-03-08T07:00:00Z"
    hours = {each["hour"]: each["count"] for each in found["hours"]}
    assert hours == {f"2026-03-08T0{number}:00:00Z": count for number, count in
                     ((6, 1), (7, 2), (8, 0), (9, 1))}  # fmt: skip
    errors = logs("stats", "--json", "--level", "error", "--source", "sync", *SPAN).json
    assert (errors["count"], errors["sources"]) == (0, [])
    table = logs("stats", "-o", "table", *SPAN).out
    assert "2026-03-08 06:30:00 to 2026-03-08 09:30:00, a bar an hour: 4 logs." in table
    assert f"info    {1:>12}   █\n" in table
    assert f"all     {4:>12}  ▄█ ▄\n" in table
    assert "e\\x1b " in table
    lines = logs("stats", *SPAN).out.splitlines()
    assert lines[1] == "2026-03-08T07:00:00Z\t2\t0\t1\t0\t1\t0"
    assert logs("stats", "--since", "800d").code == 2
    assert logs("stats", person=ann).code == 8


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
