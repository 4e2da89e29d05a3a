"""Taking a decision back, in the transaction of the session that is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from doughy_cli.errors import Conflict
from doughy_cli.leads.changes import LeadChange
from doughy_cli.leads.consent.queries import set_consent
from doughy_cli.leads.event_queries import NOTE_WITHDRAWN, add_events
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.triage.apply_queries import held
from doughy_cli.leads.triage.made_queries import changed_since, remove_calls, remove_deals
from doughy_cli.leads.triage.state import Entry, kept
from doughy_cli.leads.write_queries import edit_leads

_TAKEN_BACK = "Taken back in triage"  # consent does not change without a reason
_MADE = {"calls": "call", "deals": "deal", "properties": "property"}


def undo(session: Session, entry: Entry, known: Sequence[str] = ()) -> None:
    """Take the decision back: what was before is so again.

    Raises Conflict (code `stale`, one line for each difference) if what it did was changed
    since, unless these are the `known` differences.
    """
    lead_id = UUID(entry.lead)
    found = [*_changed(held(session, lead_id), entry), *_changed_made(session, entry)]
    if found and found != list(known):
        raise Conflict("\n".join(found), code="stale")
    before = {name: _value(name, value) for name, value in entry.before.items()}
    if "opt_status" in before:
        set_consent(session, [lead_id], before.pop("opt_status"), _TAKEN_BACK)
    edit_leads(session, [lead_id], LeadChange(before))
    for event in entry.events:
        # The timeline is never changed: what was told is taken back by telling so.
        add_events(session, [lead_id], NOTE_WITHDRAWN, None, {"event_id": event})
    if entry.calls:
        remove_calls(session, entry.calls)
    if entry.deals:
        remove_deals(session, lead_id, asdict(entry))


def _changed(row: LeadRow, entry: Entry) -> list[str]:
    """Return what is not as the decision has left it."""
    now = {name: kept(getattr(row, name)) for name in entry.after}
    return [
        f"{name.replace('_', ' ')}: {_shown(entry.after[name])} → {_shown(value)}"
        for name, value in now.items()
        if value != entry.after[name]
    ]


def _changed_made(session: Session, entry: Entry) -> list[str]:
    return [
        f"the {noun} was changed or removed"
        for what, noun in _MADE.items()
        if changed_since(session, what, getattr(entry, what))
    ]


def _value(column: str, value: Any) -> Any:
    """Return a column's value from how a round keeps it."""
    if column == "next_action_due" and value is not None:
        return datetime.fromisoformat(value)
    return value


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
