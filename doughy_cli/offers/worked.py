"""What comes of a calculation, by whichever method."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from doughy_cli.offers.sheet import Step


@dataclass(frozen=True, slots=True)
class Worked:
    """A worked offer: the formula in words, its lines, and the most that can be offered.

    `at` is the price that `figures` (cap rate, cash left …) are of; None where there are none.
    """

    method: str
    formula: str
    steps: tuple[Step, ...]
    maximum_offer: Decimal
    at: Decimal | None = None
    figures: tuple[Step, ...] = ()
