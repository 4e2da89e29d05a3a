"""What is shown of a merge and of taking one back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from doughy_cli.leads.rows import LeadRow


@dataclass(frozen=True, slots=True)
class MergedField:
    """A field of the target before a merge, of each source, and of the target after it."""

    TABLE: ClassVar[tuple[str, ...]] = ("field", "target", "sources", "result")

    field: str
    target: Any
    sources: list[Any]
    result: Any


@dataclass(frozen=True, slots=True)
class MergeRow:
    """A merge: the leads as they are stored then, and how many rows moved, by kind."""

    TABLE: ClassVar[tuple[str, ...]] = ("target", "sources", "moved")

    target: LeadRow
    sources: list[LeadRow]
    fields: list[MergedField]
    moved: dict[str, int]


@dataclass(frozen=True, slots=True)
class RestoredField:
    """A field of the target before a merge was taken back, and after it."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class UnmergeRow:
    """A merge that was taken back.

    `kept` are the fields of the target that somebody has changed since the merge, `missing`
    how many of the rows that had moved are gone or elsewhere by now.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("target", "sources", "moved")

    target: LeadRow
    sources: list[LeadRow]
    fields: list[RestoredField]
    kept: list[str]
    moved: dict[str, int]
    missing: dict[str, int]
