"""`doughy contacts link` and `unlink`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli.contacts.rows import LinkRow
from doughy_cli.contacts.values import Relation
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

Contact = Annotated[
    str, typer.Argument(metavar="CONTACT", help="An id, its beginning, an e-mail or a phone.")
]
Lead = Annotated[
    str, typer.Argument(metavar="LEAD", help="An id, its beginning, an e-mail or a phone.")
]


@app.command(cls=Writing.of(LinkRow))
def link(
    context: typer.Context,
    contact: Contact,
    lead: Lead,
    relation: Annotated[
        Relation | None,
        typer.Option(case_sensitive=False, help="What the contact is to the lead; else other."),
    ] = None,
) -> None:
    """Link a contact to a lead, or change as what it is linked.

    Examples:
      doughy contacts link bo.reyes@example.com 3305550117 --relation heir
    """
    from doughy_cli.contacts import link_queries

    app: App = context.obj
    contact_id, lead_id = _both(app, contact, lead)
    with app.transaction() as session:
        row = link_queries.link(session, contact_id, lead_id, relation and relation.value)
    app.output.one(LinkRow, row)


@app.command(cls=Writing.of(LinkRow))
def unlink(context: typer.Context, contact: Contact, lead: Lead) -> None:
    """Take the link between a contact and a lead away; both stay.

    Examples:
      doughy contacts unlink bo.reyes@example.com 9375550100
    """
    from doughy_cli.contacts import link_queries

    app: App = context.obj
    contact_id, lead_id = _both(app, contact, lead)
    with app.transaction() as session:
        row = link_queries.unlink(session, contact_id, lead_id)
    app.output.one(LinkRow, row)


def _both(app: App, contact: str, lead: str) -> tuple[UUID, UUID]:
    from doughy_cli.contacts.find_queries import find_contacts
    from doughy_cli.db.finding import find_lead

    region = app.settings.region
    return find_contacts(app.session, [contact], region)[0], find_lead(app.session, lead, region)
