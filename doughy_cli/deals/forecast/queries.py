"""Reading what a forecast is made of: four statements, however many deals there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import DealEvent
from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.forecast.history import Happened, telling
from doughy_cli.deals.pace_queries import deals_with_times
from doughy_cli.deals.rows import DealRow

_TELLING = ("created", "status_changed", "stage_changed", "value_changed")
_STREAMED = 5000  # rows that are fetched at a time


def read_deals(session: Session, where: DealFilter) -> list[tuple[DealRow, datetime]]:
    """Return the deals that `where` (settled) means, with the times of their last signs of life."""
    return [(deal, last_at) for deal, _, last_at in deals_with_times(session, where)]


def read_events(session: Session, ids: Iterable[UUID]) -> Iterator[Happened]:
    """Yield what happened to status, stage and probability of deals, in no order."""
    told = col(DealEvent.metadata_)
    columns: tuple[Any, ...] = (
        *(col(DealEvent.deal_id), col(DealEvent.created_at), told["before"], told["after"]),
    )
    statement = select(*columns).where(
        among(DealEvent.deal_id, ids), col(DealEvent.event_type).in_(_TELLING)
    )
    found = session.connection().execute(statement, execution_options={"yield_per": _STREAMED})
    for deal_id, at, before, after in found:
        yield Happened(deal_id, at, telling(before), telling(after))
