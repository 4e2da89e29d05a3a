"""The statements that read leads, and the conditions and order that all queries share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, or_, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Lead, Profile
from doughy_cli.errors import Usage
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.rows import LeadRow

NEWEST_FIRST = "-created_at"
SOONEST_FIRST = "next_action_due"
STREAMED = 1000  # rows that a stream fetches at a time

FIELDS = tuple(each.name for each in fields(LeadRow))
_SORTABLE = tuple(name for name in FIELDS if name != "tags")
# Texts are ordered without regard to case.
_AS_WORDS = {"name", "company", "source"}

ME = select(func.auth.uid()).scalar_subquery()
TAGS = func.coalesce(Lead.tags, cast([], ARRAY(Text)))
COLUMNS: tuple[Any, ...] = tuple(
    TAGS.label(name) if name == "tags" else col(getattr(Lead, name)) for name in FIELDS
)


def list_statement(where: LeadFilter, limit: int | None, *, sort: str | None) -> Any:
    """Return the statement of `list_leads`."""
    return select(*COLUMNS).where(*conditions(where)).order_by(*order(sort, where)).limit(limit)


def newest_statement(limit: int) -> Any:
    """Return the statement of `list_leads` for all that the person sees, the newest first.

    Of each person that they see, so that an admin's list is read by the index that everybody's
    is: one by time alone would tell members when others' leads were made. For a few leads only,
    and for people by the thousand, not more.
    """
    newest = order(None, LeadFilter())
    of_one = select(*COLUMNS).where(*conditions(LeadFilter()), Lead.user_id == Profile.id)
    lead = of_one.order_by(*newest).limit(limit).correlate(Profile).lateral("lead").c
    ordered = (lead.created_at.desc(), lead.id.desc())
    people: Any = select(*lead).select_from(Profile)
    return people.join(lead.id.table, true()).order_by(*ordered).limit(limit)


def count_statement(where: LeadFilter) -> Any:
    """Return the statement of `count_leads`."""
    return select(func.count()).select_from(Lead).where(*conditions(where))


def by_id_statement(ids: Sequence[UUID]) -> Any:
    """Return the statement that reads leads by their ids, in no order."""
    return select(*COLUMNS).where(among(Lead.id, ids))


def leads_by_id(session: Session, ids: Iterable[UUID]) -> list[LeadRow]:
    """Return leads in the order of their ids."""
    wanted = list(ids)
    found = session.connection().execute(by_id_statement(wanted))
    rows = {row[0]: LeadRow(*row) for row in found}
    return [rows[each] for each in wanted if each in rows]


def lead_ids(session: Session, where: LeadFilter) -> list[UUID]:
    """Return the ids of the leads that `where` means, in no order."""
    return list(session.exec(select(Lead.id).where(*conditions(where))))


def own_lead_ids(session: Session, where: LeadFilter) -> list[UUID]:
    """Return the ids of the person's own leads that `where` means, the oldest first.

    Staff see leads that are not theirs to change; a bulk change is never meant for those.
    """
    statement = select(Lead.id).where(Lead.user_id == ME, *conditions(where))
    return list(session.exec(statement.order_by(col(Lead.created_at), col(Lead.id))))


def conditions(where: LeadFilter) -> list[ColumnElement[bool]]:
    """Return `where` as SQL. Row security hides other people's leads by itself.

    Only plain comparisons of uuid, text, int, bool and time can use an index under row
    security, so nothing here calls a function where a comparison will do.
    """
    found: list[Any] = []
    if not where.with_deleted:
        # Not `IS false`: PostgreSQL does not see that it is what partial indexes are for.
        found.append(col(Lead.is_deleted) if where.deleted else ~col(Lead.is_deleted))
    if where.mine:
        found.append(Lead.user_id == ME)
    if where.status:
        found.append(col(Lead.status).in_(where.status))
    if where.opt_status:
        found.append(col(Lead.opt_status).in_(where.opt_status))
    if where.tag:
        found.append(col(Lead.tags).contains(where.tag))
    if where.untagged:
        found.append(func.cardinality(TAGS) == 0)
    if where.unscored:
        found.append(col(Lead.score).is_(None))
    if where.source is not None:
        found.append(Lead.source == where.source)
    if where.overdue:
        found.append(col(Lead.next_action_due) < func.now())
    if where.search is not None:
        found.append(_search(where.search.strip(), where.digits))
    ranges = (
        (where.min_score, col(Lead.score).__ge__),
        (where.max_score, col(Lead.score).__le__),
        (where.since, col(Lead.created_at).__ge__),
        (where.until, col(Lead.created_at).__le__),
        (where.updated_since, col(Lead.updated_at).__ge__),
        (where.due, col(Lead.next_action_due).__le__),
    )
    return found + [compare(value) for value, compare in ranges if value is not None]


def order(sort: str | None, where: LeadFilter) -> list[Any]:
    """Return the order by `sort` (`-` before a field: descending), ties by id.

    Without it the newest come first; where it is about what is due, what is due soonest.
    What is empty comes last. Raises Usage for an unknown field.
    """
    wanted = sort or (SOONEST_FIRST if where.due or where.overdue else NEWEST_FIRST)
    name = wanted.removeprefix("-")
    if name not in _SORTABLE:
        raise Usage(f"Leads cannot be sorted by {name!r}.", f"There are: {', '.join(_SORTABLE)}.")
    column = col(getattr(Lead, name))
    key = func.lower(column) if name in _AS_WORDS else column
    descending = wanted.startswith("-")
    # `NULLS LAST` is said only where there can be nulls: an index in the usual order could
    # not answer otherwise.
    ordered = key.desc() if descending else key.asc()
    if Lead.__table__.c[name].nullable:  # type: ignore[attr-defined]
        ordered = ordered.nulls_last()
    return [ordered, col(Lead.id).desc() if descending else col(Lead.id).asc()]


def rows_of(session: Session, statement: Any, *, streamed: bool) -> Iterable[Any]:
    """Run `statement`; `streamed` fetches its rows bit by bit while they are read."""
    options = {"yield_per": STREAMED} if streamed else {}
    return session.connection().execute(statement, execution_options=options)


def _search(text: str, digits: str | None) -> ColumnElement[bool]:
    texts = (Lead.name, Lead.company, Lead.email, Lead.phone)
    found = [col(each).icontains(text, autoescape=True) for each in texts]
    if digits is not None:
        # A phone as people write it; the stored one has no separators.
        found.append(col(Lead.phone).contains(digits))
    return or_(*found)
