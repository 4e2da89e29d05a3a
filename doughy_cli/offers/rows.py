"""What is shown of an offer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class InputRow:
    """An input, and where it came from: `flag`, `property`, `config` or `default`.

    `documents` are the comps, appraisals or inspections behind it.
    """

    name: str
    label: str
    value: Decimal
    unit: str
    source: str
    documents: list[UUID]


@dataclass(frozen=True, slots=True)
class StepRow:
    """One line of the calculation; `value` is null where the formula has none."""

    name: str
    label: str
    formula: str
    value: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True)
class BasisRow:
    """A document behind an input."""

    id: UUID
    type: str
    title: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OfferRow:
    """An offer, worked out.

    `steps` lead to `maximum_offer`; `figures` are what the property earns, or what stays in the
    deal, at `figures_at`. `above_by` is how far the price on record is above the maximum,
    negative where it is below. `saved_in` says which timeline keeps it (`deal` or `lead`), as
    the event `event_id`. A deal without a property has no `property_id`; its title is the address.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("property_id", "method", "maximum_offer")

    property_id: UUID | None
    deal_id: UUID | None
    lead_id: UUID | None
    address: str
    method: str
    formula: str
    inputs: list[InputRow]
    steps: list[StepRow]
    maximum_offer: Decimal
    figures_at: Decimal | None
    figures: list[StepRow]
    purchase_price: Decimal | None
    above_by: Decimal | None
    documents: list[BasisRow]
    saved_in: str | None
    event_id: UUID | None
