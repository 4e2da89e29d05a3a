"""Which deals a command is for: those that are named, or those that fit conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli.deals.filters import DealFilter, narrows
from doughy_cli.deals.rows import DealRow
from doughy_cli.errors import NotFound, Usage

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.deals.changes import Written

STDIN = "-"
_HELP = (
    "Ids or their beginnings, the property's address, the lead's e-mail or phone; "
    "- reads them from stdin."
)

Deals = Annotated[
    list[str] | None, typer.Argument(metavar="[ID]...", help=_HELP, show_default=False)
]
Named = Annotated[list[str], typer.Argument(metavar="ID...", help=_HELP)]


def texts(app: App, named: list[str]) -> list[str]:
    """Return what the deals were named by, `-` standing for stdin. Raises Usage if that holds
    none, or records instead of ids."""
    found = app.ids(named)
    if STDIN in named and any(each.startswith(("[", "{")) for each in found):
        raise Usage("stdin holds JSON; give ids, one a line: --fields id -o tsv")
    if not found:
        raise Usage("stdin holds no ids.")
    return found


def found(app: App, named: list[str]) -> list[UUID]:
    """Return the ids of the deals that are named; see `find_deals`."""
    from doughy_cli.deals.find_queries import find_deals

    return find_deals(app.session, texts(app, named), app.settings.region)


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
    from doughy_cli.deals.find_queries import settled
    from doughy_cli.deals.queries import own_deal_ids

    ids = own_deal_ids(app.session, settled(app.session, where, app.settings.region))
    if not ids:
        raise NotFound("No deal of yours fits these conditions.")
    return ids


def alone(named: list[str] | None) -> bool:
    """Return whether one deal was named, so that one is shown and not a list."""
    return len(named or []) == 1 and named != [STDIN]


def show_written(
    app: App,
    named: list[str] | None,
    written: Written,
    done: str,
    already: str,
    then: str | None = None,
) -> None:
    """Write what is stored now: an object for one deal that was named, else a list.

    The message tells those that were `done` from those that were so `already`; `then` is what to
    do next.
    """
    rows = written.rows
    if len(rows) == 1 and alone(named):
        app.output.one(DealRow, rows[0])
    else:
        app.output.rows(DealRow, rows)
    if app.flags.dry_run:
        return
    left = len(rows) - written.changed
    unchanged = f"{counted(left)} {'was' if left == 1 else 'were'} {already}"
    if not left:
        app.output.say(f"{counted(written.changed)} {done}.")
    elif not written.changed:
        app.output.say(f"Nothing to change: {unchanged}.")
    else:
        app.output.say(f"{counted(written.changed)} {done}; {unchanged}.")
    if then and written.changed:
        app.output.suggest(then)


def counted(count: int) -> str:
    """Return `1 deal` or `1,200 deals`."""
    return f"{count:,} deal{'' if count == 1 else 's'}"
