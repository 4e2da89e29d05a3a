"""Which leads a change is for: those that are named, or those that fit conditions."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from doughy_cli.errors import NotFound, Usage
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.rows import LeadRow
from doughy_cli.targets import Kind, texts

if TYPE_CHECKING:
    from doughy_cli.context import App

LEADS = Kind(LeadRow, "lead", "leads")
counted = LEADS.counted
show_written = LEADS.show_written

Leads = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[ID]...",
        help="Ids or their beginnings, e-mails or phones; - reads them from stdin.",
        show_default=False,
    ),
]


def found(app: App, named: list[str], *, deleted: bool = False) -> list[UUID]:
    """Return the ids of the leads that are named; see `find_leads`."""
    from doughy_cli.db.naming import ids_at_once, reached_at_once

    def reached(text: str) -> UUID | None:
        return reached_at_once(app.reader, "leads", text, app.settings.region)

    wanted = texts(app, named)
    # An e-mail or a phone means the lead that has it now, unless deleted ones are looked for.
    ids = ids_at_once(app.reader, "leads", wanted, *([] if deleted else [reached]))
    if ids is None:
        from doughy_cli.db.finding import find_leads

        ids = find_leads(app.session, wanted, app.settings.region, deleted=deleted)
    return ids


def meant(
    app: App, named: list[str] | None, where: LeadFilter, *, deleted: bool = False
) -> list[UUID]:
    """Return the ids of the leads that are named, or of one's own that `where` fits.

    `deleted` says that deleted leads are looked for, which `where` need not repeat then.
    Raises Usage unless exactly one of the two is given, NotFound if there is no such lead.
    """
    if bool(named) == where.narrows:
        raise Usage(
            "Name the leads, or say --where-… which.",
            "Give ids, - for ids on stdin, or flags such as --where-status new.",
        )
    if named:
        return found(app, named, deleted=deleted)
    from doughy_cli.leads.queries import own_lead_ids

    if deleted:
        where = dataclasses.replace(where, deleted=True, with_deleted=False)
    fitting = own_lead_ids(app.session, where)
    if not fitting:
        raise NotFound("No lead of yours fits these conditions.")
    return fitting
