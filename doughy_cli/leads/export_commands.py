"""`doughy leads export`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.flagset import takes
from doughy_cli.leads.detail_rows import LeadExportRow
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.targets import counted
from doughy_cli.leads.views.flags import View
from doughy_cli.options import Format, Listing, field_names

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Listing.of(LeadExportRow))
@takes(LeadFilter, into="where")
def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="[FILE|-]", help="Where to write.")] = "-",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Replace a file that exists.")] = False,
    view: View = None,  # noqa: ARG001 -- its callback has set the other flags
    *,
    where: LeadFilter,
) -> None:
    """Write leads to a file that `leads import` reads back.

    Contacts, notes and what earlier imports kept are in it. The format is that of -o (json,
    jsonl, csv, tsv) or of the file's extension; CSV to stdout.

    Examples:
      doughy leads export leads.csv
      doughy leads export --status qualified -o jsonl
    """
    from doughy_cli.export import COPY, exists, export_format, write_copied
    from doughy_cli.leads.reading import export_leads

    app: App = context.obj
    form = export_format(app.flags, file)
    if exists(file) and not yes:
        app.confirm(f"{file} exists. Replace it?")
    names = app.flags.fields or field_names(LeadExportRow)
    is_json = form in (Format.json, Format.jsonl)
    rows = export_leads(
        app.reader, where, app.flags.limit, app.flags.sort, names, COPY[form], json=is_json
    )
    written = write_copied(rows, file, form)
    if file != "-":
        app.output.say(f"{counted(written)} written to {file}.")
