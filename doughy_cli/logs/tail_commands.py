"""`doughy logs tail`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.logs.about import AboutOption, show_about
from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.rows import LogRow
from doughy_cli.options import LARGEST, Showing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

_LINES = 50
_INTERRUPTED = 130


@app.command(cls=Showing.of(LogRow))
@takes(LogFilter, into="where")
def tail(
    context: typer.Context,
    lines: Annotated[
        int | None,
        typer.Option(
            "--lines",
            "-n",
            min=0,
            max=LARGEST,
            metavar="N",
            help="The last N logs; 50 without it, with --since all of them.",
            show_default=False,
        ),
    ] = None,
    follow: Annotated[
        bool, typer.Option("--follow", "-f", help="Stay, and show what is written from now on.")
    ] = False,
    details: Annotated[
        bool, typer.Option("--details", help="Show the details below each log.")
    ] = False,
    max_retries: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="With -f: end with exit code 7 after N attempts in vain to connect again; "
            "without it there is no end to them.",
            show_default=False,
        ),
    ] = None,
    about: AboutOption = None,
    *,
    where: LogFilter,
) -> None:
    """Show the last logs, the newest at the end, for admins.

    With -f new ones follow as they are written, each once, across restarts of the server and cut
    connections. --json writes one object a line.

    Examples:
      doughy logs tail
      doughy logs tail -n 200 --source edge-function --grep timeout
      # Those that follow, from warnings on
      doughy logs tail -f --level warning
      # What happened with a lead, wherever it is kept
      doughy logs tail --about lead 9375550100

    Exit codes:
      8  Logs are for admins.
    """
    from doughy_cli.logs.lines import log_lines
    from doughy_cli.logs.tail_output import TailOutput
    from doughy_cli.logs.tailing import show_last, stay

    app: App = context.obj
    if follow and about:
        # Timelines, messages and jobs have no such cursor as the log.
        raise Usage("-f follows the log alone, not what --about adds.", "Leave one of them out.")
    if follow and where.until:
        raise Usage("-f shows what is written from now on, and --until has an end.")
    if max_retries is not None and not follow:
        raise Usage("--max-retries is for -f.")
    count = lines if lines is not None or where.since else _LINES
    if about:
        show_about(app, about, where, count, details=details)
        return
    output = TailOutput(app, LogRow, log_lines, details=details)
    if not follow:
        show_last(app, where, count, output)
        return
    try:
        stay(app, where, count, output, max_retries)
    except KeyboardInterrupt:  # the usual way to end it
        raise typer.Exit(_INTERRUPTED) from None
