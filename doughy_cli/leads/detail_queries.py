"""Leads with what hangs on them: the statements of `show`, and files that lose nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, Text, case, func, literal_column, true
from sqlmodel import Session, col, select

from doughy_cli.db.copied import csv_text, json_array, json_object
from doughy_cli.db.ids import among
from doughy_cli.db.tables import (
    Contact,
    Deal,
    DealStatus,
    Lead,
    LeadContact,
    LeadDocument,
    LeadEvent,
)
from doughy_cli.leads.detail_rows import LeadEventRow, LinkedContactRow, OpenDealRow
from doughy_cli.leads.event_queries import NOTE, NOTE_WITHDRAWN, is_withdrawn
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.queries import COLUMNS, conditions, order

LAST_EVENTS = 10  # how much of the timeline is shown
_EVENT = LeadEvent.__table__.c  # type: ignore[attr-defined]
_TIMESTAMP = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


def merged_statement(ids: Sequence[UUID]) -> Any:
    """Return the statement that reads which leads are merged, and into which."""
    columns: tuple[Any, ...] = (col(Lead.id), col(Lead.merged_into))
    return select(*columns).where(among(Lead.id, ids), col(Lead.merged_into).is_not(None))


def count_documents(session: Session, ids: Sequence[UUID]) -> int:
    """Return how many documents the leads have."""
    statement = select(func.count()).select_from(LeadDocument)
    return session.exec(statement.where(among(LeadDocument.lead_id, ids))).one()


def export_statement(
    where: LeadFilter, limit: int | None, *, sort: str | None, names: tuple[str, ...], json: bool
) -> Any:
    """Return the statement that reads leads with all that an import takes, as a file has them.

    With `json` each row is one text, an object of the fields `names`; else it is these as CSV.
    """
    # Sorted before anything is made of a row: what is sorted is small, and the first rows come
    # while the others are being made.
    statement = select(*COLUMNS).where(*conditions(where)).order_by(*order(sort, where))
    lead = statement.limit(limit).subquery("lead").c
    found = {name: _exported(name, lead) for name in names}
    if json:
        return select(json_object(found))
    return select(*(csv_text(each).label(name) for name, each in found.items()))


def _exported(name: str, lead: Any) -> Any:
    match name:
        case "contacts":
            linked = select(LeadContact.lead_id).where(LeadContact.lead_id == lead.id)
            return _if_any(linked, _linked_contacts(lead.id))
        case "notes":
            at = func.to_char(func.timezone("UTC", _EVENT.created_at), _TIMESTAMP, type_=Text)
            note = json_object({"text": _EVENT.description, "at": at})
            return _events(NOTE, note, lead.id, ~is_withdrawn(lead.id))
        case "extra":
            return _events("imported", _EVENT.metadata, lead.id)
        case _:
            return lead[name]


def _if_any(rows: Any, array: Any) -> Any:
    # Most leads have none. Whether there are any PostgreSQL may find out for all leads at once,
    # which is a third of the time that looking for them takes, lead by lead.
    return case((rows.exists(), array), else_=literal_column("'[]'", JSON))


def _contact_column(name: str) -> Any:
    return col(LeadContact.relation if name == "relation" else getattr(Contact, name))


def contacts_statement(lead_id: UUID) -> Any:
    """Return the statement that reads a lead's contacts, in the order in which they were linked."""
    return (
        select(*(_contact_column(each.name) for each in fields(LinkedContactRow)))
        .join(LeadContact, col(LeadContact.contact_id) == Contact.id)
        .where(LeadContact.lead_id == lead_id, col(Contact.is_deleted).is_(False))
        .order_by(col(LeadContact.created_at), col(Contact.id))
    )


def open_deals_statement(lead_id: UUID) -> Any:
    """Return the statement that reads a lead's open deals, the oldest first."""
    return (
        select(*(col(getattr(Deal, each.name)) for each in fields(OpenDealRow)))
        .where(Deal.lead_id == lead_id, Deal.status == DealStatus.ACTIVE)
        .order_by(col(Deal.created_at), col(Deal.id))
    )


def last_events_statement(lead_id: UUID) -> Any:
    """Return the statement that reads the last of a lead's timeline, the newest first."""
    return (
        select(*(_EVENT[each.name] for each in fields(LeadEventRow)))
        .where(
            LeadEvent.lead_id == lead_id,
            _EVENT.event_type != NOTE_WITHDRAWN,
            ~is_withdrawn(lead_id),
        )
        .order_by(_EVENT.created_at.desc(), _EVENT.id.desc())
        .limit(LAST_EVENTS)
    )


def _linked_contacts(lead_id: Any) -> Any:
    """Return the lead's contacts as one JSON array, in the order in which they were linked."""
    columns = {each.name: _contact_column(each.name) for each in fields(LinkedContactRow)}
    # `OFFSET 0` keeps the contact's look-up by its id. As a plain join, and as long as the
    # tables' statistics are old (after an import), it reads all contacts for each lead.
    contact = (
        select(json_object(columns).label("json"))
        .where(Contact.id == LeadContact.contact_id, col(Contact.is_deleted).is_(False))
        .correlate(LeadContact)
        .offset(0)
        .lateral()
    )
    linked = (col(LeadContact.created_at), col(LeadContact.contact_id))
    return (
        select(json_array(contact.c.json, *linked))
        .select_from(LeadContact)
        .join(contact, true())
        .where(LeadContact.lead_id == lead_id)
        .scalar_subquery()
    )


def _events(
    event_type: str, content: ColumnElement[Any], lead_id: Any, *where: ColumnElement[bool]
) -> Any:
    """Return `content` of the lead's events of one type as one JSON array, the oldest first."""
    these = (LeadEvent.lead_id == lead_id, LeadEvent.event_type == event_type)
    listed = select(json_array(content, _EVENT.created_at, _EVENT.id)).where(*these, *where)
    return _if_any(select(LeadEvent.lead_id).where(*these), listed.scalar_subquery())
