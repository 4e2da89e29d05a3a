"""`doughy leads convert`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.leads.converting.flags import DealFlags
from doughy_cli.leads.converting.rows import ConvertedDealRow
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.targets import Leads, meant
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Writing.of(ConvertedDealRow))
@takes(LeadFilter, into="where", prefix="where-")
@takes(DealFlags, into="flags")
def convert(
    context: typer.Context,
    leads: Leads = None,
    again: Annotated[
        bool, typer.Option("--again", help="Also of leads that have an open deal already.")
    ] = False,
    *,
    flags: DealFlags,
    where: LeadFilter,
) -> None:
    """Make deals of leads: one for each property of a lead.

    A lead without a property gets one if it carries an address. New, unqualified and closed
    leads become active.

    Examples:
      doughy leads convert zoe.fontaine@example.com
      doughy leads convert --where-status qualified --stage analyzing --dry-run

    Exit codes:
      5  There is an active deal about the property already.
    """
    from doughy_cli.leads.converting.deals import counted, told
    from doughy_cli.leads.converting.flags import values_of
    from doughy_cli.leads.converting.queries import convert as run

    app: App = context.obj
    values = values_of(flags)
    ids = meant(app, leads, where)
    if values.title and len(ids) > 1:
        raise Usage("--title is for one lead.", "Name one lead, or leave --title out.")
    with app.transaction() as session:
        done = run(session, ids, values, again=again)
        for sentence in told(done):
            app.output.say(sentence)
        # Asked before anything is kept: only now it is known how many there are.
        app.confirm(f"Make {counted(done)}?", len(done.deals))
    app.output.rows(ConvertedDealRow, done.deals)
    if not app.flags.dry_run:
        app.output.say(f"Made {counted(done)}." if done.deals else "No deal was made.")
