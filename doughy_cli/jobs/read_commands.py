"""`doughy jobs …`: what only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.flagset import takes
from doughy_cli.jobs.filters import JobFilter
from doughy_cli.jobs.rows import JobDetailRow, JobRow, JobTypeRow
from doughy_cli.jobs.targets import Named
from doughy_cli.options import Format, Listing, Showing
from doughy_cli.targets import show_read

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Showing.of(JobTypeRow))
def types(
    context: typer.Context,
    job_type: Annotated[
        str | None, typer.Argument(metavar="[TYPE]", help="Only this one, with what it is given.")
    ] = None,
) -> None:
    """Show the types of jobs there are, and what each is given.

    Examples:
      doughy jobs types
      doughy jobs types document_analysis

    Exit codes:
      not 4 7
    """
    from doughy_cli.jobs.shown import type_row, type_rows

    app: App = context.obj
    if job_type is not None:
        app.output.one(JobTypeRow, type_row(job_type))
        return
    app.output.rows(JobTypeRow, type_rows(app.output.say))
    if app.output.format is Format.table:
        app.output.say("What a type is given: doughy jobs types TYPE")


@app.command("list", cls=Listing.of(JobRow))
@takes(JobFilter, into="where")
def list_jobs(context: typer.Context, *, where: JobFilter) -> None:
    """List jobs, the newest first.

    Examples:
      doughy jobs list --status failed --since -7d
    """
    from doughy_cli.db.finding import find_deals
    from doughy_cli.jobs import queries

    app: App = context.obj
    deal = find_deals(app.session, [where.deal], app.settings.region)[0] if where.deal else None
    rows = queries.list_jobs(app.session, where, deal, app.flags.sort, app.output.limit)
    app.output.rows(JobRow, rows, lambda: queries.count_jobs(app.session, where, deal))


@app.command(cls=Showing.of(JobDetailRow))
def show(context: typer.Context, jobs: Named) -> None:
    """Show jobs with what they were given and what they found.

    Examples:
      doughy jobs show 1f2e3d4c
      doughy jobs show 1f2e3d4c --json | jq .output_data
    """
    from doughy_cli.jobs.shown import details
    from doughy_cli.jobs.targets import found

    app: App = context.obj
    show_read(app, JobDetailRow, jobs, details(app.session, found(app, jobs)))
