"""Which deals a command is for: those that are named, or those that fit conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli.deals.filters import DealFilter, narrows
from doughy_cli.deals.rows import DealRow
from doughy_cli.errors import NotFound, Usage
from doughy_cli.targets import Kind, texts

if TYPE_CHECKING:
    from doughy_cli.context import App

DEALS = Kind(DealRow, "deal", "deals")
counted = DEALS.counted
show_written = DEALS.show_written
_HELP = (
    "Ids or their beginnings, the property's address, the lead's e-mail or phone; "
    "- reads them from stdin."
)

Deals = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help=_HELP, show_default=False)
]
One = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="An id or its beginning, the property's address, the lead's e-mail or phone.",
    ),
]
Named = Annotated[list[str], typer.Argument(metavar="ID...", help=_HELP)]


def found(app: App, named: list[str]) -> list[UUID]:
    """Return the ids of the deals that are named; see `find_deals`."""
    from doughy_cli.db.naming import ids_at_once

    wanted = texts(app, named)
    ids = ids_at_once(app.reader, "deals", wanted)
    if ids is None:
        from doughy_cli.db.finding import find_deals

        ids = find_deals(app.session, wanted, app.settings.region)
    return ids


def settled(app: App, where: DealFilter) -> DealFilter:
    """Return `where` with the whole ids of its lead and its property; see `find_queries`."""
    if where.lead is None and where.property is None:
        return where
    from doughy_cli.deals import find_queries

    return find_queries.settled(app.session, where, app.settings.region)


def meant(app: App, named: list[str] | None, where: DealFilter) -> list[UUID]:
    """Return the ids of the deals that are named, or of one's own that `where` fits.

    Raises Usage unless exactly one of the two is given, NotFound if there is no such deal.
    """
    if bool(named) == narrows(where):
        raise Usage(
            "Name the deals, or say --where-… which.",
            "Give ids, - for ids on stdin, or flags such as --where-stage offer_sent.",
        )
    if named:
        return found(app, named)
    from doughy_cli.deals.queries import own_deal_ids

    ids = own_deal_ids(app.session, settled(app, where))
    if not ids:
        raise NotFound("No deal of yours fits these conditions.")
    return ids
