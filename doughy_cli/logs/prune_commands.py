"""`doughy logs prune`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.dates import read_ago
from doughy_cli.errors import Interrupted
from doughy_cli.logs.filters import AGO
from doughy_cli.logs.levels import Level, at_most
from doughy_cli.logs.rows import PrunedRow
from doughy_cli.options import Writing
from doughy_cli.targets import counted
from doughy_cli.texts import checked_text

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.logs.prune_queries import Old

app = typer.Typer()

NOUNS = ("log", "logs")


@app.command(cls=Writing.of(PrunedRow))
def prune(
    context: typer.Context,
    older_than: Annotated[
        datetime, typer.Option(metavar=AGO, parser=read_ago, help="90d, or a date.")
    ],
    max_level: Annotated[
        Level | None,
        typer.Option(help="Only of this level and those below it.", case_sensitive=False),
    ] = None,
    source: Annotated[
        list[str] | None,
        typer.Option(metavar="TEXT", help="Only from this source; repeat it for several."),
    ] = None,
) -> None:
    """Remove old logs for good.

    It is done in batches for which nobody who writes has to wait. Ctrl-C keeps what is done so
    far. --dry-run counts. How many went, and by whom, is logged.

    Examples:
      doughy logs prune --older-than 90d --max-level info --dry-run
    """
    from doughy_cli.logs.prune_queries import Old, count_old

    app: App = context.obj
    sources = [checked_text(each, "--source") for each in source or ()] or None
    old = Old(older_than, at_most(max_level) if max_level else None, sources)
    there = count_old(app.session, old)
    if there and not app.flags.dry_run:
        day = older_than.astimezone().strftime("%Y-%m-%d %H:%M")
        app.confirm(f"Remove {counted(there, NOUNS)} from before {day} for good?", there)
    gone = there if app.flags.dry_run else _remove(app, old, there)
    if app.output.explicit or app.flags.fields:
        app.output.one(PrunedRow, PrunedRow(older_than, gone, app.flags.dry_run))
    would = "would be removed" if app.flags.dry_run else "removed"
    app.output.say(f"{counted(gone, NOUNS)} {would}.")


def _remove(app: App, old: Old, there: int) -> int:
    """Remove the logs; return how many. Raises Interrupted, saying how many went before it."""
    from doughy_cli.logs.prune_queries import leave_trace, remove_old
    from doughy_cli.progress import StatusLine

    gone = 0
    try:
        with StatusLine(app.output) as status:
            for count in remove_old(app.session, old):
                gone += count
                status.show("Removing", gone, there)
    except KeyboardInterrupt:
        app.session.rollback()
        raise Interrupted(f"Interrupted: {counted(gone, NOUNS)} removed.") from None
    finally:
        app.saved = gone > 0
        if gone:
            leave_trace(app.session, old, gone)
    return gone
