"""What is shown of logs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class LogRow:
    """A log. `created_at` is when its transaction began, so a later one may be seen earlier."""

    TABLE: ClassVar[tuple[str, ...]] = ("created_at", "level", "source", "message", "details")

    id: UUID
    created_at: datetime
    level: str
    source: str
    message: str
    details: Any


@dataclass(frozen=True, slots=True)
class LogLine:
    """The same as a table shows it."""

    TABLE: ClassVar[tuple[str, ...]] = ("when", "level", "source", "message")

    when: str
    level: str
    source: str
    message: str
