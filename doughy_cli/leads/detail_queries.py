"""Reading leads with what hangs on them: for `show`, and for files that lose nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, cast, func, true
from sqlalchemy.dialects.postgresql import JSON, aggregate_order_by
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Contact, Deal, DealStatus, Lead, LeadContact, LeadEvent
from doughy_cli.leads.event_queries import NOTE, NOTE_WITHDRAWN, is_withdrawn
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.queries import COLUMNS, FIELDS, conditions, leads_by_id, order, rows_of
from doughy_cli.leads.rows import (
    LeadDetailRow,
    LeadEventRow,
    LeadExportRow,
    LinkedContactRow,
    OpenDealRow,
)

LAST_EVENTS = 10  # how much of the timeline is shown
_EVENT = LeadEvent.__table__.c  # type: ignore[attr-defined]
_TIMESTAMP = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


def lead_details(session: Session, ids: Iterable[UUID]) -> list[LeadDetailRow]:
    """Return leads with contacts, open deals and last events, in the order of `ids`."""
    wanted = list(ids)
    merged = _merged_into(session, wanted)
    return [
        LeadDetailRow(
            **{name: getattr(lead, name) for name in FIELDS},
            merged_into=merged.get(lead.id),
            contacts=_contacts(session, lead.id),
            open_deals=_open_deals(session, lead.id),
            events=_last_events(session, lead.id),
        )
        for lead in leads_by_id(session, wanted)
    ]


def _merged_into(session: Session, ids: list[UUID]) -> dict[UUID, UUID]:
    """Return which leads are merged, and into which."""
    columns: tuple[Any, ...] = (col(Lead.id), col(Lead.merged_into))
    merged = col(Lead.merged_into).is_not(None)
    rows = session.connection().execute(select(*columns).where(among(Lead.id, ids), merged))
    return {each[0]: each[1] for each in rows}


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


def _contacts(session: Session, lead_id: UUID) -> list[LinkedContactRow]:
    statement = (
        select(*(_contact_column(each.name) for each in fields(LinkedContactRow)))
        .join(LeadContact, col(LeadContact.contact_id) == Contact.id)
        .where(LeadContact.lead_id == lead_id, col(Contact.is_deleted).is_(False))
        .order_by(col(LeadContact.created_at), col(Contact.id))
    )
    return [LinkedContactRow(*row) for row in session.exec(statement)]


def _open_deals(session: Session, lead_id: UUID) -> list[OpenDealRow]:
    statement = (
        select(*(col(getattr(Deal, each.name)) for each in fields(OpenDealRow)))
        .where(Deal.lead_id == lead_id, Deal.status == DealStatus.ACTIVE)
        .order_by(col(Deal.created_at), col(Deal.id))
    )
    return [OpenDealRow(*row) for row in session.exec(statement)]


def _last_events(session: Session, lead_id: UUID) -> list[LeadEventRow]:
    statement = (
        select(*(_EVENT[each.name] for each in fields(LeadEventRow)))
        .where(
            LeadEvent.lead_id == lead_id,
            _EVENT.event_type != NOTE_WITHDRAWN,
            ~is_withdrawn(lead_id),
        )
        .order_by(_EVENT.created_at.desc(), _EVENT.id.desc())
        .limit(LAST_EVENTS)
    )
    return [LeadEventRow(*row) for row in session.exec(statement)]


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
