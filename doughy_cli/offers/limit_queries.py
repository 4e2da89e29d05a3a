"""The most that can be offered in deals: two statements, however many deals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, DealEvent, Property
from doughy_cli.errors import Usage
from doughy_cli.offers.calculate import calculate
from doughy_cli.offers.inputs import Method, gather
from doughy_cli.offers.limits import Limit
from doughy_cli.offers.queries import CALCULATED


def limits_of_deals(
    session: Session, ids: Iterable[UUID], usual: Mapping[str, Decimal]
) -> dict[UUID, Limit]:
    """Return the limit of each deal by id: the offer that its timeline has kept last, else the
    MAO of its property with what is `usual`. Deals for which neither is known are left out."""
    wanted = list(ids)
    return {**_worked_out(session, wanted, usual), **_kept(session, wanted)}


def _kept(session: Session, ids: list[UUID]) -> dict[UUID, Limit]:
    told = col(DealEvent.metadata_)
    columns: tuple[Any, ...] = (
        *(col(DealEvent.deal_id), told["maximum_offer"].astext, told["method"].astext),
        col(DealEvent.created_at),
    )
    statement = (
        select(*columns)
        .where(among(DealEvent.deal_id, ids), DealEvent.event_type == CALCULATED)
        .order_by(col(DealEvent.created_at))
    )
    found = {}
    for deal_id, amount, method, at in session.exec(statement):
        try:
            worth = Decimal(amount or "")
        except InvalidOperation:
            continue  # somebody has written to the timeline of their own deal by hand
        if worth.is_finite():
            found[deal_id] = Limit(worth, str(method), at)
    return found


def _worked_out(
    session: Session, ids: list[UUID], usual: Mapping[str, Decimal]
) -> dict[UUID, Limit]:
    columns: tuple[Any, ...] = (*(col(Deal.id), col(Property.arv), col(Property.repair_estimate)),)
    statement = (
        select(*columns)
        .join(Property, col(Property.id) == col(Deal.property_id))
        .where(among(Deal.id, ids))
    )
    found = {}
    for deal_id, arv, repairs in session.exec(statement):
        try:
            inputs = gather(Method.mao, {}, usual, {"arv": arv, "repair_estimate": repairs})
        except Usage:
            continue  # without ARV and repairs there is no MAO
        amount = calculate(Method.mao, inputs).maximum_offer
        found[deal_id] = Limit(amount, Method.mao.value, None)
    return found
