"""What is shown of triage: a lead with all that its card shows, and answers to decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from doughy_cli.leads.conversations.rows import TimelineRow
from doughy_cli.leads.following.rows import NextLeadRow


@dataclass(frozen=True, slots=True)
class CardDealRow:
    """An open deal of a lead, and its property."""

    id: UUID
    title: str
    stage: str
    estimated_value: Decimal | None
    next_action: str | None
    next_action_due: datetime | None
    property: str | None


@dataclass(frozen=True, slots=True)
class CardContactRow:
    """A person linked to a lead."""

    id: UUID
    name: str
    relation: str
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class ScoreReasonRow:
    """How a score came to be: a change (`score_changed`), or the reason for one."""

    at: datetime
    what: str
    text: str | None


@dataclass(frozen=True, slots=True)
class TriageRow(NextLeadRow):
    """A lead in the queue, with all that its card shows.

    `score_reasons`: how its score came to be, the last first. `timeline`: what was last.
    """

    score_reasons: list[ScoreReasonRow]
    deals: list[CardDealRow]
    contacts: list[CardContactRow]
    timeline: list[TimelineRow]


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What became of one line of decisions.

    `result` is saved, skipped or rejected; `made` is the id of the call or the deal that was
    made; `error` has code, message and hint.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("line", "lead", "name", "decision", "result")

    line: int
    lead: UUID | None
    name: str | None
    decision: str | None
    result: str
    made: UUID | None
    updated_at: datetime | None
    error: dict[str, Any] | None
