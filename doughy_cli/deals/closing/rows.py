"""What is shown of a deal's way to its closing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RequiredRow:
    """One paper that is required of a property, of the lead, or (without a property) of the deal.

    `of` is `property`, `lead` or `deal`; `requirement` is a type, or several joined by `|` of
    which one is enough; the document is the newest that fits.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("of", "name", "requirement", "there", "title")

    of: str
    id: UUID | None
    name: str
    requirement: str
    there: bool
    document_id: UUID | None
    type: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """Whether a deal can be closed. `lacking` is what is missing, in words; `papers` is each
    requirement of each property and of the lead."""

    deal_id: UUID
    title: str
    stage: str
    ready: bool
    lacking: list[str]
    papers: list[RequiredRow]
