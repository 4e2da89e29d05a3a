"""Reading what a forecast is made of: four statements, however many deals there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.forecast.history import Happened, telling
from doughy_cli.deals.reading import deals_with_times
from doughy_cli.deals.rows import DealRow

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader


def read_deals(reader: Reader, where: DealFilter) -> list[tuple[DealRow, datetime]]:
    """Return the deals that `where` (settled) means, with the times of their last signs of life."""
    return [(deal, last_at) for deal, _, last_at in deals_with_times(reader, where)]


def read_events(reader: Reader, ids: Sequence[UUID]) -> Iterator[Happened]:
    """Yield what happened to status, stage and probability of deals, in no order."""
    rows = reader.rows("doughy_cli.deals.forecast.queries:events_statement", ids, streamed=True)
    for deal_id, at, before, after in rows:
        yield Happened(deal_id, at, telling(before), telling(after))
