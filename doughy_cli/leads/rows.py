"""What is shown of leads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
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
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "leads",
        ("id", "email"),
        ("name",),
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
