"""Deals with the times that tell how they get on: since when in their stage, and last heard of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col

from doughy_cli.db.tables import Deal
from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.following.activity_queries import Activity, activities
from doughy_cli.deals.queries import conditions, select_deals
from doughy_cli.deals.rows import DealRow

_STREAMED = 1000  # rows that are fetched at a time


def deals_with_times(
    session: Session, where: DealFilter
) -> Iterator[tuple[DealRow, datetime, datetime]]:
    """Yield the deals that `where` (settled) means, in no order, each with the time since when it
    is in its stage, and with that of its last sign of life (see `Activity`): three statements,
    however many deals there are."""
    which = conditions(where)
    there = activities(session, which)
    found = session.connection().execute(
        select_deals().where(*which), execution_options={"yield_per": _STREAMED}
    )
    for values in found:
        deal = DealRow(*values)
        # One that has come since the other statement has no times yet but its own.
        known = there.get(deal.id, Activity(deal.created_at, deal.created_at))
        yield deal, known.stage_since, known.last_at


def deals_stamp(session: Session, where: DealFilter) -> tuple[Any, ...]:
    """Return what differs as soon as any of the deals that `where` (settled) means has changed,
    came or went: cheap enough to be asked every other second."""
    statement = (
        select_deals()
        .where(*conditions(where))
        .with_only_columns(func.count(), func.max(col(Deal.updated_at)))
    )
    return tuple(session.connection().execute(statement).one())
