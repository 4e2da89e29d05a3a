"""A deal's papers, from the three tables of documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, select

from doughy_cli.db.finding import ADDRESS
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Document, LeadDocument, Property, PropertyDocument
from doughy_cli.deals.closing.required import Required
from doughy_cli.deals.closing.rows import ReadyRow, RequiredRow
from doughy_cli.deals.queries import deals_by_id
from doughy_cli.deals.rows import DealRow


@dataclass(frozen=True, slots=True)
class Paper:
    """A document; `places` are the properties it is about, none for one of the whole deal."""

    id: UUID
    type: str
    title: str
    places: frozenset[UUID] = frozenset()


def readiness(session: Session, deal_id: UUID, required: Required) -> ReadyRow:
    """Return which of the papers that `required` asks for a deal has.

    The properties of a package deal are its own and those that its documents are linked to. A
    document of a property counts unless it belongs to another deal; one of the deal without any
    property counts for all of them.
    """
    [deal] = deals_by_id(session, [deal_id])
    own = _papers(session, Document.deal_id == deal_id)
    places = _places(session, deal, own)
    about = _papers(session, col(Document.deal_id).is_(None), places)
    papers = [
        *_of_properties(deal, places, [*own, *about], required),
        *_of_lead(session, deal, required),
    ]
    lacking = [
        *(["the deal has no property"] if not places else []),
        *(["the deal has no lead"] if deal.lead_id is None and required.lead else []),
        *(f"{each.name}: {each.requirement}" for each in papers if not each.there),
    ]
    return ReadyRow(deal.id, deal.title, deal.stage, not lacking, lacking, papers)


def _places(session: Session, deal: DealRow, own: Sequence[Paper]) -> dict[UUID, str]:
    """Return the deal's properties with their addresses, its own first."""
    ids = {place for paper in own for place in paper.places}
    ids |= {deal.property_id} if deal.property_id else set()
    columns: tuple[Any, ...] = (col(Property.id), ADDRESS)
    rows = session.exec(select(*columns).where(among(Property.id, ids)))
    found = {row[0]: row[1] for row in rows}
    return dict(sorted(found.items(), key=lambda each: (each[0] != deal.property_id, each[1])))


def _papers(session: Session, which: Any, places: Iterable[UUID] | None = None) -> list[Paper]:
    """Return the documents that `which` means (and that are about one of `places`), the newest
    first."""
    columns: tuple[Any, ...] = (
        *(col(Document.id), col(Document.type), col(Document.title), col(Document.property_id)),
    )
    statement = select(*columns).where(which)
    if places is not None:
        linked = select(PropertyDocument.document_id).where(
            among(PropertyDocument.property_id, places)
        )
        statement = statement.where(
            or_(among(Document.property_id, places), col(Document.id).in_(linked))
        )
    newest = statement.order_by(col(Document.created_at).desc(), col(Document.id))
    rows = session.exec(newest).all()
    links = _links(session, [row[0] for row in rows])
    return [
        Paper(
            row[0], str(row[1]), row[2], frozenset(links[row[0]] | ({row[3]} if row[3] else set()))
        )
        for row in rows
    ]


def _links(session: Session, documents: Sequence[UUID]) -> defaultdict[UUID, set[UUID]]:
    columns: tuple[Any, ...] = (PropertyDocument.document_id, PropertyDocument.property_id)
    found: defaultdict[UUID, set[UUID]] = defaultdict(set)
    where = among(PropertyDocument.document_id, documents)
    for document_id, property_id in session.exec(select(*columns).where(where)):
        found[document_id].add(property_id)
    return found


def _of_properties(
    deal: DealRow, places: dict[UUID, str], papers: Sequence[Paper], required: Required
) -> list[RequiredRow]:
    if not places:
        return [_row("deal", deal.id, deal.title, each, papers) for each in required.property]
    return [
        _row(
            *("property", place, name, each),
            [paper for paper in papers if not paper.places or place in paper.places],
        )
        for place, name in places.items()
        for each in required.property
    ]


def _of_lead(session: Session, deal: DealRow, required: Required) -> list[RequiredRow]:
    if deal.lead_id is None:
        return []
    columns: tuple[Any, ...] = (col(LeadDocument.id), col(LeadDocument.type), LeadDocument.title)
    statement = select(*columns).where(LeadDocument.lead_id == deal.lead_id)
    newest = statement.order_by(col(LeadDocument.created_at).desc(), col(LeadDocument.id))
    papers = [Paper(row[0], str(row[1]), row[2]) for row in session.exec(newest)]
    name = deal.lead_name or ""
    return [_row("lead", deal.lead_id, name, each, papers) for each in required.lead]


def _row(
    of: str, id: UUID | None, name: str, requirement: str, papers: Iterable[Paper]
) -> RequiredRow:
    kinds = requirement.split("|")
    paper = next((each for each in papers if each.type in kinds), None)
    found = (paper.id, paper.type, paper.title) if paper else (None, None, None)
    return RequiredRow(of, id, name, requirement, paper is not None, *found)
