"""Which lead and which property a filter means."""

from __future__ import annotations

import dataclasses

from sqlmodel import Session

from doughy_cli.db.finding import find_lead, find_property
from doughy_cli.deals.filters import DealFilter


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
