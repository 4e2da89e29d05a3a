"""How deals pass through the stages: how long they stay, and how many go on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from doughy_cli.deals.forecast.history import ACTIVE, History
from doughy_cli.deals.forecast.rows import ConversionRow, TimeRow
from doughy_cli.deals.forecast.wilson import interval, percent, tenth
from doughy_cli.stages import STAGES, stage_order

_DAY = timedelta(days=1)


def time_in_stage(histories: Iterable[History], now: datetime) -> list[TimeRow]:
    """Return how long deals stayed in each stage, in the pipeline's order, stages outside it
    last. A deal that came back has stayed twice; time while it was not active does not count."""
    past: defaultdict[str, list[Decimal]] = defaultdict(list)
    here: defaultdict[str, list[Decimal]] = defaultdict(list)
    for each in histories:
        for stay in each.stays:
            until = stay.until or now
            (here if stay.until is None else past)[stay.stage].append(_days(stay.since, until))
    stages = sorted({*STAGES, *past, *here}, key=lambda name: (stage_order(name), name))
    return [
        TimeRow(
            stage=stage,
            stays=len(past[stage]),
            median=_median(past[stage]),
            longest=tenth(max(past[stage])) if past[stage] else None,
            here=len(here[stage]),
            median_here=_median(here[stage]),
        )
        for stage in stages
    ]


def conversion(histories: Iterable[History]) -> list[ConversionRow]:
    """Return for each stage of the pipeline how many deals came as far and what became of them.

    A deal that skipped a stage has come as far all the same, and a won one has passed them all;
    one that went back has come as far as it ever was. Stages outside the pipeline have no place
    in it.
    """
    deals = [(each.known.status, each.furthest, each.won) for each in histories]
    rows = []
    for place, stage in enumerate(STAGES):
        reached = [each for each in deals if each[1] >= place or each[2]]
        went_on = sum(won or furthest > place for _, furthest, won in reached)
        there = [status for status, furthest, won in reached if furthest == place and not won]
        waiting = sum(status == ACTIVE for status in there)
        ended = len(there) - waiting
        bounds = interval(went_on, went_on + ended)
        rows.append(
            ConversionRow(
                stage=stage,
                reached=len(reached),
                went_on=went_on,
                ended=ended,
                waiting=waiting,
                conversion=percent(went_on, went_on + ended),
                low=bounds and bounds[0],
                high=bounds and bounds[1],
            )
        )
    return rows


def _days(since: datetime, until: datetime) -> Decimal:
    return Decimal(max(until - since, timedelta(0)) // timedelta(seconds=1)) / (
        _DAY // timedelta(seconds=1)
    )


def _median(days: Sequence[Decimal]) -> Decimal | None:
    return tenth(median(days)) if days else None
