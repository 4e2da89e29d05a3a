"""`doughy jobs cancel` and `retry`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.jobs.rows import JobRow
from doughy_cli.jobs.targets import Named, counted, found, show_written
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Writing.of(JobRow))
def cancel(context: typer.Context, jobs: Named) -> None:
    """Cancel jobs that have not ended.

    The worker of a job that runs stops it.

    Examples:
      doughy jobs cancel 1f2e3d4c

    Exit codes:
      5  The job has ended.
    """
    from doughy_cli.jobs.write_queries import cancel_jobs

    app: App = context.obj
    ids = found(app, jobs)
    app.confirm(f"Cancel {counted(len(ids))}?", len(ids))
    with app.transaction() as session:
        written = cancel_jobs(session, ids)
    show_written(app, jobs, written, "cancelled", "cancelled already")


@app.command(cls=Writing.of(JobRow))
def retry(context: typer.Context, jobs: Named) -> None:
    """Have jobs that failed or were cancelled run again.

    They begin with the first attempt.

    Examples:
      doughy jobs retry 1f2e3d4c

    Exit codes:
      5  The job has not failed, and was not cancelled.
    """
    from doughy_cli.jobs.write_queries import retry_jobs

    app: App = context.obj
    ids = found(app, jobs)
    app.confirm(f"Run {counted(len(ids))} again?", len(ids))
    with app.transaction() as session:
        written = retry_jobs(session, ids)
    show_written(app, jobs, written, "queued again", "queued already")
