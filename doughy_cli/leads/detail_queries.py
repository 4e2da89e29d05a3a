"""Leads with what hangs on them: the statements of `show`, and files that lose nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, cast, func, true
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by
from sqlmodel import Session, col, select

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
from doughy_cli.leads.detail_rows import LeadEventRow, LeadExportRow, LinkedContactRow, OpenDealRow
from doughy_cli.leads.event_queries import NOTE, NOTE_WITHDRAWN, is_withdrawn
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.queries import COLUMNS, conditions, order, rows_of

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


def export_leads(
    session: Session, where: LeadFilter, sort: str | None = None, limit: int | None = None
) -> Iterator[LeadExportRow]:
    """Yield the leads that `where` means with all that an import takes, in a stream."""
    rows = rows_of(session, export_statement(where, sort, limit), streamed=True)
    return (LeadExportRow(*row) for row in rows)


def export_statement(where: LeadFilter, sort: str | None, limit: int | None) -> Any:
    """Return the statement of `export_leads`."""
    note = func.json_build_object(
        "text",
        _EVENT.description,
        "at",
        func.to_char(func.timezone("UTC", _EVENT.created_at), _TIMESTAMP),
    )
    hanging = (
        _linked_contacts(),
        _events(NOTE, note, ~is_withdrawn(Lead.id)),
        _events("imported", _EVENT.metadata),
    )
    statement = select(*COLUMNS).add_columns(*hanging).where(*conditions(where))
    return statement.order_by(*order(sort, where)).limit(limit)


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


def _linked_contacts() -> Any:
    """Return the lead's contacts as one JSON array, in the order in which they were linked."""
    pairs = [
        part
        for each in fields(LinkedContactRow)
        for part in (each.name, _contact_column(each.name))
    ]
    # `OFFSET 0` keeps the contact's look-up by its id. As a plain join, and as long as the
    # tables' statistics are old (after an import), it reads all contacts for each lead.
    contact = (
        select(func.json_build_object(*pairs).label("json"))
        .where(Contact.id == LeadContact.contact_id, col(Contact.is_deleted).is_(False))
        .offset(0)
        .lateral()
    )
    listed = aggregate_order_by(
        contact.c.json, col(LeadContact.created_at), col(LeadContact.contact_id)
    )
    return (
        select(_array(listed))
        .select_from(LeadContact)
        .join(contact, true())
        .where(LeadContact.lead_id == Lead.id)
        .scalar_subquery()
    )


def _events(event_type: str, content: ColumnElement[Any], *where: ColumnElement[bool]) -> Any:
    """Return `content` of the lead's events of one type as one JSON array, the oldest first."""
    listed = aggregate_order_by(content, _EVENT.created_at, _EVENT.id)
    return (
        select(_array(listed))
        .where(LeadEvent.lead_id == Lead.id, LeadEvent.event_type == event_type, *where)
        .scalar_subquery()
    )


def _array(listed: Any) -> Any:
    return func.coalesce(func.json_agg(listed), cast([], JSON))
