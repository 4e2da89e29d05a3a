"""Which documents a command is for, and what is said of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli.docs.rows import DocumentRow
from doughy_cli.targets import Kind, texts

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.docs.filters import DocumentFilter
    from doughy_cli.docs.places import Places
    from doughy_cli.docs.queries import About

DOCUMENTS = Kind(DocumentRow, "document", "documents")
counted = DOCUMENTS.counted
show_written = DOCUMENTS.show_written
_HELP = "Ids or their beginnings; - reads them from stdin."

Named = Annotated[list[str], typer.Argument(metavar="ID...", help=_HELP)]
One = Annotated[str, typer.Argument(metavar="ID", help="An id or its beginning.")]


def meant(app: App, named: list[str]) -> list[UUID]:
    """Return the ids of the documents that are named; see `find_documents`."""
    from doughy_cli.docs.find_queries import find_documents

    return find_documents(app.session, texts(app, named))


def about(app: App, where: DocumentFilter) -> About:
    """Return the ids of the property, deal and lead that `where` names."""
    from doughy_cli.db.finding import find_deals, find_lead, find_property
    from doughy_cli.docs.queries import About

    session, region = app.session, app.settings.region
    return About(
        find_property(session, where.property) if where.property else None,
        find_deals(session, [where.deal], region)[0] if where.deal else None,
        find_lead(session, where.lead, region) if where.lead else None,
    )


def places(app: App) -> Places:
    """Return the stores of this run."""
    from doughy_cli.db.address import label
    from doughy_cli.docs.place_queries import me, places_of_database
    from doughy_cli.docs.places import Places, setting

    told = setting(app.settings, places_of_database(app.session))
    return Places(app.settings, label(app.settings), me(app.session), told)
