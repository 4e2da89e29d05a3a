"""What is shown of a permission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """Whether the person may do `verb` to a record, and why or why not. `code` is the code of the
    error that the command would end with, none where it may."""

    TABLE: ClassVar[tuple[str, ...]] = ("verb", "noun", "id", "name", "allowed", "reason")

    verb: str
    noun: str
    id: UUID
    name: str | None
    allowed: bool
    code: str | None
    reason: str
