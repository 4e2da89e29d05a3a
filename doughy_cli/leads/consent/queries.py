"""Recording whether leads agree to be written to."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session

from doughy_cli.leads.changes import LeadChange
from doughy_cli.leads.event_queries import add_events
from doughy_cli.leads.queries import leads_by_id
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.write_queries import edit_leads
from doughy_cli.written import Written

REASON = "opt_reason"


def set_consent(
    session: Session, ids: Sequence[UUID], opt_status: str, reason: str | None
) -> Written[LeadRow]:
    """Record `opt_status` of leads, deleted ones too; the reason goes to the timeline.

    Return the leads as they are stored. Raises NotPermitted for somebody else's.
    """
    written = edit_leads(session, ids, LeadChange({"opt_status": opt_status}), deleted=True)
    if not reason:
        return written
    add_events(session, ids, REASON, reason, {"opt_status": opt_status})
    return Written(written.rows, len(ids))


def opted_out_among(session: Session, ids: Sequence[UUID]) -> list[LeadRow]:
    """Return those of the leads that have opted out."""
    return [lead for lead in leads_by_id(session, ids) if lead.opt_status == "opted_out"]
