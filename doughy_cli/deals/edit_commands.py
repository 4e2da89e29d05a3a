"""`doughy deals add`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.deals.fields import DealFlags
from doughy_cli.deals.rows import DealRow
from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

_NAMED_BY = ("title", "lead", "property")


@app.command(cls=Writing.of(DealRow))
@takes(DealFlags, into="flags")
def add(context: typer.Context, *, flags: DealFlags) -> None:
    """Add a deal, about a property, of a lead, or with a title alone."""
    from doughy_cli.deals.fields import from_flags
    from doughy_cli.deals.write_queries import add_deals

    app: App = context.obj
    values = from_flags(flags)
    if not any(values.get(name) for name in _NAMED_BY):
        raise Usage("A deal needs a lead, a property or a title.", "doughy deals add --lead ID …")
    with app.transaction() as session:
        [row] = add_deals(session, [values], app.settings.region)
    app.output.one(DealRow, row)
    if not app.flags.dry_run:
        app.output.suggest(f"Added. Next: doughy deals move {str(row.id)[:8]} --next")
