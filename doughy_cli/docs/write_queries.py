"""Writing documents' rows. Row security hides rows from a write without complaint, so rows are
locked first, and those that cannot be are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, delete, insert, or_, select, update
from sqlmodel import Session, col

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, Document, Lead, LeadDocument, Property
from doughy_cli.docs.queries import documents_by_id
from doughy_cli.docs.rows import DocumentRow
from doughy_cli.errors import Conflict, NotFound, NotPermitted
from doughy_cli.papers import Tier
from doughy_cli.written import Written

TABLES: dict[Tier, Any] = {Tier.property: Document, Tier.seller: LeadDocument}


def add_documents(session: Session, tier: Tier, records: Sequence[Mapping[str, Any]]) -> None:
    """Add documents of one tier, each with its columns."""
    table = TABLES[tier].__table__  # by the columns' names: the class cannot have a `metadata`
    session.connection().execute(insert(table).values(list(records)))


def edit_documents(
    session: Session,
    ids: Sequence[UUID],
    values: Mapping[str, Any],
    unchanged_since: datetime | None,
    read: Sequence[DocumentRow] = (),
) -> Written[DocumentRow]:
    """Set columns of documents of one tier; return them as they are stored.

    Raises Conflict for one that was changed since it was `read` or since `unchanged_since`,
    NotPermitted for somebody else's.
    """
    locked = lock_documents(session, ids)
    before = {each.id: each.updated_at for each in read}
    for row in locked:
        late = unchanged_since is not None and row.updated_at > unchanged_since
        if late or before.get(row.id, row.updated_at) != row.updated_at:
            raise _stale(row)
    table = TABLES[Tier(locked[0].tier)]
    differs = [_column(table, name).is_distinct_from(value) for name, value in values.items()]
    changed = update(table).where(among(table.id, ids), or_(*differs)).values(values)
    count = session.connection().execute(changed).rowcount
    return Written(documents_by_id(session, ids), count)


def remove_document(session: Session, row: DocumentRow) -> None:
    """Remove a document's row, with its links to properties. Raises as `lock_documents`."""
    lock_documents(session, [row.id])
    table = TABLES[Tier(row.tier)]
    gone = session.connection().execute(delete(table).where(col(table.id) == row.id))
    if gone.rowcount != 1:
        raise NotPermitted(f"Document {str(row.id)[:8]} ({row.title}) cannot be removed.")


def lock_documents(session: Session, ids: Sequence[UUID]) -> list[DocumentRow]:
    """Lock documents until the transaction's end; return them as they are stored now.

    Raises NotFound for those that are gone, NotPermitted for those that are somebody else's.
    """
    locked: set[UUID] = set()
    for table in TABLES.values():
        statement = select(col(table.id)).where(among(table.id, ids)).order_by(col(table.id))
        locked.update(session.connection().execute(statement.with_for_update()).scalars())
    rows = documents_by_id(session, ids)
    refused = [each for each in rows if each.id not in locked]
    if refused:
        raise NotPermitted(
            f"Document {str(refused[0].id)[:8]} ({refused[0].title}): you see it, and it is "
            "somebody else's to change.",
            "A person changes only their own documents.",
        )
    if gone := set(ids) - {each.id for each in rows}:
        raise NotFound(
            f"Document {', '.join(str(each)[:8] for each in gone)}: gone, somebody removed it.",
            "Nothing was saved.",
        )
    return rows


def hold_lead(session: Session, lead_id: UUID) -> None:
    """Lock a lead that is given a document. Raises NotPermitted for somebody else's, Conflict
    for one that is deleted."""
    shown = (col(Lead.name), col(Lead.is_deleted))
    statement = select(*shown).where(col(Lead.id) == lead_id).with_for_update(key_share=True)
    found = session.connection().execute(statement).first()
    if found is None:
        raise _not_own("Lead", lead_id)
    if found[1]:
        raise Conflict(
            f"Lead {str(lead_id)[:8]} ({found[0]}) is deleted.",
            "`doughy leads restore ID` first.",
        )


def hold_places(session: Session, properties: Sequence[UUID], deal_id: UUID | None) -> None:
    """Lock what a document is linked to. Raises NotPermitted for what is somebody else's."""
    deals = [] if deal_id is None else [deal_id]
    kinds: tuple[tuple[str, Any, Sequence[UUID]], ...] = (
        ("Property", Property, properties),
        ("Deal", Deal, deals),
    )
    for noun, table, ids in kinds:
        statement = select(col(table.id)).where(among(table.id, ids)).order_by(col(table.id))
        locking = statement.with_for_update(key_share=True)
        locked = set(session.connection().execute(locking).scalars())
        if refused := [each for each in ids if each not in locked]:
            raise _not_own(noun, refused[0])


def _not_own(noun: str, id: UUID) -> NotPermitted:
    return NotPermitted(f"{noun} {str(id)[:8]}: you see it, and it is somebody else's to change.")


def _stale(row: DocumentRow) -> Conflict:
    short = str(row.id)[:8]
    at = row.updated_at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    return Conflict(
        f"Document {short} ({row.title}) was changed since you read it, at {at}: title is "
        f"{row.title}; type is {row.type}; it is of {row.about or 'nothing'}.",
        f"Nothing was saved. Look at it (`doughy docs show {short}`), and run the command again.",
        code="stale",
    )


def _column(table: Any, name: str) -> Any:
    column = col(getattr(table, name))
    return cast(column, Text) if name == "type" else column
