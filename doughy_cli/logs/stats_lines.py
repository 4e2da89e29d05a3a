"""`stats` as a person reads it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from doughy_cli.logs.levels import Level
from doughy_cli.logs.lines import STYLES, Layout, cells, painted, when
from doughy_cli.logs.rows import LogStatsRow
from doughy_cli.logs.stats import hours_a_bar, sparkline
from doughy_cli.output import visible

SOURCES = 10
_NUMBERS = 12  # cells of a count
_WIDEST = 30  # cells of a source
_GAP = 2


def stats_lines(stats: LogStatsRow, layout: Layout) -> Iterator[str]:
    """Yield the lines: a sparkline for each level, and the sources that write most."""
    room = (layout.width or 80) - len("critical") - _NUMBERS - _GAP
    span = hours_a_bar(len(stats.hours), room)
    bar = "a bar an hour" if span == 1 else f"a bar {span} hours"
    yield f"{when(stats.since)} to {when(stats.until)}, {bar}: {_counted(stats.count)}."
    yield ""
    for level in reversed(Level):
        counts = [getattr(hour, level.value) for hour in stats.hours]
        yield from _line(level.value, sum(counts), counts, room, layout)
    yield from _line("all", stats.count, [hour.count for hour in stats.hours], room, layout)
    if not stats.sources:
        return
    names = [visible(each.source) for each in stats.sources[:SOURCES]]
    width = min(max(map(cells, (*names, "SOURCE"))), _WIDEST)
    yield ""
    yield f"{'SOURCE':<{width}}{'COUNT':>{_NUMBERS}}{'ERRORS':>{_NUMBERS}}  LAST"
    for name, each in zip(names, stats.sources, strict=False):
        shown = name if cells(name) <= width else f"{name[: width - 1]}…"
        padding = " " * max(width - cells(shown), 0)
        errors = painted(f"{each.errors:>{_NUMBERS},}", STYLES["error"] * bool(each.errors), layout)
        yield f"{shown}{padding}{each.count:>{_NUMBERS},}{errors}  {when(each.last_at)}"
    if len(stats.sources) > SOURCES:
        rest = sum(each.count for each in stats.sources[SOURCES:])
        yield f"and {len(stats.sources) - SOURCES:,} more with {rest:,}; --json has all."


def _line(name: str, count: int, counts: Sequence[int], room: int, layout: Layout) -> Iterator[str]:
    style = STYLES.get(name, "") if count else ""
    bars = sparkline(counts, room)
    head = painted(f"{name:<{len('critical')}}", style, layout)
    yield f"{head}{count:>{_NUMBERS},}{' ' * _GAP}{painted(bars.rstrip(), style, layout)}".rstrip()


def _counted(count: int) -> str:
    return f"{count:,} {'log' if count == 1 else 'logs'}"
