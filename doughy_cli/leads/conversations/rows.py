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


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note on a lead's timeline; `withdrawn` says that it was taken back."""

    TABLE: ClassVar[tuple[str, ...]] = ("id", "lead_id", "at", "text")

    id: UUID
    lead_id: UUID
    at: datetime
    text: str | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened with a lead.

    `type` is the event's type, the message's status, the call's outcome or the document's
    type; `summary` is one line of words; `by` is whose doing it was, where that is kept.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("at", "kind", "channel", "direction", "summary")

    kind: str
    at: datetime
    channel: str | None
    direction: str | None
    type: str | None
    summary: str
    text: str | None
    id: UUID
    by: str | None
    deal_id: UUID | None
    duration_secs: int | None
    withdrawn: bool


@dataclass(frozen=True, slots=True)
class TimelineLine:
    """The same as a terminal shows it."""

    TABLE: ClassVar[tuple[str, ...]] = ("when", "what", "summary")

    when: str
    what: str
    summary: str
