"""Saving a decision: all of it, in the transaction of the session that is given."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from doughy_cli.db.tables import Lead
from doughy_cli.errors import NotFound
from doughy_cli.leads.consent.queries import set_consent
from doughy_cli.leads.event_queries import NOTE, add_events
from doughy_cli.leads.queries import COLUMNS, leads_by_id
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.triage.decisions import NO_CHANGE, Decision, Kind
from doughy_cli.leads.triage.made_queries import make_call, make_deals
from doughy_cli.leads.triage.state import Entry, kept, now_text
from doughy_cli.leads.write_queries import edit_leads

OPTED_OUT = "opted_out"
_TOLD_AS = {Kind.note: NOTE, Kind.score: "score_reason"}
# What a decision changes of a lead beside the values that it sets.
_ALSO = {Kind.tag: "tags", Kind.opt_out: "opt_status", Kind.deal: "status"}


@dataclass(frozen=True, slots=True)
class Applied:
    """What a decision did: the lead as it is stored now, and what takes it back."""

    row: LeadRow
    entry: Entry


def apply(
    session: Session, lead_id: UUID, decision: Decision, unchanged_since: datetime | None
) -> Applied:
    """Save the decision, if nobody has changed the lead later than `unchanged_since`.

    Raises Conflict (code `stale`) if somebody has, NotFound for a lead that is gone, and what
    `edit_leads` raises.
    """
    before = held(session, lead_id)
    change = dataclasses.replace(decision.change, unchanged_since=unchanged_since)
    edit_leads(session, [lead_id], change)
    made = _make(session, lead_id, decision)
    [row] = leads_by_id(session, [lead_id])
    columns = [*change.values, *([_ALSO[decision.kind]] if decision.kind in _ALSO else [])]
    entry = Entry(
        lead=str(lead_id),
        name=row.name,
        words=decision.words,
        at=now_text(),
        before={name: kept(getattr(before, name)) for name in columns},
        after={name: kept(getattr(row, name)) for name in columns},
        **made,
    )
    return Applied(row, entry)


def held(session: Session, lead_id: UUID) -> LeadRow:
    """Lock a lead of the person's and return it.

    Raises NotFound if there is none, NotPermitted for somebody else's.
    """
    statement = select(*COLUMNS).where(col(Lead.id) == lead_id).with_for_update()
    row = session.connection().execute(statement).one_or_none()
    if row is None:
        # Of those that are seen and cannot be locked, this tells whose they are.
        edit_leads(session, [lead_id], NO_CHANGE)
        raise NotFound("The lead is gone: somebody removed it.")
    return LeadRow(*row)


def _make(session: Session, lead_id: UUID, decision: Decision) -> dict[str, Any]:
    """Make what the decision adds to the lead; return it as an entry's fields."""
    if decision.kind is Kind.opt_out:
        set_consent(session, [lead_id], OPTED_OUT, decision.text)
        return {}
    if decision.kind is Kind.call:
        return make_call(session, lead_id, decision.outcome, decision.text)
    if decision.kind is Kind.deal:
        return make_deals(session, lead_id)
    if decision.text:
        told = add_events(session, [lead_id], _TOLD_AS[decision.kind], decision.text)
        return {"events": [str(each.id) for each in told]}
    return {}
