"""What is shown of likely duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class DuplicateLead:
    """A lead, or a line of a file, that is likely the same as the others of its group.

    `score` and `reasons` are those of the other one that it is most like; a reason has `field`,
    `how`, `value` (what both have, or null) and `weight` in bits, negative where they differ.
    """

    id: UUID | None
    line: int | None
    name: str
    email: str | None
    phone: str | None
    company: str | None
    status: str | None
    created_at: datetime | None
    score: int
    reasons: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class DuplicateGroupRow:
    """Leads that are likely one; `score` (percent) is that of the least sure of them."""

    TABLE: ClassVar[tuple[str, ...]] = ("score", "reasons", "leads")

    score: int
    reasons: list[str]
    leads: list[DuplicateLead]


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A lead of a group, for tables: leads with the same `group` are likely one."""

    TABLE: ClassVar[tuple[str, ...]] = ("id", "group", "score", "name", "phone", "why")
    WIDE: ClassVar[tuple[str, ...]] = (
        *("id", "group", "score", "name", "phone", "email", "company", "why"),
    )

    id: UUID | None
    line: int | None
    group: int
    score: int
    name: str
    phone: str | None
    email: str | None
    company: str | None
    status: str | None
    created_at: datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class FileDuplicateRow(DuplicateRow):
    """The same where lines of a file are compared: a lead has an `id`, a line has none."""

    TABLE: ClassVar[tuple[str, ...]] = ("line", "id", "group", "score", "name", "why")
    WIDE: ClassVar[tuple[str, ...]] = (
        *("line", "id", "group", "score", "name", "phone", "email", "company", "why"),
    )
