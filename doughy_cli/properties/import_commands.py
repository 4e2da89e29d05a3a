"""`doughy properties import`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import DoneInPart, Usage
from doughy_cli.flagset import takes
from doughy_cli.options import Writing
from doughy_cli.properties.importing.flags import ReadingFlags
from doughy_cli.properties.importing.rows import ImportRow, PreviewedProperty, PreviewRow

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.properties.importing.run import Import

app = typer.Typer()


@app.command("import", cls=Writing.of(ImportRow))
@takes(ReadingFlags, into="reading")
def import_properties(
    context: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="CSV, TSV, JSON or JSON lines.")],
    rejects: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Where rejected rows go; else FILE.rejects.csv here."),
    ] = None,
    preview: Annotated[
        bool,
        typer.Option(
            "--preview",
            help="Show how the file is understood: its columns and its first 10 rows. No "
            "database is asked, so duplicates are not known.",
        ),
    ] = False,
    *,
    reading: ReadingFlags,
) -> None:
    """Import properties from a file or stdin.

    Lists of sales, of an MLS, of an assessor are understood. All of it or, if anything fails,
    nothing is stored; rows that cannot be properties are written to a file with the reason
    (exit 6). Imported twice, a file adds nothing: the same address, however it is spelt, is the
    same property.

    Examples:
      doughy properties import sales.csv --preview
      doughy properties import sales.csv --on-duplicate update --dry-run

    Exit codes:
      6  Some rows were rejected; they are in the file that is named.
    """
    from doughy_cli.importing import import_transaction
    from doughy_cli.intake.rejects_file import RejectsFile, rejects_path
    from doughy_cli.intake.sheet import open_sheet
    from doughy_cli.progress import StatusLine
    from doughy_cli.properties.importing.plan import plan
    from doughy_cli.properties.importing.run import import_properties as run

    app: App = context.obj
    with open_sheet(
        file, format=reading.format, encoding=reading.encoding, delimiter=reading.delimiter
    ) as sheet:
        job = plan(sheet, reading, app.folders)
        if preview:
            _show_preview(app, job)
            return
        # The rejects appear once the rows are stored, not before.
        with (
            RejectsFile(rejects_path(file, rejects)) as rejected,
            import_transaction(app) as connection,
            StatusLine(app.output) as line,
        ):
            row = run(connection, job, rejected, line.show)
        _show(app, job, row)


def _show(app: App, job: Import, row: ImportRow) -> None:
    from doughy_cli.properties.importing.summary import summary

    if app.output.explicit:
        app.output.one(ImportRow, row)
    for sentence in summary(job, row):
        app.output.say(sentence)
    if row.rejected:
        raise DoneInPart(
            f"{row.rejected:,} of {row.read:,} rows were rejected.",
            f"{row.rejects_file} says which and why.",
        )
    if not app.flags.dry_run:
        app.output.suggest("Next: doughy properties list")


def _show_preview(app: App, job: Import) -> None:
    from doughy_cli.intake.words import previewed
    from doughy_cli.properties.importing.preview import preview
    from doughy_cli.properties.importing.summary import understood

    if app.flags.fields:
        raise Usage("--fields is for the summary of an import.", "Leave it out with --preview.")
    row = preview(job)
    if app.output.explicit:
        app.output.one(PreviewRow, row)
        return
    for sentence in understood(job):
        app.output.say(sentence)
    app.output.say(f"The first {row.read} rows:" if row.read != 1 else "The first row:")
    app.output.rows(PreviewedProperty, row.properties)
    for sentence in previewed(row.read, row.rejected, row.rejects):
        app.output.say(sentence)
