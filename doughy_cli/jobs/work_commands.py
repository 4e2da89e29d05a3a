"""`doughy jobs work`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.flagset import takes
from doughy_cli.jobs.rows import WorkedRow
from doughy_cli.jobs.work_flags import WorkFlags
from doughy_cli.options import Showing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Showing.of(WorkedRow))
@takes(WorkFlags, into="flags")
def work(context: typer.Context, *, flags: WorkFlags) -> None:
    """Do the jobs that are due, as a service, until it is stopped.

    Any number of workers may work on one queue, on any number of computers. SIGTERM or Ctrl-C
    lets what runs end, or hands it back; a second one hands it back at once. With --json each
    job that ends here is a line on stdout.

    Examples:
      # As a service that is always there
      doughy jobs work --service worker --concurrency 2
      # From cron: what is due, then end
      doughy jobs work --drain

    Exit codes:
      7  The server was away for longer than --max-retries allows.
    """
    from doughy_cli.jobs.working.start import start

    app: App = context.obj
    start(app, flags)
