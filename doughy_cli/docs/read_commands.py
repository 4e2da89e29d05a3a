"""`doughy docs …`: what only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.docs.filters import DocumentFilter
from doughy_cli.docs.rows import DocumentDetailRow, DocumentRow
from doughy_cli.docs.targets import Named, about, meant
from doughy_cli.flagset import takes
from doughy_cli.options import Listing, Showing
from doughy_cli.targets import show_read

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command("list", cls=Listing.of(DocumentRow))
@takes(DocumentFilter, into="where")
def list_documents(context: typer.Context, *, where: DocumentFilter) -> None:
    """List documents, the newest first.

    Those about properties and deals, and those of sellers. The size is in bytes; `properties`
    is how many a document is linked to.

    Examples:
      doughy docs list --property "418 maple"
      doughy docs list --type inspection --since -30d
    """
    from doughy_cli.docs import queries

    app: App = context.obj
    of = about(app, where)
    rows = queries.list_documents(app.session, where, of, app.flags.sort, app.output.limit)
    app.output.rows(DocumentRow, rows, lambda: queries.count_documents(app.session, where, of))


@app.command(cls=Showing.of(DocumentDetailRow))
def show(context: typer.Context, documents: Named) -> None:
    """Show documents with what they belong to, and where their files are.

    Examples:
      doughy docs show 1f2e3d4c
    """
    from doughy_cli.docs.detail_queries import document_details

    app: App = context.obj
    show_read(
        app, DocumentDetailRow, documents, document_details(app.session, meant(app, documents))
    )
