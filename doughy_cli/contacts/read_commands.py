"""`doughy contacts …`: what only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.contacts.filters import ContactFilter
from doughy_cli.contacts.rows import ContactDetailRow, ContactRow
from doughy_cli.contacts.targets import Named, lead_of
from doughy_cli.flagset import takes
from doughy_cli.options import Listing, Showing
from doughy_cli.targets import show_read, texts

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command("list", cls=Listing.of(ContactRow))
@takes(ContactFilter, into="where")
def list_contacts(context: typer.Context, *, where: ContactFilter) -> None:
    """List contacts, the newest first.

    Examples:
      doughy contacts list --search reyes
      doughy contacts list --lead 9375550100 --json
    """
    from doughy_cli.contacts import reading

    app: App = context.obj
    lead = lead_of(app, where)
    rows = reading.list_contacts(app.reader, where, lead, app.flags.sort, app.output.limit)
    app.output.rows(ContactRow, rows, lambda: reading.count_contacts(app.reader, where, lead))


@app.command(cls=Showing.of(ContactDetailRow))
def show(context: typer.Context, contacts: Named) -> None:
    """Show contacts with the leads that they belong to.

    Examples:
      doughy contacts show bo.reyes@example.com
    """
    from doughy_cli.contacts.find_queries import find_contacts
    from doughy_cli.contacts.queries import contact_details

    app: App = context.obj
    ids = find_contacts(app.session, texts(app, contacts), app.settings.region)
    rows = contact_details(app.session, ids)
    show_read(app, ContactDetailRow, contacts, rows)
