"""What the active deals may bring: by month, and how much of it is how sure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from doughy_cli.deals.forecast.rows import MonthRow, RiskRow, TotalsRow
from doughy_cli.deals.rows import DealRow

OVERDUE, NO_DATE = "overdue", "no date"
COMMITTED_STAGES = ("under_contract", "closing")
COMMITTED_FROM = 90  # percent
_CENT = Decimal("0.01")
NOTHING = Decimal("0.00")


class Surety(StrEnum):
    """How sure a deal's value is."""

    committed = "committed"
    open = "open"
    at_risk = "at_risk"


@dataclass(frozen=True, slots=True)
class Rated:
    """A deal, how sure it is, and why it is at risk, if it is."""

    deal: DealRow
    surety: Surety
    reasons: list[str]


def weighted(value: Decimal | None, probability: int | None) -> Decimal:
    """Return value × probability in dollars, to the cent; 0 where either is missing."""
    if value is None or probability is None:
        return NOTHING
    return (value * probability / 100).quantize(_CENT, ROUND_HALF_UP)


def rate(deal: DealRow, last_at: datetime, silent_days: int, now: datetime) -> Rated:
    """Return how sure an active deal is.

    At risk: it was to close before today, its next action is overdue, or there was no sign of
    life since `last_at`, for `silent_days` or more. Else committed: under contract or closing,
    or 90 % likely or more. Else open. `now` is in the person's time zone.
    """
    reasons = []
    if deal.expected_close_date and deal.expected_close_date < now.date():
        days = (now.date() - deal.expected_close_date).days
        reasons.append(f"was to close {_days(days)} ago")
    if deal.next_action_due and deal.next_action_due < now:
        reasons.append("next action overdue")
    silent = now - last_at
    if silent >= timedelta(days=silent_days):
        reasons.append(f"silent for {_days(silent.days)}")
    if reasons:
        return Rated(deal, Surety.at_risk, reasons)
    sure = deal.stage in COMMITTED_STAGES or (deal.probability or 0) >= COMMITTED_FROM
    return Rated(deal, Surety.committed if sure else Surety.open, [])


def totals(rated: Sequence[Rated]) -> TotalsRow:
    """Return all deals together."""
    sums = _sums(rated)
    return TotalsRow(
        count=len(rated),
        best=_value(rated),
        weighted=_weighted(rated),
        committed=sums[Surety.committed],
        open=sums[Surety.open],
        at_risk=sums[Surety.at_risk],
        unrated=_unrated(rated),
        unvalued=_unvalued(rated),
    )


def months(rated: Iterable[Rated], now: datetime) -> list[MonthRow]:
    """Return the deals by the month in which they are expected to close: those overdue first,
    those without a date last, the months between in order."""
    groups: defaultdict[str, list[Rated]] = defaultdict(list)
    for each in rated:
        groups[_month(each.deal, now)].append(each)
    places = {OVERDUE: 0, NO_DATE: 2}
    return [
        _month_row(month, groups[month])
        for month in sorted(groups, key=lambda name: (places.get(name, 1), name))
    ]


def at_risk(rated: Iterable[Rated]) -> list[RiskRow]:
    """Return the deals at risk, the most valuable first."""
    found = [each for each in rated if each.surety is Surety.at_risk]
    found.sort(key=lambda each: (-(each.deal.estimated_value or 0), each.deal.title, each.deal.id))
    return [
        RiskRow(
            each.deal.id,
            each.deal.title,
            each.deal.stage,
            each.deal.estimated_value,
            each.deal.probability,
            each.deal.expected_close_date,
            each.reasons,
        )
        for each in found
    ]


def _month(deal: DealRow, now: datetime) -> str:
    day = deal.expected_close_date
    if day is None:
        return NO_DATE
    return OVERDUE if day < now.date() else f"{day:%Y-%m}"


def _month_row(month: str, rated: Sequence[Rated]) -> MonthRow:
    sums = _sums(rated)
    return MonthRow(
        month=month,
        count=len(rated),
        value=_value(rated),
        weighted=_weighted(rated),
        committed=sums[Surety.committed],
        open=sums[Surety.open],
        at_risk=sums[Surety.at_risk],
        unrated=_unrated(rated),
        unvalued=_unvalued(rated),
    )


def _sums(rated: Iterable[Rated]) -> defaultdict[Surety, Decimal]:
    sums: defaultdict[Surety, Decimal] = defaultdict(lambda: NOTHING)
    for each in rated:
        sums[each.surety] += each.deal.estimated_value or NOTHING
    return sums


def _value(rated: Iterable[Rated]) -> Decimal:
    return sum((each.deal.estimated_value or NOTHING for each in rated), NOTHING)


def _weighted(rated: Iterable[Rated]) -> Decimal:
    return sum(
        (weighted(each.deal.estimated_value, each.deal.probability) for each in rated), NOTHING
    )


def _unrated(rated: Iterable[Rated]) -> int:
    return sum(each.deal.probability is None for each in rated)


def _unvalued(rated: Iterable[Rated]) -> int:
    return sum(each.deal.estimated_value is None for each in rated)


def _days(count: int) -> str:
    return f"{count:,} day{'' if count == 1 else 's'}"
