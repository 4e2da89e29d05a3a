"""What hangs on a deal: the statements of `show`."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from doughy_cli.db.finding import ADDRESS
from doughy_cli.db.tables import DealEvent, Document, Lead, Property
from doughy_cli.deals.rows import DealDocumentRow, DealLeadRow, DealPropertyRow

LAST_EVENTS = 10  # how much of the timeline is shown


def lead_statement(lead_id: UUID) -> Any:
    """Return the statement that reads a deal's lead."""
    columns = (col(getattr(Lead, each.name)) for each in fields(DealLeadRow))
    return select(*columns).where(Lead.id == lead_id)


def property_statement(property_id: UUID) -> Any:
    """Return the statement that reads a deal's property."""
    columns = (
        ADDRESS if each.name == "address" else col(getattr(Property, each.name))
        for each in fields(DealPropertyRow)
    )
    return select(*columns).where(Property.id == property_id)


def documents_statement(deal_id: UUID) -> Any:
    """Return the statement that reads a deal's documents, the oldest first."""
    columns = (col(getattr(Document, each.name)) for each in fields(DealDocumentRow))
    statement = select(*columns).where(Document.deal_id == deal_id)
    return statement.order_by(col(Document.created_at), col(Document.id))


def last_events_statement(deal_id: UUID) -> Any:
    """Return the statement that reads the last of a deal's timeline, the newest first."""
    columns: tuple[Any, ...] = (
        *(col(DealEvent.created_at), col(DealEvent.event_type), col(DealEvent.description)),
        col(DealEvent.metadata_),
    )
    statement = select(*columns).where(DealEvent.deal_id == deal_id)
    newest = statement.order_by(col(DealEvent.created_at).desc(), col(DealEvent.id).desc())
    return newest.limit(LAST_EVENTS)
