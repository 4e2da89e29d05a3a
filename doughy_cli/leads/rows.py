"""What is shown of leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LeadRow:
    """A lead."""

    TABLE: ClassVar[tuple[str, ...]] = (
        *("id", "name", "status", "score", "phone", "next_action", "next_action_due"),
    )
    WIDE: ClassVar[tuple[str, ...]] = (
        *("id", "name", "status", "score", "phone", "email", "tags", "next_action"),
        "next_action_due",
    )

    id: UUID
    name: str
    phone: str | None
    email: str | None
    company: str | None
    status: str
    score: int | None
    tags: list[str]
    opt_status: str | None
    source: str | None
    next_action: str | None
    next_action_due: datetime | None
    workspace_id: UUID | None
    user_id: UUID
    is_deleted: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class LinkedContactRow:
    """A person linked to a lead."""

    id: UUID
    first_name: str | None
    last_name: str | None
    relation: str
    company: str | None
    job_title: str | None
    email: str | None
    phone: str | None
    emails: Any
    phones: Any
    address: Any
    sms_opt_status: str | None


@dataclass(frozen=True, slots=True)
class OpenDealRow:
    """A deal of a lead that is still open."""

    id: UUID
    title: str
    stage: str
    estimated_value: Decimal | None
    next_action: str | None
    next_action_due: datetime | None


@dataclass(frozen=True, slots=True)
class LeadEventRow:
    """What happened to a lead."""

    created_at: datetime
    event_type: str
    description: str | None


@dataclass(frozen=True, slots=True)
class LeadDetailRow(LeadRow):
    """A lead with its contacts, its open deals, and the last of its timeline.

    `merged_into` is the lead that took its place, if it was merged.
    """

    merged_into: UUID | None
    contacts: list[LinkedContactRow]
    open_deals: list[OpenDealRow]
    events: list[LeadEventRow]


@dataclass(frozen=True, slots=True)
class LeadExportRow(LeadRow):
    """A lead as a file keeps it, so that an import loses nothing.

    `notes` are objects of `text` and `at`. `extra` is what imports kept because it has no
    column of its own.
    """

    contacts: list[dict[str, Any]]
    notes: list[dict[str, Any]]
    extra: list[dict[str, Any]]
