"""Which properties a document is linked to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session, col

from doughy_cli.db.finding import ADDRESS
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Document, Property, PropertyDocument
from doughy_cli.docs.rows import LinkedPropertyRow


def link_all(
    session: Session, documents: Sequence[UUID], properties: Sequence[UUID], *, primary: bool
) -> int:
    """Link each of the documents to each of the properties, as the main document if `primary`
    says so: of several, the last one; then no other is that of the property. Return how many
    links are new or have changed."""
    there = _links(session, documents)
    missing = [
        (document, place)
        for document in documents
        for place in properties
        if (document, place) not in there
    ]
    changed = _insert(session, missing)
    if primary:
        changed += _make_primary(session, documents[-1], properties)
    return changed


def unlink_all(session: Session, document_id: UUID, properties: Sequence[UUID]) -> int:
    """Take the links between a document and these properties away; return how many there were.

    If one of them was the document's own, another that it is linked to takes its place.
    """
    own = session.connection().execute(
        select(col(Document.property_id)).where(col(Document.id) == document_id)
    )
    [property_id] = own.scalars()
    gone = delete(PropertyDocument).where(
        col(PropertyDocument.document_id) == document_id,
        among(PropertyDocument.property_id, properties),
    )
    removed = set(
        session.connection().execute(gone.returning(col(PropertyDocument.property_id))).scalars()
    )
    if property_id in set(properties):
        rest = sorted(place for _, place in _links(session, [document_id]))
        session.connection().execute(
            update(Document)
            .where(col(Document.id) == document_id)
            .values(property_id=rest[0] if rest else None)
        )
        removed.add(property_id)
    return len(removed)


def linked_properties(session: Session, document_id: UUID) -> list[LinkedPropertyRow]:
    """Return the properties of a document, its own first, then by address."""
    own = select(col(Document.property_id)).where(col(Document.id) == document_id)
    first = col(Property.id) == own.scalar_subquery()
    link = (
        select(col(PropertyDocument.property_id), col(PropertyDocument.is_primary))
        .where(col(PropertyDocument.document_id) == document_id)
        .subquery()
    )
    shown: tuple[Any, ...] = (col(Property.id), ADDRESS, link.c.is_primary)
    statement = (
        select(*shown)
        .outerjoin(link, link.c.property_id == col(Property.id))
        .where(first | link.c.property_id.is_not(None))
        .order_by(first.desc(), ADDRESS, col(Property.id))
    )
    found = session.connection().execute(statement)
    return [LinkedPropertyRow(each, at, bool(primary)) for each, at, primary in found]


def properties_of_deal(session: Session, deal_id: UUID) -> list[UUID]:
    """Return the properties of a package deal: its own first, and those that its documents are
    about."""
    from doughy_cli.db.tables import Deal

    own = select(col(Deal.property_id)).where(col(Deal.id) == deal_id)
    of_deal = select(col(Document.id)).where(col(Document.deal_id) == deal_id)
    direct = select(col(Document.property_id)).where(col(Document.deal_id) == deal_id)
    linked = select(col(PropertyDocument.property_id)).where(
        col(PropertyDocument.document_id).in_(of_deal)
    )
    connection = session.connection()
    found = (each for one in (own, direct, linked) for each in connection.execute(one).scalars())
    return [each for each in dict.fromkeys(found) if each is not None]


def _links(session: Session, documents: Sequence[UUID]) -> dict[tuple[UUID, UUID], bool]:
    shown: tuple[Any, ...] = (
        *(col(PropertyDocument.document_id), col(PropertyDocument.property_id)),
        col(PropertyDocument.is_primary),
    )
    statement = select(*shown).where(among(PropertyDocument.document_id, documents))
    return {(row[0], row[1]): row[2] for row in session.connection().execute(statement)}


def _insert(session: Session, links: Sequence[tuple[UUID, UUID]], *, primary: bool = False) -> int:
    if links:
        values = [
            {"document_id": document, "property_id": place, "is_primary": primary}
            for document, place in links
        ]
        session.connection().execute(insert(PropertyDocument).values(values))
    return len(links)


def _make_primary(session: Session, document_id: UUID, properties: Sequence[UUID]) -> int:
    """Let the document be the main one of each property, and no other. A link cannot be changed,
    so it is written anew."""
    table = PropertyDocument
    shown: tuple[Any, ...] = (col(table.document_id), col(table.property_id), col(table.is_primary))
    wrong = (col(table.document_id) == document_id) != col(table.is_primary)
    gone = delete(table).where(among(table.property_id, properties), wrong).returning(*shown)
    rows = session.connection().execute(gone).all()
    _insert(session, [(row[0], row[1]) for row in rows if row[2]], primary=False)
    return _insert(session, [(row[0], row[1]) for row in rows if not row[2]], primary=True)
