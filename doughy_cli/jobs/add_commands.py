"""`doughy jobs add`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.dates import read_moment
from doughy_cli.errors import Usage
from doughy_cli.flagset import ABOUT_WHEN, WHEN
from doughy_cli.jobs.rows import JobDetailRow, JobRow
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


def _show_details(context: typer.Context, wanted: bool) -> bool:
    if wanted:
        context.obj.flags.record = JobDetailRow  # what `jobs watch` shows in the end
    return wanted


@app.command(
    cls=Writing.of(JobRow),
    help=f"""Add a job about a deal, for a worker to do.

`doughy jobs types` says which there are, and what each is given. With several --deal, a job for
each. --wait stays until they have ended, and exits as `jobs watch --exit-status` does.

{ABOUT_WHEN}

Examples:
  doughy jobs add duplicate_scan --deal "418 maple"
  # Tonight, and not before
  doughy jobs add property_valuation --deal "418 maple" --at 8h
  # Stay until it has ended
  doughy jobs add lead_rescore --deal "418 maple" --wait

Exit codes:
  1  Under --wait: the job failed.
  130  Interrupted, or under --wait: the job was cancelled.""",
)
def add(
    context: typer.Context,
    type: Annotated[str, typer.Argument(metavar="TYPE", help="What to do.")],
    deal: Annotated[
        list[str],
        typer.Option(
            metavar="ID",
            help="The deal: an id, the property's address, the lead's e-mail or phone; - reads "
            "ids from stdin.",
        ),
    ],
    given: Annotated[
        str | None,
        typer.Option("--input", metavar="JSON|@FILE", help="What the job is given: an object."),
    ] = None,
    max_attempts: Annotated[
        int | None,
        typer.Option(
            metavar="N", min=1, max=20, help="Try it so often at most; else as its type says."
        ),
    ] = None,
    at: Annotated[
        datetime | None,
        typer.Option("--at", metavar=WHEN, parser=read_moment, help="Not before then."),
    ] = None,
    wait: Annotated[
        bool,
        typer.Option(
            "--wait", is_eager=True, callback=_show_details, help="Stay until it has ended."
        ),
    ] = False,
) -> None:
    from doughy_cli.db.finding import find_deals
    from doughy_cli.jobs.inputs import checked, read_given
    from doughy_cli.jobs.installed import handler
    from doughy_cli.jobs.queries import jobs_by_id
    from doughy_cli.jobs.write_queries import add_jobs
    from doughy_cli.targets import show_changed, texts

    app: App = context.obj
    found = handler(type)
    values = checked(found.input, read_given(given), type)
    if wait and app.flags.dry_run:
        raise Usage("--wait and --dry-run exclude each other: nothing is there to wait for.")
    deals = find_deals(app.session, texts(app, deal), app.settings.region)
    with app.transaction() as session:
        ids = add_jobs(session, type, deals, values, max_attempts or found.max_attempts, at)
        rows = jobs_by_id(session, ids)
    if wait:
        from doughy_cli.jobs.watching import watch

        raise typer.Exit(watch(app, ids))
    show_changed(app, JobRow, deal, rows, _said(rows))
    if not app.flags.dry_run:
        app.output.suggest(f"Next: doughy jobs watch {str(ids[0])[:8]}")


def _said(rows: list[JobRow]) -> str:
    from doughy_cli.jobs.targets import counted

    return f"{counted(len(rows))} added, for a worker to do (`doughy jobs work`)."
