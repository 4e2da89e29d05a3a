"""What is shown of deals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DealRow:
    """A deal, with the name of its lead and the address of its property."""

    TABLE: ClassVar[tuple[str, ...]] = (
        *("id", "title", "stage", "estimated_value", "probability", "next_action"),
        "next_action_due",
    )
    WIDE: ClassVar[tuple[str, ...]] = (
        *("id", "title", "stage", "lead_name", "estimated_value", "probability"),
        *("expected_close_date", "next_action", "next_action_due"),
    )
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "deals",
        ("id",),
        ("title",),
    )

    id: UUID
    title: str
    status: str
    stage: str
    lead_id: UUID | None
    lead_name: str | None
    property_id: UUID | None
    property_address: str | None
    estimated_value: Decimal | None
    probability: int | None
    expected_close_date: date | None
    next_action: str | None
    next_action_due: datetime | None
    notes: str | None
    user_id: UUID
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class DealLeadRow:
    """The lead of a deal, and how to reach them."""

    id: UUID
    name: str
    status: str
    phone: str | None
    email: str | None
    opt_status: str | None


@dataclass(frozen=True, slots=True)
class DealPropertyRow:
    """The property of a deal, with what an offer is made of."""

    id: UUID
    address: str
    arv: Decimal | None
    repair_estimate: Decimal | None
    purchase_price: Decimal | None
    status: str | None


@dataclass(frozen=True, slots=True)
class DealDocumentRow:
    """A document of a deal."""

    id: UUID
    type: str
    title: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DealEventRow:
    """What happened to a deal. `metadata` holds `before` and `after` of a change."""

    TABLE: ClassVar[tuple[str, ...]] = ("created_at", "event_type", "description")
    WIDE: ClassVar[tuple[str, ...]] = (*TABLE, "created_by_email")

    id: UUID
    deal_id: UUID
    created_at: datetime
    event_type: str
    description: str | None
    metadata: Any
    created_by: UUID | None
    created_by_email: str | None


@dataclass(frozen=True, slots=True)
class EventLine:
    """A line of a timeline as a table shows it: the time where the person is, and words."""

    TABLE: ClassVar[tuple[str, ...]] = ("at", "event_type", "description")
    WIDE: ClassVar[tuple[str, ...]] = (*TABLE, "created_by_email")

    at: str
    event_type: str
    description: str
    created_by_email: str | None


@dataclass(frozen=True, slots=True)
class LastEventRow:
    """A line of a deal's timeline, as the deal shows it: in words."""

    created_at: datetime
    event_type: str
    description: str


@dataclass(frozen=True, slots=True)
class DealDetailRow(DealRow):
    """A deal with its lead, its property, its documents, and the last of its timeline."""

    lead: DealLeadRow | None
    property: DealPropertyRow | None
    documents: list[DealDocumentRow]
    events: list[LastEventRow]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One field of a deal that was changed; `created` is a deal that was added, at a stage."""

    TABLE: ClassVar[tuple[str, ...]] = ("at", "deal_id", "title", "field", "before", "after")
    WIDE: ClassVar[tuple[str, ...]] = (*TABLE, "by_email")

    at: datetime
    deal_id: UUID
    title: str
    field: str
    before: str | None
    after: str | None
    by: UUID | None
    by_email: str | None
    event_id: UUID
