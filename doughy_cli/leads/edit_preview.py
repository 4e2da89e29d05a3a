"""What an edit of many leads would change, shown before it is asked about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.differences import differences

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.leads.changes import LeadChange

SHOWN = 5  # leads


def show_preview(app: App, ids: Sequence[UUID], change: LeadChange) -> None:
    """Say how the first of the leads would be changed, if somebody will be asked about them:
    they are changed, and that is taken back. Raises as `edit_leads`."""
    if not app.will_ask(len(ids)):
        return
    from doughy_cli.leads.queries import leads_by_id
    from doughy_cli.leads.write_queries import edit_leads

    session = app.session
    before = leads_by_id(session, ids[:SHOWN])
    after = edit_leads(session, ids[:SHOWN], change).rows
    session.rollback()
    for old, new in zip(before, after, strict=True):
        told = "; ".join(differences(old, new)) or "no field changes"
        app.output.say(f"  {str(old.id)[:8]}  {old.name}: {told}")
    if len(ids) > SHOWN:
        app.output.say(f"  … and {len(ids) - SHOWN:,} more")
