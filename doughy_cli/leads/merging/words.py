"""Merges in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from doughy_cli.leads.merging.loss_queries import LostMerge

_NAMED = 5  # how many leads a message names

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


def losses(lost: Sequence[LostMerge]) -> list[str]:
    """Return what is said before leads of merges are removed for good, a text for each target."""
    told = []
    for target, goes in dict.fromkeys((each.target, each.with_target) for each in lost):
        of_it = [each for each in lost if (each.target, each.with_target) == (target, goes)]
        moved: Counter[str] = Counter()
        for each in of_it:
            moved.update(each.moved)
        what = (
            f"what moved to it goes with it ({counts(moved)})" if goes else "what moved stays there"
        )
        who = _names((each.source, each.source_name) for each in of_it)
        verb = "was" if len(of_it) == 1 else "were"
        into = _name(target, of_it[0].target_name)
        told.append(f"{who} {verb} merged into {into}: {what}, and `unmerge` cannot take it back.")
    return told


def _names(leads: Iterable[tuple[UUID, str]]) -> str:
    shown = [_name(*each) for each in leads]
    more = f" and {len(shown) - _NAMED:,} more" if len(shown) > _NAMED else ""
    return ", ".join(shown[:_NAMED]) + more


def _name(lead: UUID, name: str) -> str:
    return f"{str(lead)[:8]} ({name})"
