"""`doughy properties export`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.flagset import takes
from doughy_cli.options import Listing
from doughy_cli.properties.filters import PropertyFilter
from doughy_cli.properties.rows import PropertyRow
from doughy_cli.properties.targets import counted, lead_of

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Listing.of(PropertyRow))
@takes(PropertyFilter, into="where")
def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", help="Where to write.")] = "-",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Replace a file that exists.")] = False,
    *,
    where: PropertyFilter,
) -> None:
    """Write properties to a file that `properties import` reads back.

    The format is that of -o (json, jsonl, csv, tsv) or of the file's extension; CSV to stdout.

    Examples:
      doughy properties export properties.csv
      doughy properties export --with-deal -o jsonl
    """
    from doughy_cli.export import exists, export_format, write_records
    from doughy_cli.properties.reading import list_properties

    app: App = context.obj
    export_format(app.flags, file)
    if exists(file) and not yes:
        app.confirm(f"{file} exists. Replace it?")
    lead = lead_of(app, where)
    rows = list_properties(app.reader, where, lead, app.flags.sort, app.flags.limit)
    written = write_records(PropertyRow, rows, file, app.flags)
    if file != "-":
        app.output.say(f"{counted(written)} written to {file}.")
