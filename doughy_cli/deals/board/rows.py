"""What is shown of the board."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class BoardCardRow:
    """A deal on the board. It is in its stage for `days_in_stage`; `age` is `fresh`, `old` after
    more days than are usual there, or `very_old` after twice as many."""

    id: UUID
    title: str
    estimated_value: Decimal | None
    probability: int | None
    weighted: Decimal
    expected_close_date: date | None
    days_in_stage: int
    age: str
    next_action: str | None
    next_action_due: datetime | None
    overdue: bool


@dataclass(frozen=True, slots=True)
class BoardStageRow:
    """A column: the sums are of all its deals. `weighted` is the sum of value × probability, to
    which the `unrated` deals, which have no probability, add nothing."""

    TABLE: ClassVar[tuple[str, ...]] = ("stage", "count", "value", "weighted")

    stage: str
    count: int
    value: Decimal
    weighted: Decimal
    unrated: int
    deals: list[BoardCardRow]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """The board: the stages in the pipeline's order, others of the person's own after them."""

    TABLE: ClassVar[tuple[str, ...]] = ("as_of", "count", "value", "weighted")

    as_of: datetime
    count: int
    value: Decimal
    weighted: Decimal
    stages: list[BoardStageRow]
