"""`doughy leads list`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.flagset import takes
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.following.flags import WhoNext
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.views.flags import View
from doughy_cli.options import Listing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command("list", cls=Listing.of(LeadRow))
@takes(LeadFilter, into="where")
def list_leads(
    context: typer.Context,
    who_next: WhoNext = False,
    view: View = None,  # noqa: ARG001 -- its callback has set the other flags
    *,
    where: LeadFilter,
) -> None:
    """List leads, the newest first.

    With --due or --overdue what is due soonest comes first, that of unqualified and closed
    leads included; --next leaves those out.

    Examples:
      # What is overdue, the longest first, whatever the lead's status
      doughy leads list --overdue
      # New absentee owners, the best first
      doughy leads list --status new --tag absentee --sort -score
      # All e-mails, for another program
      doughy leads list --all --json | jq -r '.[].email'
      # In the order in which to turn to them, with the reasons
      doughy leads list --next --limit 10
    """
    from doughy_cli.leads import reading

    app: App = context.obj
    if who_next:
        from doughy_cli.leads.following.commands import list_next

        list_next(app, where)
        return
    rows = reading.list_leads(app.reader, where, app.flags.sort, app.output.limit)
    app.output.rows(LeadRow, rows, lambda: reading.count_leads(app.reader, where))
