"""What is shown of leads that were made into deals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ConvertedDealRow:
    """A deal that was made of a lead; `property_is_new` says that its property was made too."""

    TABLE: ClassVar[tuple[str, ...]] = (
        *("id", "title", "stage", "lead_id", "lead_name", "property_id", "property_is_new"),
    )

    id: UUID
    title: str
    status: str
    stage: str
    lead_id: UUID
    lead_name: str
    lead_status: str
    property_id: UUID | None
    property_address: str | None
    property_is_new: bool
    estimated_value: Decimal | None
    probability: int | None
    next_action: str | None
    next_action_due: datetime | None
