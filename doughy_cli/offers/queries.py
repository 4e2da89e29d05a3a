"""What an offer is about, the documents behind it, and the timeline that keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, cast, func, insert, literal, or_
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, col, select

from doughy_cli.db.finding import ADDRESS
from doughy_cli.db.ids import among, find_ids
from doughy_cli.db.tables import (
    Deal,
    DealEvent,
    DealStatus,
    Document,
    DocumentType,
    Lead,
    LeadEvent,
    Property,
    PropertyDocument,
)
from doughy_cli.errors import Conflict, NotFound, NotPermitted
from doughy_cli.offers.rows import BasisRow

CALCULATED = "offer_calculated"
_MOST_DOCUMENTS = 20
# The documents that an input rests on.
BEHIND = {
    "arv": (DocumentType.COMP, DocumentType.APPRAISAL),
    "repairs": (DocumentType.INSPECTION,),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What an offer is about. `facts` are the property's amounts by field."""

    property_id: UUID | None
    deal_id: UUID | None
    lead_id: UUID | None
    user_id: UUID
    title: str
    facts: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Kept:
    """An offer that a timeline keeps."""

    id: UUID
    maximum_offer: Decimal
    created_at: datetime


_FACTS: tuple[Any, ...] = (
    col(Property.arv),
    col(Property.repair_estimate),
    col(Property.purchase_price),
)
_FACT_NAMES = ("arv", "repair_estimate", "purchase_price")


def subject_of_property(session: Session, property_id: UUID) -> Subject:
    """Return what there is of a property, its open deal and its lead. Raises NotFound."""
    deal: Any = (
        select(Deal.id)
        .where(Deal.property_id == Property.id, Deal.status == DealStatus.ACTIVE)
        .limit(1)
        .scalar_subquery()
    )
    columns: tuple[Any, ...] = (col(Property.lead_id), col(Property.user_id), ADDRESS, deal)
    statement = select(*columns, *_FACTS).where(Property.id == property_id)
    row = session.exec(statement).first()
    if row is None:
        raise NotFound("The property is gone: somebody removed it.")
    lead_id, user_id, title, deal_id, *facts = row
    found = dict(zip(_FACT_NAMES, facts, strict=True))
    return Subject(property_id, deal_id, lead_id, user_id, title, found)


def subject_of_deal(session: Session, deal_id: UUID) -> Subject:
    """Return what there is of a deal and its property, if it has one. Raises NotFound."""
    columns: tuple[Any, ...] = (
        *(col(Deal.property_id), col(Deal.lead_id), col(Deal.user_id), col(Deal.title)),
        *(ADDRESS, *_FACTS),
    )
    statement = (
        select(*columns)
        .join(Property, col(Property.id) == col(Deal.property_id), isouter=True)
        .where(Deal.id == deal_id)
    )
    row = session.exec(statement).first()
    if row is None:
        raise NotFound("The deal is gone: somebody removed it.")
    property_id, lead_id, user_id, title, address, *facts = row
    found = dict(zip(_FACT_NAMES, facts, strict=True))
    place = address if property_id else title
    return Subject(property_id, deal_id, lead_id, user_id, place, found)


def documents_behind(session: Session, subject: Subject) -> list[BasisRow]:
    """Return the comps, appraisals and inspections of the property or deal, the newest first."""
    linked = select(PropertyDocument.document_id).where(
        PropertyDocument.property_id == subject.property_id
    )
    of_it: list[ColumnElement[bool]] = []
    if subject.property_id:
        of_it += [col(Document.property_id) == subject.property_id, col(Document.id).in_(linked)]
    if subject.deal_id:
        of_it.append(col(Document.deal_id) == subject.deal_id)
    types = [each for of_input in BEHIND.values() for each in of_input]
    statement = _documents().where(or_(*of_it), col(Document.type).in_(types))
    return _bases(session, statement.limit(_MOST_DOCUMENTS))


