"""Notes on leads' timelines. What is there stays: a note is taken back by an event of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from doughy_cli.db.ids import find_ids
from doughy_cli.db.tables import LeadEvent
from doughy_cli.errors import Conflict, NotFound
from doughy_cli.leads.conversations.rows import NoteRow
from doughy_cli.leads.event_queries import NOTE, NOTE_WITHDRAWN, add_events, is_withdrawn
from doughy_cli.leads.write_queries import lock_leads, lock_live_leads


def add_notes(session: Session, ids: Sequence[UUID], text: str) -> list[NoteRow]:
    """Add a note to each of the leads; return the notes in the order of `ids`.

    Raises Conflict for a lead that is deleted, NotPermitted for somebody else's.
    """
    lock_live_leads(session, ids)
    notes = {
        added.lead_id: NoteRow(added.id, added.lead_id, added.created_at, text, False)
        for added in add_events(session, ids, NOTE, text)
    }
    return [notes[each] for each in ids]


def withdraw_note(session: Session, event_id: str) -> NoteRow:
    """Take back the note with this id, or beginning of an id; return it.

    Raises NotFound if there is none, Conflict if it is taken back already, NotPermitted if
    it is on somebody else's lead.
    """
    shown: tuple[Any, ...] = (
        LeadEvent.lead_id,
        LeadEvent.event_type,
        LeadEvent.description,
        LeadEvent.created_at,
    )
    note_id = _find(session, event_id)
    found = select(*shown).where(LeadEvent.id == note_id)
    lead_id, event_type, text, at = session.exec(found).one()
    if event_type != NOTE:
        raise Conflict(
            f"{str(note_id)[:8]} is no note: it tells of {event_type}.",
            "Only what a person wrote can be taken back.",
        )
    lock_leads(session, [lead_id])
    taken_back = select(LeadEvent.id).where(LeadEvent.id == note_id, is_withdrawn(lead_id))
    if session.exec(taken_back).first():
        raise Conflict(f"The note {str(note_id)[:8]} is taken back already.")
    add_events(session, [lead_id], NOTE_WITHDRAWN, None, {"event_id": str(note_id)})
    return NoteRow(note_id, lead_id, at, text, True)


def _find(session: Session, event_id: str) -> UUID:
    try:
        return find_ids(session, LeadEvent, [event_id], noun="note", label=LeadEvent.description)[0]
    except NotFound as error:
        hint = "`doughy leads timeline ID --kind note --json` shows the notes' ids."
        raise NotFound(error.message, hint) from error
