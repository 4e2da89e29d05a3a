"""Whether what was said of deals' chances has come true, by the person's own won and lost ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from doughy_cli.deals.forecast.history import History
from doughy_cli.deals.forecast.rows import CalibrationRow
from doughy_cli.deals.forecast.wilson import ENOUGH, interval, percent, tenth
from doughy_cli.stages import stage_order

BANDS = ((0, 19), (20, 39), (40, 59), (60, 79), (80, 100))
FITS, TOO_HOPEFUL, TOO_CAUTIOUS, TOO_FEW = "fits", "too hopeful", "too cautious", "too few"


def by_band(histories: Iterable[History]) -> list[CalibrationRow]:
    """Return the closed deals by the probability that was stated last before they closed."""
    closed = [(each.stated, each.won) for each in histories if each.closed]
    return [
        _row(
            f"{low}–{high} %",
            [each for each in closed if each[0] is not None and low <= each[0] <= high],
        )
        for low, high in BANDS
    ]


def by_stage(histories: Iterable[History]) -> list[CalibrationRow]:
    """Return the closed deals by each stage that they were in, in the pipeline's order, with
    the probability that was stated last while they were there."""
    stages: dict[str, list[tuple[int | None, bool]]] = {}
    for each in histories:
        if each.closed:
            for stage, stated in each.stated_in.items():
                stages.setdefault(stage, []).append((stated, each.won))
    return [
        _row(stage, stages[stage])
        for stage in sorted(stages, key=lambda name: (stage_order(name), name))
    ]


def brier(histories: Iterable[History]) -> Decimal | None:
    """Return the mean of (stated − outcome)², where a won deal's outcome is 1 and a lost one's
    0; None where nothing was stated. 0 is perfect.

    Source: G. W. Brier, "Verification of Forecasts Expressed in Terms of Probability", Monthly
    Weather Review 78 (1950).
    """
    errors = [
        (Decimal(each.stated) / 100 - int(each.won)) ** 2
        for each in histories
        if each.closed and each.stated is not None
    ]
    if not errors:
        return None
    return (sum(errors) / Decimal(len(errors))).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _row(name: str, deals: Sequence[tuple[int | None, bool]]) -> CalibrationRow:
    won = sum(is_won for _, is_won in deals)
    bounds = interval(won, len(deals))
    rated = [(each, is_won) for each, is_won in deals if each is not None]
    stated = [each for each, _ in rated]
    mean = tenth(Decimal(sum(stated)) / len(stated)) if stated else None
    return CalibrationRow(
        name=name,
        closed=len(deals),
        won=won,
        rate=percent(won, len(deals)),
        low=bounds and bounds[0],
        high=bounds and bounds[1],
        rated=len(stated),
        stated=mean,
        verdict=_verdict(
            mean, interval(sum(is_won for _, is_won in rated), len(rated)), len(rated)
        ),
    )


def _verdict(stated: Decimal | None, bounds: tuple[Decimal, Decimal] | None, cases: int) -> str:
    """Return whether the mean of what was stated of `cases` is within what can be behind them."""
    if stated is None or bounds is None or cases < ENOUGH:
        return TOO_FEW
    if stated > bounds[1]:
        return TOO_HOPEFUL
    return TOO_CAUTIOUS if stated < bounds[0] else FITS