def named_documents(session: Session, wanted: Iterable[str], name: str) -> list[BasisRow]:
    """Return the documents that `wanted` names, for the input `name`.

    Raises NotFound, and Conflict for a document of another kind.
    """
    texts = list(wanted)
    if not texts:
        return []
    ids = find_ids(session, Document, texts, noun="document", label=Document.title)
    found = _bases(session, _documents().where(among(Document.id, ids)))
    kinds = [each.value for each in BEHIND[name]]
    for each in found:
        if each.type not in kinds:
            raise Conflict(
                f"Document {str(each.id)[:8]} ({each.title}) is {each.type}, not {kinds[0]}.",
                f"What an input rests on is: {', '.join(kinds)}.",
            )
    return found


def _documents() -> Any:
    columns: tuple[Any, ...] = (
        *(col(Document.id), col(Document.type), col(Document.title), col(Document.created_at)),
    )
    return select(*columns).order_by(col(Document.created_at).desc(), col(Document.id))


def _bases(session: Session, statement: Any) -> list[BasisRow]:
    return [BasisRow(each.id, each.type.value, each.title, each.created_at)
            for each in session.exec(statement)]  # fmt: skip


def keep_offer(
    session: Session, subject: Subject, words: str, content: Mapping[str, Any]
) -> tuple[str, UUID]:
    """Tell the timeline of the deal of an offer, or else that of the lead.

    Return which of the two, and the event's id. Raises Conflict where there is neither, and
    NotPermitted for somebody else's.
    """
    if subject.deal_id:
        return "deal", add_deal_event(session, subject.deal_id, CALCULATED, words, content)
    if subject.lead_id:
        event = _add_event(session, LeadEvent, Lead, subject.lead_id, CALCULATED, words, content)
        return "lead", event
    raise Conflict(
        f"{subject.title} has no deal and no lead, so no timeline can keep the offer.",
        "Give it one: doughy properties edit ID --lead LEAD, or doughy deals add --property ID.",
        code="no_timeline",
    )


def add_deal_event(
    session: Session, deal_id: UUID, event_type: str, words: str, content: Mapping[str, Any]
) -> UUID:
    """Tell a deal's timeline of something, in the person's name; return the event's id."""
    return _add_event(session, DealEvent, Deal, deal_id, event_type, words, content)


def _add_event(
    session: Session,
    events: Any,
    parents: Any,
    parent_id: UUID,
    event_type: str,
    words: str,
    content: Mapping[str, Any],
) -> UUID:
    name = "deal_id" if events is DealEvent else "lead_id"
    # A row that is seen and not one's own gives none here: nothing is told in vain.
    told: tuple[Any, ...] = (
        col(parents.id),
        literal(event_type),
        literal(words),
        cast(dict(content), JSONB),
        func.clock_timestamp(),
    )
    own = select(*told).where(
        parents.id == parent_id, parents.user_id == select(func.auth.uid()).scalar_subquery()
    )
    statement = insert(events).from_select(
        [name, "event_type", "description", "metadata", "created_at"], own
    )
    made: Sequence[Any] = session.connection().execute(statement.returning(events.id)).all()
    if not made:
        raise NotPermitted(
            "You see it, and its timeline is somebody else's to write.",
            "A person keeps offers only of their own deals and leads.",
        )
    found: UUID = made[0][0]
    return found


def last_kept(session: Session, deal_id: UUID) -> Kept | None:
    """Return the offer that was kept last in a deal's timeline."""
    most = col(DealEvent.metadata_)["maximum_offer"].astext
    columns: tuple[Any, ...] = (col(DealEvent.id), most, col(DealEvent.created_at))
    statement = (
        select(*columns)
        .where(DealEvent.deal_id == deal_id, DealEvent.event_type == CALCULATED, most.is_not(None))
        .order_by(col(DealEvent.created_at).desc())
        .limit(1)
    )
    row = session.exec(statement).first()
    return None if row is None else Kept(row[0], Decimal(row[1]), row[2])
