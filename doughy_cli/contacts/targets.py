"""Which contacts a command is for, and what is said of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli.contacts.rows import ContactRow
from doughy_cli.errors import Usage

if TYPE_CHECKING:
    from doughy_cli.context import App

STDIN = "-"

Named = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Ids or their beginnings, e-mails or phones; - reads them from stdin.",
    ),
]


def texts(app: App, named: list[str]) -> list[str]:
    """Return what the contacts were named by, `-` standing for stdin. Raises Usage if that
    holds none."""
    found = app.ids(named)
    if STDIN in named and any(each.startswith(("[", "{")) for each in found):
        raise Usage("stdin holds JSON; give ids, one a line: --fields id -o tsv")
    if not found:
        raise Usage("stdin holds no ids.")
    return found


def meant(app: App, named: list[str], *, deleted: bool = False) -> list[UUID]:
    """Return the ids of the contacts that are named; see `find_contacts`."""
    from doughy_cli.contacts.find_queries import find_contacts

    return find_contacts(app.session, texts(app, named), app.settings.region, deleted=deleted)


def show_written(
    app: App, named: list[str], written: tuple[list[ContactRow], int], done: str, already: str
) -> None:
    """Write what is stored now: an object for one contact that was named, else a list."""
    rows, changed = written
    if len(rows) == 1 and len(named) == 1 and named != [STDIN]:
        app.output.one(ContactRow, rows[0])
    else:
        app.output.rows(ContactRow, rows)
    if app.flags.dry_run:
        return
    left = len(rows) - changed
    unchanged = f"{counted(left)} {'was' if left == 1 else 'were'} {already}"
    if not changed:
        app.output.say(f"Nothing to change: {unchanged}.")
    else:
        app.output.say(f"{counted(changed)} {done}" + (f"; {unchanged}." if left else "."))


def counted(count: int) -> str:
    """Return `1 contact` or `1,200 contacts`."""
    return f"{count:,} contact{'' if count == 1 else 's'}"
