"""`doughy logs …`: what only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.flagset import takes
from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.rows import LogLine, LogRow
from doughy_cli.options import Format, Listing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command("list", cls=Listing.of(LogRow))
@takes(LogFilter, into="where")
def list_logs(context: typer.Context, *, where: LogFilter) -> None:
    """List logs, the newest first.

    Examples:
      doughy logs list --since 1h --level error --json
      doughy logs list --source edge-function --grep timeout

    Exit codes:
      8  Logs are for admins.
    """
    from doughy_cli.db.connections import connect_person
    from doughy_cli.logs import queries
    from doughy_cli.logs.lines import line

    app: App = context.obj
    with connect_person(app.settings, app.output.say) as connection:
        rows = queries.list_logs(connection, where, app.flags.sort, app.output.limit)

        def count() -> int:
            return queries.count_logs(connection, where)

        if app.output.format is Format.table and not app.flags.fields:
            app.output.rows(LogLine, map(line, rows), count)
        else:
            app.output.rows(LogRow, rows, count)
