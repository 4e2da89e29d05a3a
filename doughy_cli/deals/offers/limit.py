"""The gate before an offer is sent: it must not be above what the numbers allow, or say why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.config import find_folders
from doughy_cli.deals.moving import sends_offer
from doughy_cli.deals.rows import DealRow
from doughy_cli.offers.limit_reading import limits_of_deals
from doughy_cli.offers.limits import above
from doughy_cli.offers.settings import read_usual

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader


def offers_above_limit(reader: Reader, moves: Sequence[tuple[DealRow, str]]) -> dict[UUID, str]:
    """Return a sentence for each deal whose offer (its estimated value) goes out above the most
    that can be offered: it gets to `offer_sent`, or past it from an earlier stage."""
    sent = [deal for deal, stage in moves if sends_offer(deal.stage, stage)]
    if not sent:
        return {}
    limits = limits_of_deals(reader, [deal.id for deal in sent], read_usual(find_folders()))
    found = {}
    for deal in sent:
        if told := above(deal.estimated_value, limits.get(deal.id)):
            found[deal.id] = f"Deal {str(deal.id)[:8]} ({deal.title}): its value of {told}."
    return found
