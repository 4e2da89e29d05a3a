"""What a deal's probability was before the deal ended: its timeline knows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import DealEvent
from doughy_cli.deals.ending import PROBABILITY
from doughy_cli.deals.rows import DealRow
from doughy_cli.deals.values import DealStatus

# One statement changes status and probability, and tells the one right after the other.
_TOGETHER = timedelta(seconds=1)


def probabilities_before(session: Session, rows: Sequence[DealRow]) -> dict[UUID, int | None]:
    """Return the probability that each won or lost deal had before it ended, by id.

    Those are left out whose timeline does not know, and those whose probability is not what its
    end has made it: somebody has set it since.
    """
    ends = {row.id: PROBABILITY.get(DealStatus(row.status)) for row in rows}
    wanted = [row.id for row in rows if row.probability == ends[row.id] is not None]
    columns: tuple[Any, ...] = (
        *(col(DealEvent.deal_id), col(DealEvent.event_type), col(DealEvent.created_at)),
        col(DealEvent.metadata_),
    )
    statement = select(*columns).where(
        among(DealEvent.deal_id, wanted),
        col(DealEvent.event_type).in_(["status_changed", "value_changed"]),
    )
    ended_at: dict[UUID, datetime] = {}
    changes: list[tuple[UUID, datetime, Any]] = []
    for deal_id, kind, at, told in session.exec(statement.order_by(col(DealEvent.created_at))):
        if kind == "status_changed":
            ended_at[deal_id] = at
        else:
            changes.append((deal_id, at, told))
    return {
        deal_id: _probability(told, "before")
        # Of several, the one right after the end: the oldest.
        for deal_id, at, told in reversed(changes)
        if deal_id in ended_at
        and timedelta(0) <= at - ended_at[deal_id] <= _TOGETHER
        and _probability(told, "after") == ends[deal_id]
    }


def _probability(told: Any, when: str) -> int | None:
    """Return the probability before or after a change, from what the timeline keeps of it."""
    values = told.get(when) if isinstance(told, dict) else None
    found = values.get("probability") if isinstance(values, dict) else None
    return found if isinstance(found, int) else None
