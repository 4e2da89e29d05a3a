"""Which properties a change is for: those that are named, or those that fit conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli.errors import NotFound, Usage
from doughy_cli.properties.filters import PropertyFilter
from doughy_cli.properties.rows import PropertyRow
from doughy_cli.targets import Kind, texts

if TYPE_CHECKING:
    from doughy_cli.context import App

PROPERTIES = Kind(PropertyRow, "property", "properties")
counted = PROPERTIES.counted
show_written = PROPERTIES.show_written
_HELP = "Ids or their beginnings, or addresses; - reads them from stdin."

Named = Annotated[list[str], typer.Argument(metavar="ID...", help=_HELP)]
One = Annotated[str, typer.Argument(metavar="ID", help="An id or its beginning, or the address.")]
Properties = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help=_HELP, show_default=False)
]


def lead_of(app: App, where: PropertyFilter) -> UUID | None:
    """Return the id of the lead that `where` names, if it names one."""
    if where.lead is None:
        return None
    from doughy_cli.db.finding import find_lead

    return find_lead(app.session, where.lead, app.settings.region)


def meant(app: App, named: list[str] | None, where: PropertyFilter) -> list[UUID]:
    """Return the ids of the properties that are named, or of one's own that `where` fits.

    Raises Usage unless exactly one of the two is given, NotFound if there is no such property.
    """
    if bool(named) == where.narrows:
        raise Usage(
            "Name the properties, or say --where-… which.",
            "Give ids, - for ids on stdin, or flags such as --where-city Dayton.",
        )
    if named:
        from doughy_cli.db.finding import find_properties

        return find_properties(app.session, texts(app, named))
    from doughy_cli.properties.queries import own_property_ids

    found = own_property_ids(app.session, where, lead_of(app, where))
    if not found:
        raise NotFound("No property of yours fits these conditions.")
    return found
