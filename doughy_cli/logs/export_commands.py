"""`doughy logs export`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.flagset import takes
from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.rows import LogRow
from doughy_cli.options import Listing
from doughy_cli.targets import counted

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Listing.of(LogRow))
@takes(LogFilter, into="where")
def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", help="Where to write.")] = "-",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Replace a file that exists.")] = False,
    *,
    where: LogFilter,
) -> None:
    """Write logs to a file, the oldest first, however many they are.

    The format is that of -o (json, jsonl, csv, tsv) or of the file's extension; CSV to stdout.

    Examples:
      doughy logs export errors.jsonl --level error

    Exit codes:
      8  Logs are for admins.
    """
    from doughy_cli.db.connections import connect_person
    from doughy_cli.export import exists, export_format, write_records
    from doughy_cli.logs.queries import check_readable, list_logs

    app: App = context.obj
    export_format(app.flags, file)
    with connect_person(app.settings, app.output.say) as connection:
        check_readable(connection)
        if exists(file) and not yes:
            app.confirm(f"{file} exists. Replace it?")
        rows = list_logs(connection, where, app.flags.sort or "created_at", app.flags.limit)
        written = write_records(LogRow, rows, file, app.flags)
    if file != "-":
        app.output.say(f"{counted(written, ('log', 'logs'))} written to {file}.")
