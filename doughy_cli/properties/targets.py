"""Which properties a change is for: those that are named, or those that fit conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli import targets
from doughy_cli.errors import NotFound, Usage
from doughy_cli.properties.filters import PropertyFilter
from doughy_cli.properties.rows import PropertyRow

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.properties.changes import Written

_NOUNS = ("property", "properties")
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

        return find_properties(app.session, targets.texts(app, named))
    from doughy_cli.properties.queries import own_property_ids

    found = own_property_ids(app.session, where, lead_of(app, where))
    if not found:
        raise NotFound("No property of yours fits these conditions.")
    return found


def show_written(
    app: App,
    named: list[str] | None,
    written: Written,
    done: str,
    already: str,
    then: str | None = None,
) -> None:
    """Write what is stored now; `then` is what to do next. See `doughy_cli.targets`."""
    words = targets.said(_NOUNS, len(written.rows), written.changed, done, already)
    targets.show_written(app, PropertyRow, named, written.rows, words)
    if then and written.changed and not app.flags.dry_run:
        app.output.suggest(then)


def counted(count: int) -> str:
    """Return `1 property` or `1,200 properties`."""
    return targets.counted(count, _NOUNS)
