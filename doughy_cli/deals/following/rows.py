"""What is shown of deals that wait."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from doughy_cli.deals.rows import DealRow


@dataclass(frozen=True, slots=True)
class NextDealRow(DealRow):
    """A deal to turn to today. `why` is the first reason, `also` are the others, `reason` says
    them in words.

    `days` are those overdue, silent or unanswered. `missing` is what the deal lacks.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("id", "title", "stage", "why", "reason")
    WIDE: ClassVar[tuple[str, ...]] = (
        *("id", "title", "lead_name", "stage", "estimated_value", "why", "reason"),
        "next_action_due",
    )

    why: str
    also: list[str]
    reason: str
    days: int
    missing: list[str]
    last_activity_at: datetime
    stage_since: datetime


@dataclass(frozen=True, slots=True)
class StaleDealRow(DealRow):
    """A deal that has been silent for as long as its stage allows, or longer."""

    TABLE: ClassVar[tuple[str, ...]] = (
        *("id", "title", "stage", "silent_days", "threshold_days", "next_action"),
    )
    WIDE: ClassVar[tuple[str, ...]] = (
        *("id", "title", "lead_name", "stage", "stage_days", "silent_days", "threshold_days"),
        *("estimated_value", "next_action", "next_action_due"),
    )

    silent_days: int
    threshold_days: int
    stage_days: int
    last_activity_at: datetime
    stage_since: datetime
