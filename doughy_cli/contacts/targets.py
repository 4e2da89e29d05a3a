"""Which contacts a command is for, and what is said of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli.contacts.filters import ContactFilter
from doughy_cli.contacts.rows import ContactRow
from doughy_cli.targets import Kind, texts

if TYPE_CHECKING:
    from doughy_cli.context import App

CONTACTS = Kind(ContactRow, "contact", "contacts")
counted = CONTACTS.counted
show_written = CONTACTS.show_written

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
