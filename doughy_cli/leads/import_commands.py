"""`doughy leads import`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import DoneInPart, Usage
from doughy_cli.flagset import takes
from doughy_cli.leads.importing.flags import ReadingFlags
from doughy_cli.leads.importing.rows import ImportRow, PreviewedLead, PreviewRow
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.leads.importing.run import Import

app = typer.Typer()


@app.command("import", cls=Writing.of(ImportRow))
@takes(ReadingFlags, into="reading")
def import_leads(
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
    """Import leads from a file or stdin.

    All of it or, if anything fails, nothing is stored; rows that cannot be leads are
    written to a file with the reason (exit 6). Imported twice, a file adds nothing.

    Examples:
      # How the file is understood, before anything is done
      doughy leads import list.csv --preview
      doughy leads import list.csv --dry-run
      doughy leads import list.csv --source "Probate list" --tag probate
      # A column of another name
      doughy leads import list.csv --map "Seller=name" --save-map county

    Exit codes:
      6  Some rows were rejected; they are in the file that is named.
    """
    from doughy_cli.importing import import_transaction
    from doughy_cli.intake.rejects_file import RejectsFile, rejects_path
    from doughy_cli.leads.importing.run import import_leads as run
    from doughy_cli.progress import StatusLine

    app: App = context.obj
    with _opened(app, file, reading) as job:
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


@contextmanager
def _opened(app: App, file: str, reading: ReadingFlags) -> Iterator[Import]:
    from doughy_cli.intake.sheet import open_sheet
    from doughy_cli.leads.importing.plan import plan

    with open_sheet(
        file, format=reading.format, encoding=reading.encoding, delimiter=reading.delimiter
    ) as sheet:
        yield plan(sheet, reading, app.folders, app.settings.region)


def _show(app: App, job: Import, row: ImportRow) -> None:
    from doughy_cli.leads.importing.summary import summary

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
        app.output.suggest("Next: doughy leads list")


def _show_preview(app: App, job: Import) -> None:
    from doughy_cli.leads.importing.preview import preview
    from doughy_cli.leads.importing.summary import hint, previewed, understood

    if app.flags.fields:
        raise Usage("--fields is for the summary of an import.", "Leave it out with --preview.")
    row = preview(job)
    if app.output.explicit:
        app.output.one(PreviewRow, row)
        return
    for sentence in (*understood(job.sheet, job.match), *hint(job)):
        app.output.say(sentence)
    app.output.say(f"The first {row.read} rows:" if row.read != 1 else "The first row:")
    app.output.rows(PreviewedLead, row.leads)
    for sentence in previewed(row):
        app.output.say(sentence)
