"""What is shown of a lead with what hangs on it. Apart, because a list needs none of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from doughy_cli.leads.rows import LeadRow


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
