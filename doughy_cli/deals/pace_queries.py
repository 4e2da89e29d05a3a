"""Whether deals have changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col

from doughy_cli.db.tables import Deal
from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.queries import conditions, select_deals


def deals_stamp(session: Session, where: DealFilter) -> tuple[Any, ...]:
    """Return what differs as soon as any of the deals that `where` (settled) means has changed,
    came or went: cheap enough to be asked every other second."""
    statement = (
        select_deals()
        .where(*conditions(where))
        .with_only_columns(func.count(), func.max(col(Deal.updated_at)))
    )
    return tuple(session.connection().execute(statement).one())
