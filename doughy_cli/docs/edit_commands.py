"""`doughy docs edit` and `rm`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.docs.fields import EditFlags
from doughy_cli.docs.rows import DocumentRow
from doughy_cli.docs.targets import Named, counted, meant, places, show_written
from doughy_cli.errors import Usage
from doughy_cli.flagset import given, takes
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from doughy_cli.context import App
    from doughy_cli.docs.stores.base import Store

app = typer.Typer()

_NAMED = 5  # documents and properties that a question names


@app.command(cls=Writing.of(DocumentRow))
@takes(EditFlags, into="flags")
def edit(context: typer.Context, documents: Named, *, flags: EditFlags) -> None:
    """Change what is noted of documents; their files stay as they are.

    Which properties a document is linked to: `docs link` and `unlink`.

    Examples:
      doughy docs edit 1f2e3d4c --title "Roof, 2026" --type inspection
    """
    from doughy_cli.docs.changes import change
    from doughy_cli.docs.queries import documents_by_id
    from doughy_cli.docs.write_queries import edit_documents

    app: App = context.obj
    if not given(flags).keys() - {"if_unchanged_since"}:
        raise Usage("Nothing to change was given.", "See `doughy docs edit --help`.")
    ids = meant(app, documents)
    seen = documents_by_id(app.session, ids)
    values = change(app, flags, seen)
    app.confirm(f"Set {', '.join(values)} of {counted(len(ids))}?", len(ids))
    with app.transaction() as session:
        written = edit_documents(session, ids, values, flags.if_unchanged_since, seen)
    show_written(app, documents, written, "saved", "like that already")


@app.command(cls=Writing.of(DocumentRow))
def rm(context: typer.Context, documents: Named) -> None:
    """Remove documents for good, with their files.

    The row goes first, then the file, unless another document has the same one. You are asked,
    and shown which properties share a document.

    Examples:
      doughy docs rm 1f2e3d4c --dry-run

    Exit codes:
      6  Some were removed before another one failed.
    """
    from doughy_cli.docs.queries import documents_by_id
    from doughy_cli.docs.removing import remove
    from doughy_cli.written import Written

    app: App = context.obj
    ids = meant(app, documents)
    rows = documents_by_id(app.session, ids)
    stores = places(app).existing()
    for sentence in [*_shared(app, rows), *_staying(stores, rows)]:
        app.output.say(sentence)
    app.confirm(f"{_question(rows)} This cannot be undone.")
    removed = remove(app, stores, rows)
    show_written(app, documents, Written(removed, len(removed)), "removed", "gone already")


def _question(rows: Sequence[DocumentRow]) -> str:
    if len(rows) == 1:
        return f"Remove {rows[0].title} ({rows[0].type})?"
    return f"Remove {counted(len(rows))}?"


def _staying(stores: Sequence[Store], rows: Sequence[DocumentRow]) -> list[str]:
    """Return a sentence for each document whose file cannot be removed from here."""
    from doughy_cli.docs.removing import out_of_reach

    away = [each.title for each in rows if out_of_reach(stores, each)]
    return [f"{title}: its file is not within reach of this computer, and stays." for title in away]


def _shared(app: App, rows: Sequence[DocumentRow]) -> list[str]:
    """Return a sentence for each document that is of several properties."""
    from doughy_cli.docs.link_queries import linked_properties

    said = []
    for row in rows:
        if row.properties > 1:
            there = [each.address for each in linked_properties(app.session, row.id)]
            more = f", and {len(there) - _NAMED} more" if len(there) > _NAMED else ""
            names = "; ".join(there[:_NAMED])
            said.append(f"{row.title} is shared by {len(there)} properties: {names}{more}.")
    return said
