"""What is shown of keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A stored key. `masked` and `variables` are null where it cannot be opened here; `fault`
    says why, where it should: `damaged`, `wrong_vault_secret` or `no_vault_secret`."""

    TABLE: ClassVar[tuple[str, ...]] = ("service", "owner", "masked", "status", "last_checked")
    WIDE: ClassVar[tuple[str, ...]] = (*TABLE, "status_reason")

    id: UUID
    service: str
    owner: str | None
    user_id: UUID
    masked: str | None
    variables: list[str] | None
    format: str
    fault: str | None
    status: str | None
    status_reason: str | None
    last_checked: datetime | None
    last_healthy: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class RevealedRow(KeyRow):
    """A stored key in clear."""

    key: str


@dataclass(frozen=True, slots=True)
class FailedLeadRow:
    """A lead with messages that failed, the newest failure and the messages' ids."""

    id: UUID
    name: str
    messages: int
    last_failed: datetime
    message_ids: list[UUID]


@dataclass(frozen=True, slots=True)
class CheckRow:
    """What a check found. `result` is healthy, unhealthy, inactive, unknown (no answer),
    unchecked (no check is known for the service) or unopened; `status` is what is stored now.

    For an unhealthy or inactive key that messages are sent with, `failed_messages` and
    `failed_leads` tell what failed since `failed_since`; else they are null and empty.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("service", "result", "reason", "failed_messages")
    WIDE: ClassVar[tuple[str, ...]] = (*TABLE, "failed_since", "last_healthy")

    service: str
    result: str
    reason: str | None
    status: str | None
    last_checked: datetime | None
    last_healthy: datetime | None
    failed_since: datetime | None
    failed_messages: int | None
    failed_leads: list[FailedLeadRow]


@dataclass(frozen=True, slots=True)
class VaultRow:
    """How the vault stands: where its secret is kept, and how many keys it opens."""

    TABLE: ClassVar[tuple[str, ...]] = ("kept_in", "keys", "opened")

    kept_in: str
    keys: int
    opened: int
