"""What a move asks a reason for, before a deal gets to a stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session

from doughy_cli.deals.offers.limit_queries import offers_above_limit
from doughy_cli.deals.rows import DealRow

# Given deals and the stage that each would get to, a gate returns a sentence for each one that
# needs a reason, by the deal's id.
Gate = Callable[[Session, Sequence[tuple[DealRow, str]]], Mapping[UUID, str]]
GATES: tuple[Gate, ...] = (offers_above_limit,)


def reasons_needed(session: Session, moves: Sequence[tuple[DealRow, str]]) -> dict[UUID, list[str]]:
    """Return what stands against the moves, by deal; a reason overrides it."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for gate in GATES:
        for deal_id, sentence in gate(session, moves).items():
            found[deal_id].append(sentence)
    return dict(found)
