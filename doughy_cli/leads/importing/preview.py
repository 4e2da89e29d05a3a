"""A look at a file before it is imported: no database is needed for it."""

from __future__ import annotations

from doughy_cli.intake.records import Reject
from doughy_cli.leads.importing.incoming import IncomingLead, LeadTally
from doughy_cli.leads.importing.rows import PreviewedLead, PreviewRow
from doughy_cli.leads.importing.run import Import
from doughy_cli.leads.importing.staging_queries import contact_json

PREVIEWED = 10  # rows


def preview(job: Import) -> PreviewRow:
    """Return how the file is understood, and its first rows as they would be stored."""
    rejects: list[Reject] = []
    tally = LeadTally()
    leads = list(job.leads(rejects.append, tally, limit=PREVIEWED))
    sheet = job.sheet
    return PreviewRow(
        file=sheet.name,
        format=sheet.format,
        encoding=sheet.encoding,
        delimiter=sheet.delimiter,
        columns=job.match.columns,
        unmatched=job.match.unmatched,
        notes=sheet.notes,
        read=tally.records,
        rejected=tally.rejected,
        leads=[_previewed(lead) for lead in leads],
        rejects=[each._asdict() for each in rejects],
    )


def _previewed(lead: IncomingLead) -> PreviewedLead:
    return PreviewedLead(
        line=lead.line,
        name=lead.name,
        phone=lead.phone,
        email=lead.email,
        company=lead.company,
        status=lead.status or "new",
        score=lead.score,
        tags=list(lead.tags or ()),
        opt_status=lead.opt_status or "pending",
        source=lead.source,
        next_action=lead.next_action,
        next_action_due=lead.next_action_due,
        contacts=[contact_json(each) for each in lead.contacts],
        notes=[{"text": each.text, "at": each.at} for each in lead.notes],
        kept=lead.metadata(),
        property=dict(lead.property.columns) if lead.property else None,
    )
