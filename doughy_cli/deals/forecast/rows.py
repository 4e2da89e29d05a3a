"""What is shown of a forecast. Shares and probabilities are percent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MonthRow:
    """The active deals that are expected to close in a month.

    `month` is 2026-03, `overdue` for days that have passed, or `no date`. `weighted` is the sum
    of value × probability; the `unrated` deals have no probability and the `unvalued` ones no
    value, and add nothing to it. Each deal is committed, at risk or open.
    """

    TABLE: ClassVar[tuple[str, ...]] = (
        *("month", "count", "value", "weighted", "committed", "open", "at_risk"),
    )

    month: str
    count: int
    value: Decimal
    weighted: Decimal
    committed: Decimal
    open: Decimal
    at_risk: Decimal
    unrated: int
    unvalued: int


@dataclass(frozen=True, slots=True)
class TotalsRow:
    """All active deals: `best` if each is won, which is committed + open + at_risk."""

    count: int
    best: Decimal
    weighted: Decimal
    committed: Decimal
    open: Decimal
    at_risk: Decimal
    unrated: int
    unvalued: int


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A deal at risk, and why."""

    id: UUID
    title: str
    stage: str
    estimated_value: Decimal | None
    probability: int | None
    expected_close_date: date | None
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """Closed deals of a probability band or a stage: what was stated, and what came of it.

    `rate` is the share that was won, within `low` and `high` with 95 % confidence. `rated` deals
    had a probability; `stated` is its mean. `verdict`: `fits`, `too hopeful`, `too cautious`,
    or `too few` to say.
    """

    TABLE: ClassVar[tuple[str, ...]] = (
        *("name", "closed", "won", "rate", "low", "high", "stated", "verdict"),
    )

    name: str
    closed: int
    won: int
    rate: Decimal | None
    low: Decimal | None
    high: Decimal | None
    rated: int
    stated: Decimal | None
    verdict: str


@dataclass(frozen=True, slots=True)
class TimeRow:
    """How many days deals stayed in a stage; `here` are in it now, for `median_here` days."""

    stage: str
    stays: int
    median: Decimal | None
    longest: Decimal | None
    here: int
    median_here: Decimal | None


@dataclass(frozen=True, slots=True)
class ConversionRow:
    """How many deals came as far as a stage, and what became of them there.

    `went_on` came further or were won, `ended` were lost or archived there, `waiting` are there
    now. `conversion` is went_on of those that went on or ended.
    """

    stage: str
    reached: int
    went_on: int
    ended: int
    waiting: int
    conversion: Decimal | None
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """The forecast as a whole.

    `brier` is the mean squared error of the probabilities stated, 0 to 1; always saying 50 %
    gives 0.25.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("as_of", "totals")

    as_of: datetime
    totals: TotalsRow
    months: list[MonthRow]
    at_risk: list[RiskRow]
    won: int
    lost: int
    brier: Decimal | None
    by_band: list[CalibrationRow]
    by_stage: list[CalibrationRow]
    time_in_stage: list[TimeRow]
    conversion: list[ConversionRow]
