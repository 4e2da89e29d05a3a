"""Reading deals with what hangs on them, for `show`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from doughy_cli.db.finding import ADDRESS
from doughy_cli.db.tables import DealEvent, Document, Lead, Property
from doughy_cli.deals.queries import FIELDS, deals_by_id
from doughy_cli.deals.rows import (
    DealDetailRow,
    DealDocumentRow,
    DealLeadRow,
    DealPropertyRow,
    LastEventRow,
)
from doughy_cli.deals.told import words_of

LAST_EVENTS = 10  # how much of the timeline is shown


def deal_details(session: Session, ids: Iterable[UUID]) -> list[DealDetailRow]:
    """Return deals with lead, property, documents and last events, in the order of `ids`."""
    return [
        DealDetailRow(
            **{name: getattr(deal, name) for name in FIELDS},
            lead=_lead(session, deal.lead_id),
            property=_property(session, deal.property_id),
            documents=_documents(session, deal.id),
            events=_last_events(session, deal.id),
        )
        for deal in deals_by_id(session, ids)
    ]


def _lead(session: Session, lead_id: UUID | None) -> DealLeadRow | None:
    columns = (col(getattr(Lead, each.name)) for each in fields(DealLeadRow))
    found = _rows(session, select(*columns).where(Lead.id == lead_id))
    return DealLeadRow(*found[0]) if found else None


def _property(session: Session, property_id: UUID | None) -> DealPropertyRow | None:
    columns = (
        ADDRESS if each.name == "address" else col(getattr(Property, each.name))
        for each in fields(DealPropertyRow)
    )
    found = _rows(session, select(*columns).where(Property.id == property_id))
    return DealPropertyRow(*found[0]) if found else None


def _documents(session: Session, deal_id: UUID) -> list[DealDocumentRow]:
    columns = (col(getattr(Document, each.name)) for each in fields(DealDocumentRow))
    statement = select(*columns).where(Document.deal_id == deal_id)
    ordered = statement.order_by(col(Document.created_at), col(Document.id))
    return [DealDocumentRow(*row) for row in _rows(session, ordered)]


def _last_events(session: Session, deal_id: UUID) -> list[LastEventRow]:
    columns: tuple[Any, ...] = (
        *(col(DealEvent.created_at), col(DealEvent.event_type), col(DealEvent.description)),
        col(DealEvent.metadata_),
    )
    statement = select(*columns).where(DealEvent.deal_id == deal_id)
    newest = statement.order_by(col(DealEvent.created_at).desc(), col(DealEvent.id).desc())
    return [
        LastEventRow(at, kind, words_of(words, told))
        for at, kind, words, told in _rows(session, newest.limit(LAST_EVENTS))
    ]


def _rows(session: Session, statement: Any) -> list[Any]:
    return list(session.connection().execute(statement))
