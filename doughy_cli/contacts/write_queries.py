"""Writing contacts. Row security hides rows from a write without complaint, so rows are locked
first, and those that cannot be are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, cast, func, insert, or_, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session, col, select

from doughy_cli.contacts.find_queries import NAME
from doughy_cli.contacts.queries import contacts_by_id
from doughy_cli.contacts.rows import ContactRow
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Contact
from doughy_cli.errors import Conflict, NotFound, NotPermitted
from doughy_cli.written import Written


def add_contact(session: Session, values: Mapping[str, Any]) -> ContactRow:
    """Add a contact; return it as it is stored."""
    added = insert(Contact).values(values).returning(Contact.id)  # type: ignore[call-overload]
    return contacts_by_id(session, [session.connection().execute(added).scalar_one()])[0]


def edit_contacts(
    session: Session, ids: Sequence[UUID], values: Mapping[str, Any]
) -> Written[ContactRow]:
    """Set columns (None empties one; parts of an address go into the one that is there).

    Return the contacts as they are stored, and how many differ now. Raises Conflict for a
    deleted contact, NotPermitted for somebody else's.
    """
    lock_live_contacts(session, ids)
    changed = _update(session, ids, {**values, **_address(values)})
    return Written(contacts_by_id(session, ids), changed)


def mark_deleted(session: Session, ids: Sequence[UUID], deleted: bool) -> Written[ContactRow]:
    """Mark contacts as deleted, or take the mark off; return as `edit_contacts`."""
    _lock(session, ids)
    changed = _update(session, ids, {"is_deleted": deleted})
    return Written(contacts_by_id(session, ids), changed)


def lock_live_contacts(session: Session, ids: Sequence[UUID]) -> None:
    """Lock contacts until the transaction's end; raises as `edit_contacts`."""
    for contact_id, name, is_deleted in _lock(session, ids):
        if is_deleted:
            raise Conflict(
                f"Contact {str(contact_id)[:8]} ({name}) is deleted.",
                f"`doughy contacts restore {str(contact_id)[:8]}` first.",
            )


def _lock(session: Session, ids: Sequence[UUID]) -> Sequence[Any]:
    shown: tuple[Any, ...] = (Contact.id, NAME, Contact.is_deleted)
    statement = select(*shown).where(among(Contact.id, ids)).order_by(col(Contact.id))
    locked: Sequence[Any] = session.exec(statement.with_for_update()).all()
    refused = [each for each in ids if each not in {row[0] for row in locked}]
    if not refused:
        return locked
    if not contacts_by_id(session, refused):
        raise NotFound("The contacts are gone: somebody removed them.")
    raise NotPermitted(
        f"Contact {str(refused[0])[:8]}: you see it, and it is somebody else's to change.",
        "A person changes only their own contacts.",
    )


def _update(session: Session, ids: Sequence[UUID], values: Mapping[str, Any]) -> int:
    differs = [
        col(getattr(Contact, name)).is_distinct_from(value) for name, value in values.items()
    ]
    statement = update(Contact).where(and_(among(Contact.id, ids), or_(*differs))).values(values)
    return session.connection().execute(statement).rowcount


def _address(values: Mapping[str, Any]) -> dict[str, Any]:
    given = values.get("address")
    if given is None:
        return {}
    stored = col(Contact.address)
    whole = func.jsonb_typeof(stored) == "object"
    kept = case((whole, stored), else_=cast({}, JSONB))
    return {"address": kept.op("||")(cast(given, JSONB))}
