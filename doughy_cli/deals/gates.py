"""What a move asks a reason for, before a deal gets to a stage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.deals.offers.limit import offers_above_limit
from doughy_cli.deals.rows import DealRow

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader

# Given deals and the stage that each would get to, a gate returns a sentence for each one that
# needs a reason, by the deal's id.
Gate = Callable[["Reader", Sequence[tuple[DealRow, str]]], Mapping[UUID, str]]
GATES: tuple[Gate, ...] = (offers_above_limit,)


def reasons_needed(reader: Reader, moves: Sequence[tuple[DealRow, str]]) -> dict[UUID, list[str]]:
    """Return what stands against the moves, by deal; a reason overrides it."""
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for gate in GATES:
        for deal_id, sentence in gate(reader, moves).items():
            found[deal_id].append(sentence)
    return dict(found)
