"""Merges in words."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

_ONE = {
    "messages": "message",
    "calls": "call",
    "transcripts": "transcript",
    "documents": "document",
    "deals": "deal",
    "properties": "property",
    "contacts": "contact",
    "events": "event",
}


def counts(moved: Mapping[str, int]) -> str:
    """Return `2 messages, 1 call`, without what is none of; `nothing` if that is all."""
    parts = [
        f"{count:,} {_ONE[kind] if count == 1 else kind}" for kind, count in moved.items() if count
    ]
    return ", ".join(parts) or "nothing"


def merged_away(source: UUID, target: UUID) -> str:
    """Return where a merged lead went, and what takes it back."""
    old, new = str(source)[:8], str(target)[:8]
    return (
        f"{old} was merged into {new}: `doughy leads show {new}`. "
        f"To take it back: `doughy leads unmerge {old}`."
    )
