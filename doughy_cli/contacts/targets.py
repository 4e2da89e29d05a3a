"""Which contacts a command is for, and what is said of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli import targets
from doughy_cli.contacts.filters import ContactFilter
from doughy_cli.contacts.rows import ContactRow
from doughy_cli.targets import texts

if TYPE_CHECKING:
    from doughy_cli.context import App

_NOUNS = ("contact", "contacts")

Named = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Ids or their beginnings, e-mails or phones; - reads them from stdin.",
    ),
]


def meant(app: App, named: list[str], *, deleted: bool = False) -> list[UUID]:
    """Return the ids of the contacts that are named; see `find_contacts`."""
    from doughy_cli.contacts.find_queries import find_contacts

    return find_contacts(app.session, texts(app, named), app.settings.region, deleted=deleted)


def lead_of(app: App, where: ContactFilter) -> UUID | None:
    """Return the id of the lead whose contacts `where` means, if it names one."""
    if not where.lead:
        return None
    from doughy_cli.db.finding import find_lead

    return find_lead(app.session, where.lead, app.settings.region)


def show_written(
    app: App, named: list[str], written: tuple[list[ContactRow], int], done: str, already: str
) -> None:
    """Write what is stored now: an object for one contact that was named, else a list."""
    rows, changed = written
    words = targets.said(_NOUNS, len(rows), changed, done, already)
    targets.show_written(app, ContactRow, named, rows, words)


def counted(count: int) -> str:
    """Return `1 contact` or `1,200 contacts`."""
    return targets.counted(count, _NOUNS)
