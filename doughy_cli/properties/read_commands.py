"""`doughy properties …`: what only reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.flagset import takes
from doughy_cli.options import Listing, Showing
from doughy_cli.properties.filters import PropertyFilter
from doughy_cli.properties.rows import PropertyDetailRow, PropertyRow
from doughy_cli.properties.targets import Named, lead_of
from doughy_cli.targets import show_read, texts

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command("list", cls=Listing.of(PropertyRow))
@takes(PropertyFilter, into="where")
def list_properties(context: typer.Context, *, where: PropertyFilter) -> None:
    """List properties, the newest first.

    Examples:
      doughy properties list --city Dayton --max-price 120000
      doughy properties list --without-arv -o csv
      # Those about which there is no deal yet
      doughy properties list --without-deal --min-beds 3
    """
    from doughy_cli.properties import reading

    app: App = context.obj
    lead = lead_of(app, where)
    rows = reading.list_properties(app.reader, where, lead, app.flags.sort, app.output.limit)
    app.output.rows(PropertyRow, rows, lambda: reading.count_properties(app.reader, where, lead))


@app.command(cls=Showing.of(PropertyDetailRow))
def show(context: typer.Context, properties: Named) -> None:
    """Show properties with their lead, open deals and documents.

    Examples:
      doughy properties show "418 maple"
      doughy properties show "418 maple" --json | jq .arv
    """
    from doughy_cli.db.finding import find_properties
    from doughy_cli.properties.detail_queries import property_details

    app: App = context.obj
    ids = find_properties(app.session, texts(app, properties))
    rows = property_details(app.session, ids)
    show_read(app, PropertyDetailRow, properties, rows)
    if len(rows) == 1:
        app.output.suggest(_next_steps(rows[0]))


def _next_steps(row: PropertyDetailRow) -> str:
    """Return what to do next about a property: what it is worth, what to offer, a deal."""
    short = str(row.id)[:8]
    steps = []
    if row.arv is None:
        steps.append(f"doughy properties comps {short}")
    elif row.repair_estimate is None:
        steps.append(f"doughy properties edit {short} --repair-estimate AMOUNT")
    else:
        steps.append(f"doughy properties offer {short}")
    if not row.open_deals:
        steps.append(f"doughy deals add --property {short}")
    if not row.documents:
        steps.append(f"doughy properties docs {short}")
    return "\n  ".join(["Next:", *steps])
