"""Reading documents: those about properties and deals, and those of sellers, as one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Text,
    Uuid,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlmodel import Session, col

from doughy_cli.db.finding import ADDRESS
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, Document, Lead, LeadDocument, Property, PropertyDocument
from doughy_cli.docs.filters import DocumentFilter
from doughy_cli.docs.rows import DocumentRow
from doughy_cli.errors import Usage
from doughy_cli.papers import PHASES, Phase, Tier

FIELDS = tuple(each.name for each in fields(DocumentRow))
_SORTABLE = tuple(name for name in FIELDS if name != "metadata")
_AS_WORDS = ("title", "about", "name")
_NULLABLE = {
    *("about", "name", "size", "content_type", "sha256", "property_id", "deal_id", "lead_id"),
    "uploaded_by",
}
_STREAMED = 1000  # rows that a stream fetches at a time
ME = select(func.auth.uid()).scalar_subquery()


@dataclass(frozen=True, slots=True)
class About:
    """The ids of what documents are asked of."""

    property_id: UUID | None = None
    deal_id: UUID | None = None
    lead_id: UUID | None = None


def _kept(metadata: Any, name: str) -> Any:
    """Return a text of the metadata; what is no text there (anybody may write it) is none."""
    text = func.jsonb_typeof(metadata[name]) == "string"
    return case((text, metadata[name].astext), else_=None).label(name)


def _labels(**columns: Any) -> list[Any]:
    return [columns[name].label(name) for name in FIELDS]


def _of_properties() -> Any:
    links = select(func.count()).where(
        col(PropertyDocument.document_id) == Document.id,
        col(PropertyDocument.property_id).is_distinct_from(Document.property_id),
    )
    primary = select(col(PropertyDocument.document_id)).where(
        col(PropertyDocument.document_id) == Document.id, col(PropertyDocument.is_primary)
    )
    kind = cast(Document.type, Text)
    phases = [(kind.in_(types), phase.value) for phase, types in PHASES.items()]
    own = case((col(Document.property_id).is_not(None), 1), else_=0)
    metadata = col(Document.metadata_)
    return (
        select(
            *_labels(
                **_common(Document),
                tier=literal(Tier.property.value),
                type=kind,
                phase=case(*phases, else_=Phase.other.value),
                about=func.coalesce(func.nullif(ADDRESS, ""), Deal.title),
                properties=links.correlate(Document).scalar_subquery() + own,
                primary=primary.correlate(Document).exists(),
                name=_kept(metadata, "name"),
                sha256=_kept(metadata, "sha256"),
                property_id=col(Document.property_id),
                deal_id=col(Document.deal_id),
                lead_id=cast(null(), Uuid()),
                uploaded_by=col(Document.uploaded_by),
            )
        )
        .outerjoin(Property, col(Property.id) == Document.property_id)
        .outerjoin(Deal, col(Deal.id) == Document.deal_id)
    )


def _of_sellers() -> Any:
    metadata = col(LeadDocument.metadata_)
    return select(
        *_labels(
            **_common(LeadDocument),
            tier=literal(Tier.seller.value),
            type=cast(LeadDocument.type, Text),
            phase=literal(Phase.other.value),
            about=col(Lead.name),
            properties=literal(0),
            primary=literal(False),
            name=_kept(metadata, "name"),
            sha256=_kept(metadata, "sha256"),
            property_id=cast(null(), Uuid()),
            deal_id=cast(null(), Uuid()),
            lead_id=col(LeadDocument.lead_id),
            uploaded_by=cast(null(), Uuid()),
        )
    ).outerjoin(Lead, col(Lead.id) == LeadDocument.lead_id)


def _common(table: Any) -> dict[str, Any]:
    same = ("id", "title", "file_url", "content_type", "user_id", "created_at", "updated_at")
    own = {name: col(getattr(table, name)) for name in same}
    return {**own, "size": col(table.file_size), "metadata": col(table.metadata_)}


# Row security hides other people's of either by itself.
BOTH = union_all(_of_properties(), _of_sellers()).subquery("document")
_COLUMNS = tuple(BOTH.c[name] for name in FIELDS)


def list_documents(
    session: Session,
    where: DocumentFilter,
    about: About,
    sort: str | None = None,
    limit: int | None = None,
) -> Iterator[DocumentRow]:
    """Yield the documents that `where` means, the newest first or by the field that `sort` names.
    Raises Usage for a field that documents cannot be sorted by."""
    statement = select(*_COLUMNS).where(*_conditions(where, about)).order_by(*_order(sort))
    options = {} if limit is not None else {"yield_per": _STREAMED}
    found = session.connection().execute(statement.limit(limit), execution_options=options)
    return (DocumentRow(*row) for row in found)


def count_documents(session: Session, where: DocumentFilter, about: About) -> int:
    """Return how many documents `list_documents` has."""
    statement = select(func.count()).select_from(BOTH).where(*_conditions(where, about))
    return session.connection().execute(statement).scalar_one()


def documents_by_id(session: Session, ids: Iterable[UUID]) -> list[DocumentRow]:
    """Return documents in the order of their ids."""
    wanted = list(ids)
    found = session.connection().execute(select(*_COLUMNS).where(among(BOTH.c.id, wanted)))
    rows = {row[0]: DocumentRow(*row) for row in found}
    return [rows[each] for each in wanted if each in rows]


def _conditions(where: DocumentFilter, about: About) -> list[ColumnElement[bool]]:
    document = BOTH.c
    several = (("phase", where.phase), ("type", where.type))
    found: list[Any] = [document[name].in_(words) for name, words in several if words]
    if about.property_id is not None:
        linked = select(col(PropertyDocument.document_id)).where(
            col(PropertyDocument.property_id) == about.property_id
        )
        found.append(or_(document.property_id == about.property_id, document.id.in_(linked)))
    if where.search is not None:
        text = where.search.strip()
        names = (document.title, document.name)
        found.append(or_(*(each.icontains(text, autoescape=True) for each in names)))
    if where.unattached:
        of_nothing = (document.deal_id.is_(None), document.lead_id.is_(None))
        found += [document.properties == 0, *of_nothing]
    single = (
        (where.tier, document.tier.__eq__),
        (about.deal_id, document.deal_id.__eq__),
        (about.lead_id, document.lead_id.__eq__),
        (where.since, document.created_at.__ge__),
        (where.until, document.created_at.__le__),
        (ME if where.mine else None, document.user_id.__eq__),
        (1 if where.shared else None, document.properties.__gt__),
    )
    return found + [compare(value) for value, compare in single if value is not None]


def _order(sort: str | None) -> list[Any]:
    """Return the order by `sort` (`-` before a field: descending), ties by title and id; what is
    empty comes last."""
    wanted = sort or "-created_at"
    name = wanted.removeprefix("-")
    if name not in _SORTABLE:
        hint = f"There are: {', '.join(_SORTABLE)}."
        raise Usage(f"Documents cannot be sorted by {name!r}.", hint)
    column = BOTH.c[name]
    key = func.lower(column) if name in _AS_WORDS else column
    descending = wanted.startswith("-")
    ordered = key.desc() if descending else key.asc()
    if name in _NULLABLE:
        ordered = ordered.nulls_last()
    # Those of one command have one time; then they are in the order of their titles.
    return [ordered, func.lower(BOTH.c.title), BOTH.c.id]
