"""What is shown of plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PlanRow:
    """What a person subscribes to."""

    TABLE: ClassVar[tuple[str, ...]] = ("email", "plan_name", "status", "current_period_end")
    WIDE: ClassVar[tuple[str, ...]] = (
        *("email", "plan_name", "status", "current_period_start", "current_period_end"),
        "stripe_customer_id",
    )

    id: UUID
    user_id: UUID
    email: str
    plan_name: str | None
    status: str | None
    current_period_start: datetime | None
    current_period_end: datetime | None
    stripe_customer_id: str | None
    stripe_subscription_id: str | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PlanSyncRow:
    """What `plans sync` made of one person's subscription, or of a customer who is nobody here.

    `result`: `added`, `changed`, `same`; `unknown` (nobody here is this customer), `ambiguous`
    (several are), `missing` (Stripe does not know the subscription that is stored). `changes`
    has what differed, by field, as `{"before", "after"}`.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("email", "result", "plan_name", "status", "period_end")
    WIDE: ClassVar[tuple[str, ...]] = (
        *("email", "result", "plan_name", "status", "period_end", "stripe_customer_id", "changes"),
    )

    user_id: UUID | None
    email: str | None
    result: str
    plan_name: str | None
    status: str | None
    period_start: datetime | None
    period_end: datetime | None
    stripe_customer_id: str | None
    stripe_subscription_id: str | None
    changes: dict[str, Any]
