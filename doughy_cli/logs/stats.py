"""From counts to what `stats` shows. Pure: no database, no terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from doughy_cli.logs.levels import Level, at_least
from doughy_cli.logs.rows import (
    HourCountRow,
    LevelCountRow,
    LogStatsRow,
    SourceCountRow,
)

BARS = "▁▂▃▄▅▆▇█"
_NONE = " "
_ERRORS = frozenset(at_least(Level.error))

Count = tuple[int, str, str, int, datetime]


def hours_between(since: datetime, until: datetime, zone: tzinfo) -> list[datetime]:
    """Return when each hour on the clocks of `zone` began, from that of `since` to that of
    `until`. On a day whose clocks change there is an hour more or less."""
    first = since.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    found = [first.astimezone(UTC)]
    while (following := found[-1] + timedelta(hours=1)) <= until:
        found.append(following)
    return found


def build(
    counts: Iterable[Count], since: datetime, until: datetime, hours: Sequence[datetime]
) -> LogStatsRow:
    """Return the stats of `counts` (hour from 1 on, level, source, how many, the last one's time);
    sources and levels with the most first. What is not in any hour is in the first."""
    by_hour = [Counter[str]() for _ in hours]
    by_level, by_source, errors = Counter[str](), Counter[str](), Counter[str]()
    latest: dict[str, datetime] = {}
    for number, level, source, count, last_at in counts:
        by_hour[max(number, 1) - 1][level] += count
        by_level[level] += count
        by_source[source] += count
        errors[source] += count * (level in _ERRORS)
        latest[source] = max(last_at, latest.get(source, last_at))
    return LogStatsRow(
        since=since,
        until=until,
        count=by_level.total(),
        errors=sum(by_level[level] for level in _ERRORS),
        levels=[LevelCountRow(level, by_level[level]) for level in reversed(Level)],
        sources=[
            SourceCountRow(source, count, errors[source], latest[source])
            for source, count in sorted(by_source.items(), key=lambda each: (-each[1], each[0]))
        ],
        hours=[
            HourCountRow(hour, count.total(), **{level.value: count[level] for level in Level})
            for hour, count in zip(hours, by_hour, strict=True)
        ],
    )


def hours_a_bar(hours: int, width: int) -> int:
    """Return for how many hours together a bar stands, so that `width` bars are enough."""
    return max(-(-hours // max(width, 1)), 1)


def sparkline(counts: Sequence[int], width: int) -> str:
    """Return counts as bars, at most `width` of them: those that do not fit stand for several
    counts together. The highest is the greatest; nothing is a blank."""
    each = hours_a_bar(len(counts), width)
    sums = [sum(counts[start : start + each]) for start in range(0, len(counts), each)]
    most = max(sums, default=0)
    return "".join(BARS[(len(BARS) * count - 1) // most] if count else _NONE for count in sums)
