"""`doughy docs get`, `open` and `url`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.docs.rows import GotRow, UrlRow
from doughy_cli.docs.targets import Named, One, meant, places
from doughy_cli.docs.values import read_expiry
from doughy_cli.errors import Conflict, Usage
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

    An interrupted one is gone on with. With --to - it goes to stdout. A file that is there
    already is not replaced, unless you say so.
    """
    from doughy_cli.docs.queries import documents_by_id

    app: App = context.obj
    rows = documents_by_id(app.session, meant(app, documents))
    known = places(app)
    app.session.commit()  # no transaction is open while bytes are copied
    if to == "-":
        _to_stdout(known, rows)
        return
    paths = _paths(rows, to)
    agreed = [_may_replace(app, path, force=force) for path in paths]
    got = [_to_file(app, known, *each) for each in zip(rows, paths, agreed, strict=True)]
    show_read(app, GotRow, documents, got)


@app.command("open", cls=Showing.of(GotRow))
def open_document(context: typer.Context, document: One) -> None:
    """Show a document in the program that the desktop has for it; a link, in the browser.

    It is a copy that is shown: what you change in it does not change the document. Where there
    is no desktop, its path is printed.
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
    """Print a URL that gives a document's file to whoever has it, until it expires (1h).

    Only documents in S3 have one.
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


def _to_file(app: App, known: Places, row: DocumentRow, path: Path, replace: bool) -> GotRow:
    from doughy_cli.docs.getting import write_file
    from doughy_cli.progress import Progress

    store = known.of(row.file_url, row.user_id)
    with Progress(app.output, f"Getting {path.name}", row.size) as progress:
        return write_file(store, row, path, progress.advance, replace=replace)


def _paths(rows: list[DocumentRow], to: str | None) -> list[Path]:
    """Return where each document goes, no two into one file."""
    from doughy_cli.docs.getting import file_name

    if to is not None and not Path(to).is_dir():
        if len(rows) > 1 or to.endswith("/"):
            raise Usage(f"{to} is no folder.", "Make it first, or name one that there is.")
        return [Path(to)]
    folder = Path(to or ".")
    found: dict[Path, None] = {}
    for row in rows:
        path = folder / file_name(row)
        if path in found:
            path = path.with_name(f"{str(row.id)[:8]}-{path.name}"[-200:])
        found[path] = None
    return list(found)


def _may_replace(app: App, path: Path, *, force: bool) -> bool:
    """Return whether there is a file that may be replaced; ask for that. Raises Conflict where
    nobody can be asked, Usage for what is no file."""
    if path.exists() and not path.is_file():
        raise Usage(f"{path} is not a file.", "Name one, or write to a pipe with --to -.")
    if not path.exists() and not path.is_symlink():
        return False
    if not force:
        if not app.interactive:
            raise Conflict(f"{path} is there already.", "Give --force to replace it.")
        app.confirm(f"{path} is there already. Replace it?")
    return True
