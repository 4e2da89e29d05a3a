"""The statements that read deals, and the columns, conditions and order that queries share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, any_, case, func, literal, or_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col, select

from doughy_cli.db.finding import ADDRESS
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, Lead, Property
from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.rows import DealRow
from doughy_cli.deals.values import DealStatus, Part
from doughy_cli.errors import Usage
from doughy_cli.stages import STAGES

NEWEST_FIRST = "-created_at"
SOONEST_FIRST = "next_action_due"
FIELDS = tuple(each.name for each in fields(DealRow))
ME = select(func.auth.uid()).scalar_subquery()
# The pipeline's order, as SQL; a stage outside the list is last.
STAGE_ORDER: Any = case(
    {stage: place for place, stage in enumerate(STAGES)}, value=col(Deal.stage), else_=len(STAGES)
)
# Without a property there is no address, not an empty one.
PROPERTY_ADDRESS: Any = case((col(Property.id).is_not(None), ADDRESS))
_JOINED = {"lead_name": col(Lead.name), "property_address": PROPERTY_ADDRESS}
_AS_WORDS = ("title", "lead_name", "property_address", "next_action", "notes")
_PARTS = {Part.lead: "lead_id", Part.property: "property_id"}


def column(name: str) -> Any:
    """Return what a field of `DealRow` is read from."""
    return _JOINED[name] if name in _JOINED else col(getattr(Deal, name))


COLUMNS: tuple[Any, ...] = tuple(column(name).label(name) for name in FIELDS)


def select_deals(*more: Any) -> Any:
    """Return the statement that reads the columns of `DealRow`, and `more` after them, from deals
    with their leads and properties."""
    return (
        select(*COLUMNS, *more)
        .select_from(Deal)
        .outerjoin(Lead, col(Lead.id) == col(Deal.lead_id))
        .outerjoin(Property, col(Property.id) == col(Deal.property_id))
    )


def list_statement(where: DealFilter, limit: int | None, *, sort: str | None) -> Any:
    """Return the statement of `list_deals`."""
    return select_deals().where(*conditions(where)).order_by(*order(sort, where)).limit(limit)


def count_statement(where: DealFilter) -> Any:
    """Return the statement of `count_deals`."""
    return select_deals().where(*conditions(where)).with_only_columns(func.count())


def every_statement(where: DealFilter) -> Any:
    """Return the statement that reads all deals that `where` means in no order, each with its
    property's ARV."""
    return select_deals(col(Property.arv)).where(*conditions(where))


def by_id_statement(ids: Sequence[UUID]) -> Any:
    """Return the statement that reads deals by their ids, in no order."""
    return select_deals().where(among(Deal.id, ids))


def deals_by_id(session: Session, ids: Iterable[UUID]) -> list[DealRow]:
    """Return deals in the order of their ids."""
    wanted = list(ids)
    found = session.connection().execute(by_id_statement(wanted))
    rows = {row[0]: DealRow(*row) for row in found}
    return [rows[each] for each in wanted if each in rows]


def own_deal_ids(session: Session, where: DealFilter) -> list[UUID]:
    """Return the ids of the person's own deals that `where` means, the oldest first.

    Staff see deals that are not theirs to change; a bulk change is never meant for those.
    """
    statement = select_deals().where(Deal.user_id == ME, *conditions(where))
    ordered = statement.with_only_columns(col(Deal.id)).order_by(col(Deal.created_at), col(Deal.id))
    return list(session.connection().execute(ordered).scalars())


def conditions(where: DealFilter) -> list[ColumnElement[bool]]:
    """Return `where`, settled, as SQL. Row security hides other people's deals by itself."""
    found: list[Any] = []
    if not where.any_status:
        found.append(col(Deal.status).in_(where.status or [DealStatus.active]))
    if where.mine:
        found.append(Deal.user_id == ME)
    if where.stage:
        found.append(col(Deal.stage) == any_(literal(where.stage, ARRAY(Text))))
    if where.lead is not None:
        found.append(col(Deal.lead_id) == UUID(where.lead))
    if where.property is not None:
        found.append(col(Deal.property_id) == UUID(where.property))
    lacking = (_PARTS.get(part, part.name) for part in where.without or ())
    found += (column(name).is_(None) for name in lacking)
    if where.overdue:
        found.append(col(Deal.next_action_due) < func.now())
    if where.search is not None:
        found.append(_search(where.search.strip()))
    ranges = (
        (where.min_value, col(Deal.estimated_value).__ge__),
        (where.max_value, col(Deal.estimated_value).__le__),
        (where.min_probability, col(Deal.probability).__ge__),
        (where.max_probability, col(Deal.probability).__le__),
        (where.closing_since, col(Deal.expected_close_date).__ge__),
        (where.closing_until, col(Deal.expected_close_date).__le__),
        (where.since, col(Deal.created_at).__ge__),
        (where.until, col(Deal.created_at).__le__),
        (where.updated_since, col(Deal.updated_at).__ge__),
        (where.due, col(Deal.next_action_due).__le__),
    )
    return found + [compare(value) for value, compare in ranges if value is not None]


def order(sort: str | None, where: DealFilter) -> list[Any]:
    """Return the order by `sort` (`-` before a field: descending), ties by id.

    Without it the newest come first; where it is about what is due, what is due soonest.
    Stages are in the pipeline's order. What is empty comes last. Raises Usage for an unknown
    field.
    """
    wanted = sort or (SOONEST_FIRST if where.due or where.overdue else NEWEST_FIRST)
    name = wanted.removeprefix("-")
    if name not in FIELDS:
        raise Usage(f"Deals cannot be sorted by {name!r}.", f"There are: {', '.join(FIELDS)}.")
    descending = wanted.startswith("-")
    keys = [each.desc() if descending else each.asc() for each in _sort_keys(name)]
    return [*(key.nulls_last() for key in keys), _by_id(descending)]


def _sort_keys(name: str) -> Sequence[Any]:
    if name == "stage":
        return [STAGE_ORDER, col(Deal.stage)]
    return [func.lower(column(name)) if name in _AS_WORDS else column(name)]


def _by_id(descending: bool) -> Any:
    return col(Deal.id).desc() if descending else col(Deal.id).asc()


def _search(text: str) -> ColumnElement[bool]:
    texts = (col(Deal.title), col(Deal.notes), col(Lead.name), PROPERTY_ADDRESS)
    return or_(*(each.icontains(text, autoescape=True) for each in texts))
