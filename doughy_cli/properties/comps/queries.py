"""The properties near one, and that one itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from doughy_cli.db.finding import ADDRESS
from doughy_cli.db.tables import Property
from doughy_cli.errors import NotFound
from doughy_cli.properties.comps.distance import Place, box
from doughy_cli.properties.comps.rows import RuleRow
from doughy_cli.properties.comps.rule import House
from doughy_cli.property_lists.sales import sale_date
from doughy_cli.property_lists.values import property_type

_COLUMNS: tuple[Any, ...] = (
    *(col(Property.id), ADDRESS, col(Property.zip), col(Property.latitude)),
    *(col(Property.longitude), col(Property.property_type), col(Property.square_feet)),
    *(col(Property.bedrooms), col(Property.year_built), col(Property.notes)),
    *(col(Property.purchase_price), col(Property.arv)),
)
_STREAMED = 1000


def subject_of(session: Session, property_id: UUID) -> House:
    """Return the property that is to be valued. Raises NotFound if it is gone."""
    row = session.exec(select(*_COLUMNS).where(Property.id == property_id)).first()
    if row is None:
        raise NotFound("The property is gone: somebody removed it.")
    return _house(row, with_arv=False)


def near(session: Session, subject: House, rule: RuleRow) -> Iterator[House]:
    """Yield the other properties of the subject's owner that may be within the radius, or that
    are in its ZIP code."""
    owner = select(Property.user_id).where(Property.id == subject.id).scalar_subquery()
    same_zip = func.left(Property.zip, 5) == subject.zip[:5]
    around = [same_zip]
    if subject.place:
        low, high = box(subject.place, rule.radius_miles)
        around.append(
            and_(
                col(Property.latitude).between(low.latitude, high.latitude),
                col(Property.longitude).between(low.longitude, high.longitude),
            )
        )
    statement = select(*_COLUMNS).where(
        Property.user_id == owner, Property.id != subject.id, or_(*around)
    )
    options = {"yield_per": _STREAMED}
    for row in session.connection().execute(statement, execution_options=options):
        yield _house(row, with_arv=rule.with_arv)


def _house(row: Any, *, with_arv: bool) -> House:
    found, address, postal, north, east, kind, feet, beds, year, notes, paid, arv = row
    price, price_of = (arv, "arv") if with_arv and paid is None else (paid, "purchase_price")
    return House(
        id=found,
        address=address,
        zip=postal,
        place=Place(north, east) if north is not None and east is not None else None,
        # Earlier ones may be stored in a list's own words.
        property_type=property_type(kind) if kind else None,
        square_feet=feet,
        bedrooms=beds,
        year_built=year,
        sold=sale_date(notes),
        price=price,
        price_of=price_of,
        arv=arv,
    )
