"""Reading properties with what hangs on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, DealStatus, Document, Lead, PropertyDocument
from doughy_cli.properties.queries import FIELDS, properties_by_id
from doughy_cli.properties.rows import (
    PropertyDealRow,
    PropertyDetailRow,
    PropertyDocumentRow,
    PropertyLeadRow,
)


def property_details(session: Session, ids: Iterable[UUID]) -> list[PropertyDetailRow]:
    """Return properties with lead, open deals and documents, in the order of `ids`."""
    return [
        PropertyDetailRow(
            **{name: getattr(row, name) for name in FIELDS},
            lead=_lead(session, row.lead_id),
            open_deals=deals_of(session, [row.id], only_open=True),
            documents=documents_of(session, row.id),
        )
        for row in properties_by_id(session, ids)
    ]


def deals_of(
    session: Session, ids: Sequence[UUID], *, only_open: bool = False
) -> list[PropertyDealRow]:
    """Return the deals about any of these properties, the oldest first."""
    shown: tuple[Any, ...] = tuple(getattr(Deal, each.name) for each in fields(PropertyDealRow))
    statement = select(*shown).where(among(Deal.property_id, ids))
    if only_open:
        statement = statement.where(Deal.status == DealStatus.ACTIVE)
    found = session.exec(statement.order_by(col(Deal.created_at), col(Deal.id)))
    return [PropertyDealRow(*row) for row in found]


def documents_of(session: Session, property_id: UUID) -> list[PropertyDocumentRow]:
    """Return a property's documents, the oldest first: its own, and those of several properties
    that are linked to it."""
    linked = and_(
        col(PropertyDocument.document_id) == Document.id,
        col(PropertyDocument.property_id) == property_id,
    )
    shown: tuple[Any, ...] = (
        *(col(Document.id), col(Document.title), col(Document.type)),
        *(col(PropertyDocument.is_primary), col(Document.created_at)),
    )
    statement = (
        select(*shown)
        .outerjoin(PropertyDocument, linked)
        .where(
            or_(
                col(Document.property_id) == property_id,
                col(PropertyDocument.property_id).is_not(None),
            )
        )
        .order_by(col(Document.created_at), col(Document.id))
    )
    return [PropertyDocumentRow(*row) for row in session.exec(statement)]


def document_titles(session: Session, ids: Sequence[UUID]) -> list[str]:
    """Return the titles of the documents of any of these properties, as `documents_of`."""
    linked = select(PropertyDocument.document_id).where(among(PropertyDocument.property_id, ids))
    statement = select(Document.title).where(
        or_(among(Document.property_id, ids), col(Document.id).in_(linked))
    )
    return list(session.exec(statement.order_by(col(Document.created_at), col(Document.id))))


def _lead(session: Session, lead_id: UUID | None) -> PropertyLeadRow | None:
    if lead_id is None:
        return None
    shown: tuple[Any, ...] = tuple(getattr(Lead, each.name) for each in fields(PropertyLeadRow))
    found = session.exec(select(*shown).where(Lead.id == lead_id)).first()
    return None if found is None else PropertyLeadRow(*found)
