"""What a forecast is made of: the statement of what happened to deals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import DealEvent

_TELLING = ("created", "status_changed", "stage_changed", "value_changed")


def events_statement(ids: Sequence[UUID]) -> Any:
    """Return the statement that reads, in no order, the deal, the time, and before and after of
    what happened to status, stage, value and probability of deals."""
    told = col(DealEvent.metadata_)
    columns: tuple[Any, ...] = (
        *(col(DealEvent.deal_id), col(DealEvent.created_at), told["before"], told["after"]),
    )
    return select(*columns).where(
        among(DealEvent.deal_id, ids), col(DealEvent.event_type).in_(_TELLING)
    )
