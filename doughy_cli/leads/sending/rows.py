"""What is shown of sending."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SendRow:
    """What became of a text or a mail to one lead.

    `outcome`: `sent`; `failed` (the provider refused it); `unknown` (nobody can tell yet, and
    `leads messages sync` will); `refused` (nothing was sent, `code` and `reason` say why);
    `sent_before` (nothing was sent: it was the same within 72 hours); `not_sent` (it ended
    before); `would_send` (a dry run). `zones` are those that the hours were looked up in,
    `segments` the messages that a text is charged as.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("lead_id", "name", "recipient", "outcome", "reason")
    WIDE: ClassVar[tuple[str, ...]] = (
        *("lead_id", "name", "recipient", "outcome", "reason", "segments", "text"),
    )

    lead_id: UUID
    name: str
    channel: str
    outcome: str
    code: str | None
    reason: str | None
    sender: str | None
    recipient: str | None
    subject: str | None
    text: str | None
    segments: int | None
    encoding: str | None
    zones: list[str]
    message_id: UUID | None
    status: str | None
    external_id: str | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message to or from a lead. `error` is why it failed."""

    TABLE: ClassVar[tuple[str, ...]] = ("id", "name", "channel", "status", "sent_at", "body")
    WIDE: ClassVar[tuple[str, ...]] = (
        *("id", "name", "channel", "direction", "status", "sent_at", "body", "error"),
    )
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "messages",
        ("id",),
        ("name", "channel", "status"),
    )

    id: UUID
    lead_id: UUID
    name: str
    channel: str
    direction: str
    status: str
    sender: str | None
    recipient: str | None
    subject: str | None
    body: str | None
    external_id: str | None
    error: str | None
    sent_at: datetime | None
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class SyncRow:
    """What `leads messages sync` learned of one message: its status before and after.

    `result`: `changed`, `same`, `received` (it came in), `unclear` (`note` says why).
    """

    TABLE: ClassVar[tuple[str, ...]] = ("message_id", "name", "before", "after", "result", "note")

    message_id: UUID
    lead_id: UUID
    name: str
    channel: str
    before: str | None
    after: str
    result: str
    note: str | None
    external_id: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A text kept under a name, with the fields that it names; `subject` is for mails."""

    TABLE: ClassVar[tuple[str, ...]] = ("name", "subject", "text")
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "templates",
        ("name",),
        ("subject",),
    )

    name: str
    subject: str | None
    text: str
    fields: list[str]


@dataclass(frozen=True, slots=True)
class SenderRow:
    """From whom one's texts and mails come."""

    TABLE: ClassVar[tuple[str, ...]] = ("from_number", "from_email", "from_name")

    from_number: str | None
    messaging_service: str | None
    from_email: str | None
    from_name: str | None
    postal_address: str | None
    rate: str
    require_opt_in: bool
