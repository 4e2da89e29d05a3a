"""`doughy leads show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.leads.detail_rows import LeadDetailRow
from doughy_cli.leads.merging.words import merged_away
from doughy_cli.leads.targets import found
from doughy_cli.options import Showing
from doughy_cli.targets import show_read

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


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
    """Show leads with their contacts, open deals and last events.

    Examples:
      doughy leads show alma.reyes@example.com
      doughy leads show 9375550100 --json
    """
    from doughy_cli.leads.detail_reading import lead_details

    app: App = context.obj
    rows = lead_details(app.reader, found(app, leads))
    show_read(app, LeadDetailRow, leads, rows)
    for row in rows:
        if row.merged_into:
            app.output.say(merged_away(row.id, row.merged_into))
