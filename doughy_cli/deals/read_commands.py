"""`doughy deals …`: what only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.rows import DealDetailRow, DealRow
from doughy_cli.deals.targets import Named, found, settled
from doughy_cli.flagset import takes
from doughy_cli.options import Listing, Showing
from doughy_cli.targets import show_read

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command("list", cls=Listing.of(DealRow))
@takes(DealFilter, into="where")
def list_deals(context: typer.Context, *, where: DealFilter) -> None:
    """List active deals, the newest first.

    --status and --any-status show others. With --due or --overdue what is due soonest comes first.

    Examples:
      doughy deals list --stage offer_sent --stage negotiating
      doughy deals list --overdue
      doughy deals list --any-status --sort -estimated_value --limit 10
    """
    from doughy_cli.deals import reading

    app: App = context.obj
    where = settled(app, where)
    rows = reading.list_deals(app.reader, where, app.flags.sort, app.output.limit)
    app.output.rows(DealRow, rows, lambda: reading.count_deals(app.reader, where))


@app.command(cls=Showing.of(DealDetailRow))
def show(context: typer.Context, deals: Named) -> None:
    """Show deals with lead, property, documents and last events.

    Examples:
      doughy deals show "418 maple"
      doughy deals show 1f2e3d4c --json
    """
    from doughy_cli.deals.reading import deal_details

    app: App = context.obj
    rows = deal_details(app.reader, found(app, deals))
    show_read(app, DealDetailRow, deals, rows)
