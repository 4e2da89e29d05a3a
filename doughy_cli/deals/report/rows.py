"""What the report is made of, and what is said of it when it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from doughy_cli.deals.forecast.rows import ForecastRow
from doughy_cli.deals.rows import DealRow


@dataclass(frozen=True, slots=True)
class StageSumRow:
    """The active deals of a stage."""

    stage: str
    count: int
    value: Decimal
    weighted: Decimal


@dataclass(frozen=True, slots=True)
class ReportContent:
    """All that the page shows. `largest` are the most valuable active deals."""

    whose: str
    narrowed: bool
    forecast: ForecastRow
    stages: list[StageSumRow]
    largest: list[DealRow]


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report that was written."""

    TABLE: ClassVar[tuple[str, ...]] = ("file", "bytes", "deals")

    file: str
    bytes: int
    deals: int
    as_of: datetime
