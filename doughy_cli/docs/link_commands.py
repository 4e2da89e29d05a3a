"""`doughy docs link` and `unlink`: to which properties a document belongs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.docs.fields import PlaceFlags
from doughy_cli.docs.rows import DocumentDetailRow
from doughy_cli.docs.targets import One, meant
from doughy_cli.errors import NotFound, Usage
from doughy_cli.flagset import takes
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from uuid import UUID

    from sqlmodel import Session

    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Writing.of(DocumentDetailRow))
@takes(PlaceFlags, into="where")
def link(
    context: typer.Context,
    document: One,
    primary: Annotated[
        bool, typer.Option("--primary", help="It is the main document of these, and no other is.")
    ] = False,
    *,
    where: PlaceFlags,
) -> None:
    """Link a document to properties: one that all of a package deal share.

    Examples:
      doughy docs link 1f2e3d4c --property "56 cedar"
    """
    from doughy_cli.docs.link_queries import link_all
    from doughy_cli.docs.write_queries import hold_places

    app: App = context.obj
    with _written(app, document, where) as (session, document_id, places):
        hold_places(session, places, None)
        changed = link_all(session, [document_id], places, primary=primary)
    if not app.flags.dry_run:
        app.output.say("Linked." if changed else "Nothing to change: it was linked already.")


@app.command(cls=Writing.of(DocumentDetailRow))
@takes(PlaceFlags, into="where")
def unlink(context: typer.Context, document: One, *, where: PlaceFlags) -> None:
    """Take a document away from properties; document and properties stay.

    Examples:
      doughy docs unlink 1f2e3d4c --property "1207 harbor" --dry-run
    """
    from doughy_cli.docs.link_queries import unlink_all

    app: App = context.obj
    with _written(app, document, where) as (session, document_id, places):
        if not unlink_all(session, document_id, places):
            raise NotFound("This document is not linked to this property.", "See `docs show ID`.")
    if not app.flags.dry_run:
        app.output.say("Unlinked.")


@contextmanager
def _written(
    app: App, document: str, where: PlaceFlags
) -> Iterator[tuple[Session, UUID, list[UUID]]]:
    """Yield what a body needs to write a document's links: a transaction, the document's id and
    the properties'; then show the document."""
    from doughy_cli.docs.detail_queries import document_details

    document_id, places = _both(app, document, where)
    with app.transaction() as session:
        yield session, document_id, places
        [row] = document_details(session, [document_id])
    app.output.one(DocumentDetailRow, row)


def _both(app: App, document: str, where: PlaceFlags) -> tuple[UUID, list[UUID]]:
    """Return the document's id and the properties' that are meant; lock the document."""
    from doughy_cli.db.finding import find_properties
    from doughy_cli.docs.link_queries import properties_of_deal
    from doughy_cli.docs.write_queries import lock_documents

    if not (where.property or where.package):
        raise Usage("Say which properties: --property ID, or --package.")
    [document_id] = meant(app, [document])
    [row] = lock_documents(app.session, [document_id])
    if row.lead_id is not None:
        raise Usage("A seller's document is of no property.", "See its lead: `docs edit --lead`.")
    if where.package and row.deal_id is None:
        raise Usage("The document is of no deal.", "Give its deal first: `docs edit --deal ID`.")
    found = find_properties(app.session, where.property) if where.property else []
    if where.package and row.deal_id is not None:
        found += properties_of_deal(app.session, row.deal_id)
    return document_id, list(dict.fromkeys(found))
