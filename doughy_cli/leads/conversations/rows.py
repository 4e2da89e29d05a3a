"""What is shown of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """A call or a message as it was logged.

    `opted_out` says that its text was a STOP word and the lead is opted out because of it.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("id", "lead_id", "channel", "direction", "at", "text")

    id: UUID
    lead_id: UUID
    channel: str
    direction: str
    at: datetime
    outcome: str | None
    duration_secs: int | None
    status: str | None
    subject: str | None
    text: str | None
    transcript_id: UUID | None
    opted_out: bool
