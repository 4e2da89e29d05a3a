"""`doughy deals changed`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.dates import read_since, read_until
from doughy_cli.deals.rows import ChangedRow
from doughy_cli.deals.targets import Deals, found
from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN
from doughy_cli.options import Listing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


class Field(StrEnum):
    """What timelines keep before and after of."""

    created = "created"
    title_ = "title"  # a text has a method of this name
    lead_id = "lead-id"
    property_id = "property-id"
    status = "status"
    stage = "stage"
    estimated_value = "estimated-value"
    probability = "probability"
    expected_close_date = "expected-close-date"
    next_action = "next-action"
    next_action_due = "next-action-due"
    notes = "notes"


@app.command(cls=Listing.of(ChangedRow))
def changed(
    context: typer.Context,
    deals: Deals = None,
    since: Annotated[
        datetime, typer.Option(metavar=WHEN, parser=read_since, help="Not before.")
    ] = "-1d",  # type: ignore[assignment] # Typer reads it with the parser
    until: Annotated[
        datetime | None, typer.Option(metavar=WHEN, parser=read_until, help="Not after.")
    ] = None,
    field: Annotated[
        list[Field] | None,
        typer.Option(help="Only this field; repeat it for several.", case_sensitive=False),
    ] = None,
    mine: Annotated[
        bool, typer.Option("--mine", help="Your own: support and admins see all people's.")
    ] = False,
) -> None:
    """List what was changed in deals, field by field.

    Before and after, when and by whom; of all deals unless some are named, the newest change
    first, since yesterday at this time unless --since says otherwise. WHEN is 2026-01-31,
    1/31/2026, today, friday, -7d (seven days ago), 2h (in two hours), or a full time.

    Examples:
      doughy deals changed --since friday
      doughy deals changed "418 maple" --field stage --field estimated-value
    """
    from doughy_cli.deals.changed_queries import Window, changes

    app: App = context.obj
    if app.flags.sort:
        raise Usage("This list has an order of its own.", "Leave out --sort.")
    if until is not None and until < since:
        raise Usage("--until is before --since.")
    ids = found(app, deals) if deals else None
    names = [each.value.replace("-", "_") for each in field] if field else None
    window = Window(since, until, ids, names, mine)
    rows = islice(changes(app.session, window), app.output.limit)
    app.output.rows(ChangedRow, rows, lambda: sum(1 for _ in changes(app.session, window)))
