"""`doughy leads …`: what only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.flagset import takes
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.following.commands import list_next
from doughy_cli.leads.following.flags import WhoNext
from doughy_cli.leads.merging.words import merged_away
from doughy_cli.leads.rows import LeadDetailRow, LeadRow
from doughy_cli.leads.targets import found
from doughy_cli.leads.views.flags import View
from doughy_cli.options import Listing, Showing
from doughy_cli.targets import show_read

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

    With --due or --overdue what is due soonest comes first.
    """
    from doughy_cli.leads import reading

    app: App = context.obj
    if who_next:
        list_next(app, where)
        return
    rows = reading.list_leads(app.reader, where, app.flags.sort, app.output.limit)
    app.output.rows(LeadRow, rows, lambda: reading.count_leads(app.reader, where))


@app.command(cls=Showing.of(LeadDetailRow))
def show(
    context: typer.Context,
    leads: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Ids or their beginnings, e-mails or phones; - reads them from stdin.",
        ),
    ],
) -> None:
    """Show leads with their contacts, open deals and last events."""
    from doughy_cli.leads.reading import lead_details

    app: App = context.obj
    rows = lead_details(app.reader, found(app, leads))
    show_read(app, LeadDetailRow, leads, rows)
    for row in rows:
        if row.merged_into:
            app.output.say(merged_away(row.id, row.merged_into))
