"""What is shown of properties."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property. `square_feet` and `lot_size` are square feet, money is in dollars."""

    TABLE: ClassVar[tuple[str, ...]] = (
        *("id", "address_line_1", "city", "status", "bedrooms", "square_feet", "arv"),
    )
    WIDE: ClassVar[tuple[str, ...]] = (
        *("id", "address_line_1", "address_line_2", "city", "state", "zip", "status"),
        *("property_type", "bedrooms", "bathrooms", "square_feet", "year_built"),
        *("purchase_price", "arv"),
    )
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "properties",
        ("id",),
        ("address_line_1", "city"),
    )

    id: UUID
    address_line_1: str
    address_line_2: str | None
    city: str
    state: str
    zip: str
    status: str | None
    property_type: str | None
    bedrooms: int | None
    bathrooms: Decimal | None
    square_feet: int | None
    lot_size: int | None
    year_built: int | None
    purchase_price: Decimal | None
    arv: Decimal | None
    repair_estimate: Decimal | None
    mls_id: str | None
    parcel_number: str | None
    latitude: Decimal | None
    longitude: Decimal | None
    notes: str | None
    lead_id: UUID | None
    user_id: UUID
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class PropertyLeadRow:
    """The lead whose a property is."""

    id: UUID
    name: str
    status: str
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class PropertyDealRow:
    """An open deal about a property."""

    id: UUID
    title: str
    stage: str
    estimated_value: Decimal | None
    probability: int | None
    expected_close_date: date | None
    next_action: str | None
    next_action_due: datetime | None


@dataclass(frozen=True, slots=True)
class PropertyDocumentRow:
    """A document of a property; `is_primary` is None where it belongs to this property alone."""

    id: UUID
    title: str
    type: str
    is_primary: bool | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PropertyDetailRow(PropertyRow):
    """A property with its lead, its open deals and its documents."""

    lead: PropertyLeadRow | None
    open_deals: list[PropertyDealRow]
    documents: list[PropertyDocumentRow]


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A type of document of a property's, by phase (`research`, `transaction`, `other`): whether
    it is `there`, how many of it, and which."""

    TABLE: ClassVar[tuple[str, ...]] = ("phase", "type", "there", "count", "title")

    phase: str
    type: str
    there: bool
    count: int
    title: str | None
    documents: list[PropertyDocumentRow]
