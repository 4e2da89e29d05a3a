"""Writing deals. Row security hides rows from a write without complaint, so rows are locked
first, and those that cannot be are named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from doughy_cli.db.finding import find_lead, find_property
from doughy_cli.db.tables import Deal, Lead, Property
from doughy_cli.deals.holder_queries import telling_holders
from doughy_cli.deals.queries import deals_by_id
from doughy_cli.deals.rows import DealRow
from doughy_cli.stages import FIRST_STAGE


def add_deals(session: Session, records: Iterable[Mapping[str, Any]], region: str) -> list[DealRow]:
    """Add deals; `lead` and `property` of a record are what the person calls them. Return them
    as they are stored.

    Without a title a deal is named after its property's street, else after its lead. Raises
    Conflict, naming the deal, where the property has an active one.
    """
    added = []
    for record in records:
        values = {"stage": FIRST_STAGE, **pointing(session, record, region)}
        if "title" not in values:
            values["title"] = _title(session, values)
        with telling_holders(session, property_id=values.get("property_id")):
            stored = insert(Deal).values(values).returning(col(Deal.id))
            added.append(session.connection().execute(stored).scalar_one())
    return deals_by_id(session, added)


def pointing(session: Session, values: Mapping[str, Any], region: str) -> dict[str, Any]:
    """Return `values` by column: the ids of the lead and of the property in place of what the
    person calls them. Raises NotFound and Conflict as `find_ids`."""
    found = dict(values)
    if "lead" in found:
        lead = found.pop("lead")
        found["lead_id"] = None if lead is None else find_lead(session, lead, region)
    if "property" in found:
        place = found.pop("property")
        found["property_id"] = None if place is None else find_property(session, place)
    return found


def _title(session: Session, values: Mapping[str, Any]) -> str:
    """Return what a deal without a title is called."""
    if values.get("property_id"):
        street = select(Property.address_line_1).where(Property.id == values["property_id"])
        return session.exec(street).one()
    return session.exec(select(Lead.name).where(Lead.id == values["lead_id"])).one()
