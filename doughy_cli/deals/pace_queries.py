"""Deals with the times that tell how they get on: since when in their stage, and last heard of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, lateral, or_, true
from sqlmodel import Session, col, select

from doughy_cli.db.tables import Deal, DealEvent
from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.queries import conditions, select_deals
from doughy_cli.deals.rows import DealRow

_STREAMED = 1000  # rows that are fetched at a time


def deals_with_times(
    session: Session, where: DealFilter
) -> Iterator[tuple[DealRow, datetime, datetime]]:
    """Yield the deals that `where` (settled) means, in no order, each with the time since when it
    is in its stage, and with that of the last event of its timeline: one statement for all.

    It is in its stage since it moved there, was made active again, or was made.
    """
    times = _times()
    statement = (
        select_deals(
            func.coalesce(times.c.stage_since, col(Deal.created_at)),
            func.coalesce(times.c.last_at, col(Deal.created_at)),
        )
        .outerjoin(times, true())
        .where(*conditions(where))
    )
    found = session.connection().execute(statement, execution_options={"yield_per": _STREAMED})
    for *values, stage_since, last_at in found:
        yield DealRow(*values), stage_since, last_at


def _times() -> Any:
    kind, at = col(DealEvent.event_type), col(DealEvent.created_at)
    began = or_(
        kind == "stage_changed",
        (kind == "status_changed")
        & (col(DealEvent.metadata_)["after"]["status"].astext == "active"),
    )
    # Of each deal by the index on its events; one that has none keeps its own times.
    of_deal = select(
        func.max(at).filter(began).label("stage_since"), func.max(at).label("last_at")
    ).where(DealEvent.deal_id == Deal.id)
    return lateral(of_deal.correlate(Deal)).alias("times")


def deals_stamp(session: Session, where: DealFilter) -> tuple[Any, ...]:
    """Return what differs as soon as any of the deals that `where` (settled) means has changed,
    came or went: cheap enough to be asked every other second."""
    statement = (
        select_deals()
        .where(*conditions(where))
        .with_only_columns(func.count(), func.max(col(Deal.updated_at)))
    )
    return tuple(session.connection().execute(statement).one())
