"""What is shown of the queue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar

from doughy_cli.leads.rows import LeadRow


@dataclass(frozen=True, slots=True)
class NextLeadRow(LeadRow):
    """A lead in the queue: what there was with it, and the points that give its place.

    `priority` is the sum of the four columns of points. `due` says that its
    next action is due by the end of today: those come first.
    """

    TABLE: ClassVar[tuple[str, ...]] = (
        *("id", "name", "phone", "temperature", "priority", "next_action", "next_action_due"),
    )
    WIDE: ClassVar[tuple[str, ...]] = (
        *("id", "name", "status", "phone", "temperature", "priority", "staleness_points"),
        *("status_points", "consent_points", "value_points", "next_action", "next_action_due"),
    )

    due: bool
    temperature: str
    priority: int
    staleness_points: int
    status_points: int
    consent_points: int
    value_points: int
    last_contact_at: datetime | None
    last_channel: str | None
    last_heard_at: datetime | None
    attempts: int
    open_deals: int
    open_value: Decimal
