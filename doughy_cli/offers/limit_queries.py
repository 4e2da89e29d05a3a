"""The most that can be offered in deals: the statements of `limit_reading.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, DealEvent, Property
from doughy_cli.offers.queries import CALCULATED


def kept_statement(ids: Sequence[UUID]) -> Any:
    """Return the statement that reads the offers that the deals' timelines keep, the last one
    last."""
    told = col(DealEvent.metadata_)
    columns: tuple[Any, ...] = (
        *(col(DealEvent.deal_id), told["maximum_offer"].astext, told["method"].astext),
        col(DealEvent.created_at),
    )
    return (
        select(*columns)
        .where(among(DealEvent.deal_id, ids), DealEvent.event_type == CALCULATED)
        .order_by(col(DealEvent.created_at))
    )


def worth_statement(ids: Sequence[UUID]) -> Any:
    """Return the statement that reads ARV and repairs of the deals' properties."""
    columns: tuple[Any, ...] = (*(col(Deal.id), col(Property.arv), col(Property.repair_estimate)),)
    return (
        select(*columns)
        .join(Property, col(Property.id) == col(Deal.property_id))
        .where(among(Deal.id, ids))
    )
