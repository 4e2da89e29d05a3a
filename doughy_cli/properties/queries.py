"""The statements that read properties, and the conditions and order that all queries share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, DealStatus, Property
from doughy_cli.errors import Usage
from doughy_cli.properties.filters import PropertyFilter
from doughy_cli.properties.rows import PropertyRow
from doughy_cli.property_lists.values import property_type, status_word

NEWEST_FIRST = "-created_at"
FIELDS = tuple(each.name for each in fields(PropertyRow))
# Texts are ordered without regard to case.
_AS_WORDS = {"address_line_1", "address_line_2", "city", "state", "status", "property_type"}

ME = select(func.auth.uid()).scalar_subquery()
COLUMNS: tuple[Any, ...] = tuple(col(getattr(Property, name)) for name in FIELDS)


def list_statement(
    where: PropertyFilter, lead_id: UUID | None, limit: int | None, *, sort: str | None
) -> Any:
    """Return the statement of `list_properties`."""
    statement = select(*COLUMNS).where(*conditions(where, lead_id)).order_by(*_order(sort))
    return statement.limit(limit)


def count_statement(where: PropertyFilter, lead_id: UUID | None) -> Any:
    """Return the statement of `count_properties`."""
    return select(func.count()).select_from(Property).where(*conditions(where, lead_id))


def properties_by_id(session: Session, ids: Iterable[UUID]) -> list[PropertyRow]:
    """Return properties in the order of their ids."""
    wanted = list(ids)
    found = session.connection().execute(select(*COLUMNS).where(among(Property.id, wanted)))
    rows = {row[0]: PropertyRow(*row) for row in found}
    return [rows[each] for each in wanted if each in rows]


def own_property_ids(
    session: Session, where: PropertyFilter, lead_id: UUID | None = None
) -> list[UUID]:
    """Return the ids of the person's own properties that `where` means, the oldest first.

    Staff see properties that are not theirs to change; a bulk change is never meant for those.
    """
    statement = select(Property.id).where(Property.user_id == ME, *conditions(where, lead_id))
    return list(session.exec(statement.order_by(col(Property.created_at), col(Property.id))))


def conditions(where: PropertyFilter, lead_id: UUID | None = None) -> list[ColumnElement[bool]]:
    """Return `where` as SQL. Row security hides other people's properties by itself."""
    found: list[Any] = []
    if where.mine:
        found.append(Property.user_id == ME)
    if lead_id is not None:
        found.append(Property.lead_id == lead_id)
    if where.status:
        found.append(_word(Property.status).in_([status_word(each) for each in where.status]))
    if where.type:
        types = [status_word(property_type(each) or each) for each in where.type]
        found.append(_word(Property.property_type).in_(types))
    for column, text in ((Property.city, where.city), (Property.state, where.state)):
        if text is not None:
            found.append(func.lower(column) == text.strip().lower())
    if where.zip:
        found.append(or_(*(func.starts_with(Property.zip, each.strip()) for each in where.zip)))
    if where.search is not None:
        found.append(_search(where.search.strip()))
    flags = (
        (where.without_arv, col(Property.arv).is_(None)),
        (where.without_lead, col(Property.lead_id).is_(None)),
        (where.with_deal, _HAS_DEAL),
        (where.without_deal, ~_HAS_DEAL),
    )
    found += [condition for given, condition in flags if given]
    ranges = (
        (where.min_price, col(Property.purchase_price).__ge__),
        (where.max_price, col(Property.purchase_price).__le__),
        (where.min_arv, col(Property.arv).__ge__),
        (where.max_arv, col(Property.arv).__le__),
        (where.min_beds, col(Property.bedrooms).__ge__),
        (where.max_beds, col(Property.bedrooms).__le__),
        (where.min_baths, col(Property.bathrooms).__ge__),
        (where.max_baths, col(Property.bathrooms).__le__),
        (where.min_square_feet, col(Property.square_feet).__ge__),
        (where.max_square_feet, col(Property.square_feet).__le__),
        (where.min_year, col(Property.year_built).__ge__),
        (where.max_year, col(Property.year_built).__le__),
        (where.since, col(Property.created_at).__ge__),
        (where.until, col(Property.created_at).__le__),
        (where.updated_since, col(Property.updated_at).__ge__),
    )
    return found + [compare(value) for value, compare in ranges if value is not None]


_HAS_DEAL = (
    select(Deal.id)
    .where(Deal.property_id == Property.id, Deal.status == DealStatus.ACTIVE)
    .correlate(Property)
    .exists()
)


def _word(column: Any) -> Any:
    """Return a text as `status_word` has it: earlier ones may be stored as they were written."""
    return func.regexp_replace(func.lower(func.btrim(column)), r"[\s_-]+", "_", "g")


def _search(text: str) -> ColumnElement[bool]:
    # Of an address people write the parts in one line.
    address = func.concat_ws(
        " ",
        *(Property.address_line_1, Property.address_line_2, Property.city, Property.state),
        Property.zip,
    )
    texts = (address, col(Property.mls_id), col(Property.parcel_number), col(Property.notes))
    found = [each.icontains(text, autoescape=True) for each in texts]
    if "," in text:
        plain = " ".join(text.replace(",", " ").split())
        found.append(address.icontains(plain, autoescape=True))
    return or_(*found)


def _order(sort: str | None) -> list[Any]:
    """Return the order by `sort` (`-` before a field: descending), ties by id; what is empty
    comes last."""
    wanted = sort or NEWEST_FIRST
    name = wanted.removeprefix("-")
    if name not in FIELDS:
        hint = f"There are: {', '.join(FIELDS)}."
        raise Usage(f"Properties cannot be sorted by {name!r}.", hint)
    column = col(getattr(Property, name))
    key = func.lower(column) if name in _AS_WORDS else column
    descending = wanted.startswith("-")
    ordered = key.desc() if descending else key.asc()
    if Property.__table__.c[name].nullable:  # type: ignore[attr-defined]
        ordered = ordered.nulls_last()
    return [ordered, col(Property.id).desc() if descending else col(Property.id).asc()]
