"""`doughy docs verify` and `gc`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.docs.filters import DocumentFilter
from doughy_cli.docs.rows import OrphanRow, VerifiedRow
from doughy_cli.docs.targets import about, counted, meant, places
from doughy_cli.errors import DoughyError
from doughy_cli.flagset import takes
from doughy_cli.options import Showing, Writing

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.docs.rows import DocumentRow

app = typer.Typer()


@app.command(cls=Showing.of(VerifiedRow))
@takes(DocumentFilter, into="where")
def verify(
    context: typer.Context,
    documents: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="Only these; else all you see.")
    ] = None,
    whole: Annotated[
        bool, typer.Option("--whole", help="List those that are fine as well.")
    ] = False,
    *,
    where: DocumentFilter,
) -> None:
    """Check that documents' files are there, whole and unchanged.

    Those that are not are listed. Exit 1 if any is not, or is where it cannot be looked at from
    here. Links are not checked.

    Examples:
      doughy docs verify
      # Every byte, not only that the file is there
      doughy docs verify --whole --json

    Exit codes:
      1  A document is not as it was added, or cannot be looked at from here.
    """
    from doughy_cli.docs import checking
    from doughy_cli.progress import Progress

    app: App = context.obj
    rows = _meant(app, documents, where)
    known = places(app)
    app.session.commit()  # no transaction is open while bytes are read
    total = sum(each.size or 0 for each in rows)
    with Progress(app.output, "Checking", total) as progress:
        found = list(checking.verify(known, rows, progress.advance))
    wrong = [each for each in found if each.state not in checking.FINE]
    shown = found if whole else wrong
    if shown or app.output.explicit:
        app.output.rows(VerifiedRow, shown, whole=True)
    app.output.say(_told(found))
    if wrong:
        raise typer.Exit(1)


@app.command(cls=Writing.of(OrphanRow))
def gc(context: typer.Context) -> None:
    """Remove files of yours in the store that no document points at.

    A command that was killed can leave some. What is younger than a day stays: it may be of a
    command that is still at work. Copies that `docs open` has made go, too.

    Examples:
      doughy docs gc --dry-run
    """
    from doughy_cli.docs import checking

    app: App = context.obj
    remove = not app.flags.dry_run
    stores = places(app).existing()
    rows: list[OrphanRow] = []
    failed: list[DoughyError] = []
    for store in stores:
        try:
            rows += checking.orphans(app, store, remove=remove)
        except DoughyError as error:  # the others are swept all the same
            failed.append(error)
    if remove:
        checking.forget_opened(app)
    if rows or app.output.explicit:
        app.output.rows(OrphanRow, rows, whole=True)
    if rows or not failed:
        app.output.say(_swept(rows, remove=remove))
    if failed:
        raise failed[0]


def _meant(app: App, documents: list[str] | None, where: DocumentFilter) -> list[DocumentRow]:
    from doughy_cli.docs import queries

    if documents:
        return queries.documents_by_id(app.session, meant(app, documents))
    return list(queries.list_documents(app.session, where, about(app, where), "created_at"))


def _told(found: list[VerifiedRow]) -> str:
    from doughy_cli.docs.checking import FINE, UNKNOWN

    unknown = sum(each.state in UNKNOWN for each in found)
    links = sum(each.state == "link" for each in found)
    fine = sum(each.state in FINE for each in found) - links
    wrong = len(found) - unknown - links - fine
    words = [f"{counted(fine)} checked: there, whole and unchanged."]
    if wrong:
        words = [f"{counted(wrong)} not as added; {fine:,} checked and fine."]
    if unknown:
        words.append(f"{counted(unknown)} could not be checked.")
    if links:
        words.append(f"{counted(links)} not checked: links.")
    return " ".join(words)


def _swept(rows: list[OrphanRow], *, remove: bool) -> str:
    from doughy_cli.progress import in_words

    if not rows:
        return "Nothing lies there that no document points at."
    gone = [each for each in rows if each.removed]
    if gone:
        files, size = (sum(getattr(each, name) for each in gone) for name in ("files", "size"))
        done = "Removed" if remove else "Dry run: would remove"
        words = f"{done} {files:,} file{'s' * (files != 1)}, {in_words(size)}."
    else:
        words = "Nothing was removed." if remove else "Dry run: nothing would be removed."
    if young := len(rows) - len(gone):
        words += f" {young} left: younger than a day."
    return words
