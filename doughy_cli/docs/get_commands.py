"""`doughy docs get`, `open` and `url`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.docs.rows import GotRow, UrlRow
from doughy_cli.docs.targets import Named, One, meant, places
from doughy_cli.docs.values import read_expiry
from doughy_cli.errors import Usage
from doughy_cli.options import Showing
from doughy_cli.targets import show_read

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.docs.places import Places
    from doughy_cli.docs.rows import DocumentRow

app = typer.Typer()


@app.command(cls=Showing.of(GotRow))
def get(
    context: typer.Context,
    documents: Named,
    to: Annotated[
        str | None,
        typer.Option(metavar="FILE|FOLDER|-", help="Where to; else here, under its own name."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write documents' files, and check that they are what was added.

    An interrupted one is gone on with, and one that is there already, whole, is not written again.
    With --to - it goes to stdout. Another file in its place is not replaced, unless you say so.

    Examples:
      doughy docs get 1f2e3d4c --to report-copy.pdf
      doughy docs get 1f2e3d4c --to - >report-copy.pdf

    Exit codes:
      6  Some files were written before another one failed.
    """
    from doughy_cli.docs.fetching import fetch, paths
    from doughy_cli.docs.queries import documents_by_id

    app: App = context.obj
    rows = documents_by_id(app.session, meant(app, documents))
    known = places(app)
    app.session.commit()  # no transaction is open while bytes are copied
    if to == "-":
        _to_stdout(known, rows)
        return
    got, failed = fetch(app, known, rows, paths(rows, to), force=force)
    if len(rows) == 1 and got:
        show_read(app, GotRow, documents, got)
    elif len(rows) > 1:
        app.output.rows(GotRow, got, whole=True)
    if failed:
        raise failed


@app.command("open", cls=Showing.of(GotRow))
def open_document(context: typer.Context, document: One) -> None:
    """Show a document in the desktop's program for it.

    A link is shown in the browser. It is a copy that is shown: what you change in it does not
    change the document. Where there is no desktop, its path is printed.

    Examples:
      doughy docs open 1f2e3d4c
    """
    from doughy_cli.docs.opening import open_copy, open_link
    from doughy_cli.docs.queries import documents_by_id
    from doughy_cli.docs.stores.base import is_link

    app: App = context.obj
    [row] = documents_by_id(app.session, meant(app, [document]))
    known = places(app)
    app.session.commit()
    if is_link(row.file_url):
        open_link(app, row)
        return
    app.output.one(GotRow, open_copy(app, known, row))


@app.command(cls=Showing.of(UrlRow))
def url(
    context: typer.Context,
    documents: Named,
    expires: Annotated[
        timedelta,
        typer.Option(metavar="TIME", parser=read_expiry, help="For how long: 30m, 2h, 7d."),
    ] = "1h",  # type: ignore[assignment]  # the parser is given the default, too
) -> None:
    """Print a URL that gives a document's file to whoever has it.

    It expires after an hour, or after --expires. Only documents in S3 have one.

    Examples:
      doughy docs url 1f2e3d4c --expires 15m

    Exit codes:
      1  The document is not in S3.
    """
    from doughy_cli.docs.queries import documents_by_id

    app: App = context.obj
    rows = documents_by_id(app.session, meant(app, documents))
    known = places(app)
    ends = datetime.now(UTC) + expires
    seconds = int(expires.total_seconds())
    shared = [UrlRow(row.id, _shared(known, row, seconds), ends) for row in rows]
    if app.output.explicit or app.flags.fields:
        show_read(app, UrlRow, documents, shared)
        return
    for each in shared:
        app.output.stdout.write(f"{each.url}\n")
    app.output.say(f"Whoever has it can read the file until {ends.astimezone():%Y-%m-%d %H:%M}.")


def _shared(known: Places, row: DocumentRow, seconds: int) -> str:
    from doughy_cli.docs.getting import file_name

    store = known.of(row.file_url, row.user_id)
    return store.share(row.file_url, seconds, file_name(row))


def _to_stdout(known: Places, rows: list[DocumentRow]) -> None:
    from doughy_cli.docs.getting import write_stream

    if len(rows) > 1:
        raise Usage("Only one document at a time goes to stdout.", "Give --to FOLDER.")
    if sys.stdout.isatty():
        raise Usage("A file's bytes do not belong on a terminal.", "Give --to FILE, or a pipe.")
    [row] = rows
    store = known.of(row.file_url, row.user_id)
    write_stream(store, row, sys.stdout.buffer, lambda _size: None)
