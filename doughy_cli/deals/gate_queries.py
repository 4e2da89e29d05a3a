"""What a move asks a reason for, before a deal gets to a stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlmodel import Session

from doughy_cli.deals.rows import DealRow

# Given deals and the stage that each would get to, a gate returns a sentence for each one that
# needs a reason, such as `1a2b3c4d (418 Maple Ave): an offer of $150,000 is above its MAO`.
Gate = Callable[[Session, Sequence[tuple[DealRow, str]]], list[str]]
GATES: tuple[Gate, ...] = ()


def reasons_needed(session: Session, moves: Sequence[tuple[DealRow, str]]) -> list[str]:
    """Return what stands against the moves, a sentence for each; a reason overrides it."""
    return [sentence for gate in GATES for sentence in gate(session, moves)]
