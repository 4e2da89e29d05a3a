"""Which contact belongs to which lead."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from doughy_cli.contacts.find_queries import NAME
from doughy_cli.contacts.rows import LinkRow
from doughy_cli.contacts.write_queries import lock_live_contacts
from doughy_cli.db.tables import Contact, Lead, LeadContact
from doughy_cli.errors import Conflict, NotFound, NotPermitted


def link(session: Session, contact_id: UUID, lead_id: UUID, relation: str | None) -> LinkRow:
    """Link a contact to a lead, or change as what it is linked; return the link.

    Without `relation` a link that is there stays as it is, and a new one is `other`. Raises
    Conflict if either is deleted, NotPermitted if either is somebody else's.
    """
    lock_live_contacts(session, [contact_id])
    _lock_live_lead(session, lead_id)
    key = {"lead_id": lead_id, "contact_id": contact_id}
    linked = insert(LeadContact).values({**key, "relation": relation or "other"})
    session.connection().execute(
        linked.on_conflict_do_update(index_elements=[*key], set_={"relation": relation})
        if relation
        else linked.on_conflict_do_nothing()
    )
    return _link(session, contact_id, lead_id)


def unlink(session: Session, contact_id: UUID, lead_id: UUID) -> LinkRow:
    """Take a link away; return what it was. Raises NotFound if there is none, NotPermitted if
    it is somebody else's."""
    was = _link(session, contact_id, lead_id)
    gone = delete(LeadContact).where(
        col(LeadContact.contact_id) == contact_id, col(LeadContact.lead_id) == lead_id
    )
    if not session.connection().execute(gone).rowcount:
        raise NotPermitted("You see this link, and it is somebody else's to change.")
    return was


def _link(session: Session, contact_id: UUID, lead_id: UUID) -> LinkRow:
    shown: tuple[Any, ...] = (Contact.id, NAME, Lead.id, Lead.name, LeadContact.relation)
    statement = (
        select(*shown)
        .select_from(LeadContact)
        .join(Contact, col(Contact.id) == LeadContact.contact_id)
        .join(Lead, col(Lead.id) == LeadContact.lead_id)
        .where(LeadContact.contact_id == contact_id, LeadContact.lead_id == lead_id)
    )
    found = session.exec(statement).first()
    if found is None:
        raise NotFound(
            "This contact is not linked to this lead.",
            f"See `doughy contacts show {str(contact_id)[:8]}`.",
        )
    return LinkRow(*found)


def _lock_live_lead(session: Session, lead_id: UUID) -> None:
    shown: tuple[Any, ...] = (Lead.name, Lead.is_deleted)
    statement = select(*shown).where(Lead.id == lead_id).with_for_update(key_share=True)
    found = session.exec(statement).first()
    if found is None:
        raise NotPermitted(
            f"Lead {str(lead_id)[:8]}: you see it, and it is somebody else's to change."
        )
    if found[1]:
        raise Conflict(
            f"Lead {str(lead_id)[:8]} ({found[0]}) is deleted.",
            f"`doughy leads restore {str(lead_id)[:8]}` first.",
        )
