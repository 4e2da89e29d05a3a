"""What is shown of contacts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A contact; `emails` and `phones` are those beside the main ones."""

    TABLE: ClassVar[tuple[str, ...]] = (
        *("id", "first_name", "last_name", "company", "phone", "email"),
    )
    WIDE: ClassVar[tuple[str, ...]] = (*TABLE, "job_title", "sms_opt_status")
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "contacts",
        ("id",),
        ("first_name", "last_name", "company"),
    )

    id: UUID
    first_name: str | None
    last_name: str | None
    company: str | None
    job_title: str | None
    email: str | None
    phone: str | None
    emails: list[str]
    phones: list[str]
    address: dict[str, Any] | None
    sms_opt_status: str | None
    user_id: UUID
    is_deleted: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ContactLeadRow:
    """A lead that a contact belongs to, and as what."""

    id: UUID
    name: str
    relation: str
    status: str


@dataclass(frozen=True, slots=True)
class ContactDetailRow(ContactRow):
    """A contact with its leads."""

    leads: list[ContactLeadRow]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Which contact belongs to which lead, and as what."""

    TABLE: ClassVar[tuple[str, ...]] = ("contact_id", "name", "relation", "lead_id", "lead_name")

    contact_id: UUID
    name: str
    lead_id: UUID
    lead_name: str
    relation: str
