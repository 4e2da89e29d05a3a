"""Reading contacts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, cast, func, or_
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, col, select

from doughy_cli.contacts.filters import ContactFilter
from doughy_cli.contacts.rows import ContactDetailRow, ContactLeadRow, ContactRow
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Contact, Lead, LeadContact
from doughy_cli.errors import Usage

FIELDS = tuple(each.name for each in fields(ContactRow))
_LISTS = ("emails", "phones")
_AS_WORDS = ("first_name", "last_name", "company", "job_title")
_SORTABLE = tuple(name for name in FIELDS if name not in (*_LISTS, "address"))


def _column(name: str) -> Any:
    column = getattr(Contact, name)
    return func.coalesce(column, cast([], JSONB)).label(name) if name in _LISTS else col(column)


_COLUMNS = tuple(_column(name) for name in FIELDS)
_ME = select(func.auth.uid()).scalar_subquery()


def list_statement(
    where: ContactFilter, lead_id: UUID | None, limit: int | None, *, sort: str | None
) -> Any:
    """Return the statement of `list_contacts`."""
    statement = select(*_COLUMNS).where(*_conditions(where, lead_id)).order_by(*_order(sort))
    return statement.limit(limit)


def count_statement(where: ContactFilter, lead_id: UUID | None) -> Any:
    """Return the statement of `count_contacts`."""
    return select(func.count()).select_from(Contact).where(*_conditions(where, lead_id))


def contacts_by_id(session: Session, ids: Iterable[UUID]) -> list[ContactRow]:
    """Return contacts in the order of their ids."""
    wanted = list(ids)
    found = session.connection().execute(select(*_COLUMNS).where(among(Contact.id, wanted)))
    rows = {row[0]: ContactRow(*row) for row in found}
    return [rows[each] for each in wanted if each in rows]


def contact_details(session: Session, ids: Iterable[UUID]) -> list[ContactDetailRow]:
    """Return contacts with their leads, in the order of `ids`."""
    return [
        ContactDetailRow(
            **{name: getattr(contact, name) for name in FIELDS},
            leads=_leads(session, contact.id),
        )
        for contact in contacts_by_id(session, ids)
    ]


def _leads(session: Session, contact_id: UUID) -> list[ContactLeadRow]:
    shown: tuple[Any, ...] = (Lead.id, Lead.name, LeadContact.relation, Lead.status)
    statement = (
        select(*shown)
        .join(LeadContact, col(LeadContact.lead_id) == Lead.id)
        .where(LeadContact.contact_id == contact_id, col(Lead.is_deleted).is_(False))
        .order_by(col(LeadContact.created_at), col(Lead.id))
    )
    return [ContactLeadRow(*row) for row in session.exec(statement)]


def _conditions(where: ContactFilter, lead_id: UUID | None) -> list[ColumnElement[bool]]:
    found: list[Any] = []
    if not where.with_deleted:
        found.append(col(Contact.is_deleted).is_(where.deleted))
    if where.mine:
        found.append(Contact.user_id == _ME)
    if where.company is not None:
        found.append(Contact.company == where.company.strip())
    if where.sms_opt_status:
        found.append(col(Contact.sms_opt_status).in_(where.sms_opt_status))
    if lead_id is not None:
        linked = select(LeadContact.contact_id).where(LeadContact.lead_id == lead_id)
        found.append(col(Contact.id).in_(linked))
    if where.search is not None:
        found.append(_search(where.search.strip()))
    return found


def _search(text: str) -> ColumnElement[bool]:
    name = func.concat_ws(" ", Contact.first_name, Contact.last_name)
    lists = (cast(Contact.emails, Text), cast(Contact.phones, Text))
    texts = (name, col(Contact.company), col(Contact.email), col(Contact.phone), *lists)
    found = [each.icontains(text, autoescape=True) for each in texts]
    digits = "".join(each for each in text if each not in " ().-+")
    if digits.isascii() and digits.isdigit() and digits != text:
        found += [col(Contact.phone).contains(digits), lists[1].contains(digits)]
    return or_(*found)


def _order(sort: str | None) -> list[Any]:
    wanted = sort or "-created_at"
    name = wanted.removeprefix("-")
    if name not in _SORTABLE:
        hint = f"There are: {', '.join(_SORTABLE)}."
        raise Usage(f"Contacts cannot be sorted by {name!r}.", hint)
    column = col(getattr(Contact, name))
    key = func.lower(column) if name in _AS_WORDS else column
    descending = wanted.startswith("-")
    ordered = key.desc() if descending else key.asc()
    if Contact.__table__.c[name].nullable:  # type: ignore[attr-defined]
        ordered = ordered.nulls_last()
    return [ordered, col(Contact.id).desc() if descending else col(Contact.id).asc()]
