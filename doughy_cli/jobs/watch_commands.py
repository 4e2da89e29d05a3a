"""`doughy jobs watch`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.jobs.rows import JobDetailRow
from doughy_cli.jobs.targets import Named, found
from doughy_cli.options import Showing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Showing.of(JobDetailRow))
def watch(
    context: typer.Context,
    jobs: Named,
    exit_status: Annotated[
        bool,
        typer.Option(
            "--exit-status",
            help="Exit with the outcome: 0 succeeded, 1 failed, 130 cancelled.",
        ),
    ] = False,
) -> None:
    """Wait until jobs have ended, and show them.

    How far they have come is told on stderr meanwhile. Of several jobs --exit-status tells the
    worst. With -o jsonl each change is a line.

    Examples:
      doughy jobs watch 1f2e3d4c
      doughy jobs watch 1f2e3d4c --exit-status --quiet

    Exit codes:
      1  Under --exit-status: a job failed.
      130  Interrupted, or under --exit-status: a job was cancelled.
    """
    from doughy_cli.jobs import watching

    app: App = context.obj
    code = watching.watch(app, found(app, jobs))
    if exit_status and code:
        raise typer.Exit(code)
