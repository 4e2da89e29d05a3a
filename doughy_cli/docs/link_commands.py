"""`doughy docs link` and `unlink`: to which properties a document belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.docs.rows import DocumentDetailRow
from doughy_cli.docs.targets import One, meant
from doughy_cli.errors import NotFound, Usage
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from uuid import UUID

    from doughy_cli.context import App

app = typer.Typer()

_Properties = Annotated[
    list[str] | None,
    typer.Option("--property", metavar="ID", help="A property; repeat it for several."),
]


@app.command(cls=Writing.of(DocumentDetailRow))
def link(
    context: typer.Context,
    document: One,
    property: _Properties = None,
    package: Annotated[
        bool, typer.Option("--package", help="Every property of the document's deal.")
    ] = False,
    primary: Annotated[
        bool, typer.Option("--primary", help="It is the main document of these, and no other is.")
    ] = False,
) -> None:
    """Link a document to properties: one that all of a package deal share."""
    from doughy_cli.docs.link_queries import link_all
    from doughy_cli.docs.write_queries import hold_places

    app: App = context.obj
    document_id, places = _both(app, document, property, package=package)
    with app.transaction() as session:
        hold_places(session, places, None)
        changed = link_all(session, [document_id], places, primary=primary)
        _show(app, document_id)
    if not app.flags.dry_run:
        app.output.say("Linked." if changed else "Nothing to change: it was linked already.")


@app.command(cls=Writing.of(DocumentDetailRow))
def unlink(
    context: typer.Context,
    document: One,
    property: _Properties = None,
    package: Annotated[
        bool, typer.Option("--package", help="Every property of the document's deal.")
    ] = False,
) -> None:
    """Take a document away from properties; document and properties stay."""
    from doughy_cli.docs.link_queries import unlink_all

    app: App = context.obj
    document_id, places = _both(app, document, property, package=package)
    with app.transaction() as session:
        if not unlink_all(session, document_id, places):
            raise NotFound("This document is not linked to this property.", "See `docs show ID`.")
        _show(app, document_id)
    if not app.flags.dry_run:
        app.output.say("Unlinked.")


def _both(
    app: App, document: str, property: list[str] | None, *, package: bool
) -> tuple[UUID, list[UUID]]:
    """Return the document's id and the properties' that are meant; lock the document."""
    from doughy_cli.db.finding import find_properties
    from doughy_cli.docs.link_queries import properties_of_deal
    from doughy_cli.docs.write_queries import lock_documents

    if not (property or package):
        raise Usage("Say which properties: --property ID, or --package.")
    [document_id] = meant(app, [document])
    [row] = lock_documents(app.session, [document_id])
    if row.lead_id is not None:
        raise Usage("A seller's document is of no property.", "See its lead: `docs edit --lead`.")
    if package and row.deal_id is None:
        raise Usage("The document is of no deal.", "Give its deal first: `docs edit --deal ID`.")
    found = find_properties(app.session, property) if property else []
    if package and row.deal_id is not None:
        found += properties_of_deal(app.session, row.deal_id)
    return document_id, list(dict.fromkeys(found))


def _show(app: App, document_id: UUID) -> None:
    from doughy_cli.docs.detail_queries import document_details

    app.output.one(DocumentDetailRow, document_details(app.session, [document_id])[0])
