"""Which deals are meant by ids, and by what they are about: a lead or a property."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from doughy_cli.db.finding import find_lead, find_property, properties_at
from doughy_cli.db.ids import among, find_ids
from doughy_cli.db.reach import reached_by
from doughy_cli.db.tables import Deal, DealStatus, Lead
from doughy_cli.deals.filters import DealFilter


def find_deals(session: Session, wanted: Iterable[str], region: str) -> list[UUID]:
    """Return the ids of the deals that `wanted` names: ids and their beginnings; the address of
    the property, the e-mail or the phone of the lead. Of those that fit, an active one is meant.

    Raises NotFound and Conflict as `find_ids`.
    """

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        about: list[ColumnElement[bool]] = [
            col(Deal.lead_id).in_(select(Lead.id).where(each))
            for each in reached_by(Lead, text, region)
        ]
        if there := properties_at(session, text):
            about.append(among(Deal.property_id, there))
        return [each & (col(Deal.status) == DealStatus.ACTIVE) for each in about] + about

    return find_ids(session, Deal, wanted, noun="deal", label=Deal.title, also=also)


def settled(session: Session, where: DealFilter, region: str) -> DealFilter:
    """Return `where` with the whole ids of its lead and its property.

    Raises NotFound and Conflict as `find_ids`.
    """
    found = {}
    if where.lead is not None:
        found["lead"] = str(find_lead(session, where.lead, region))
    if where.property is not None:
        found["property"] = str(find_property(session, where.property))
    return dataclasses.replace(where, **found)  # type: ignore[arg-type]
