"""`doughy deals next` and `doughy deals stale`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.following.rows import NextDealRow, StaleDealRow
from doughy_cli.errors import Usage
from doughy_cli.options import Format, Listing
from doughy_cli.stages import read_stage

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

Stages = Annotated[
    list[str] | None,
    typer.Option(
        "--stage", metavar="STAGE", parser=read_stage, help="At this stage; repeat it for several."
    ),
]


@app.command("next", cls=Listing.of(NextDealRow))
def next_deals(
    context: typer.Context,
    stage: Stages = None,
    check: Annotated[
        bool,
        typer.Option(
            "--check", help="Only what is overdue: exit 1 if anything is, else say nothing."
        ),
    ] = False,
) -> None:
    """What to do today with your active deals, and why.

    First what is overdue and due, then silent deals, then deals that lack a lead, a property, an
    ARV or a next action, then offers without an answer. A deal is listed once, with all its
    reasons. After how many days a stage counts as silent is in the configuration.

    Examples:
      doughy deals next
      # From cron: exit code 1 if anything is overdue
      doughy deals next --check --quiet

    Exit codes:
      1  Under --check: something is overdue.
    """
    from datetime import datetime

    from doughy_cli.dates import HERE
    from doughy_cli.deals.following import waiting
    from doughy_cli.deals.following.thresholds import read_thresholds

    app: App = context.obj
    _no_order(app)
    where = DealFilter(stage=stage)
    limits = read_thresholds(app.folders)
    rows = waiting.next_deals(app.reader, where, limits, datetime.now(HERE))
    if check:
        rows = [row for row in rows if row.why == "overdue"]
    count = len(rows)
    quiet = check and not rows and app.output.format not in (Format.json, Format.csv)
    if not quiet:
        app.output.rows(NextDealRow, rows[: app.output.limit], lambda: count)
    if check and rows:
        raise typer.Exit(1)


@app.command(cls=Listing.of(StaleDealRow))
def stale(
    context: typer.Context,
    stage: Stages = None,
    days: Annotated[
        int | None,
        typer.Option(min=0, help="Silent for this long, whatever the stage allows."),
    ] = None,
    mine: Annotated[
        bool, typer.Option("--mine", help="Your own: support and admins see all people's.")
    ] = False,
) -> None:
    """List silent deals: active, and without a sign of life.

    For longer than their stage allows, that is; how long that is, is in the configuration.
    A sign of life is any event of the deal, and a message, call or transcript of its lead.

    Examples:
      doughy deals stale
      doughy deals stale --days 14 --stage negotiating
    """
    from datetime import datetime

    from doughy_cli.dates import HERE
    from doughy_cli.deals.following import waiting
    from doughy_cli.deals.following.thresholds import read_thresholds

    app: App = context.obj
    _no_order(app)
    where = DealFilter(stage=stage, mine=mine)
    limits = read_thresholds(app.folders)
    rows = waiting.stale_deals(app.reader, where, limits, datetime.now(HERE), days)
    app.output.rows(StaleDealRow, rows[: app.output.limit], lambda: len(rows))


def _no_order(app: App) -> None:
    if app.flags.sort:
        raise Usage("This list has an order of its own.", "Leave out --sort.")
