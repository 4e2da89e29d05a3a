"""`doughy leads views …`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.flagset import takes
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.following.flags import WhoNext
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.views.flags import Saving
from doughy_cli.leads.views.rows import ViewRow
from doughy_cli.options import Listing, Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Views: saved flags of `leads list`."
)

Name = Annotated[str, typer.Argument(metavar="NAME", help="The view's name.")]


@app.command("save", cls=Saving.of(LeadRow))
@takes(LeadFilter, into="where")
def save(
    context: typer.Context,
    name: Name,
    who_next: WhoNext = False,  # noqa: ARG001 -- flags are checked here, and kept as typed
    *,
    where: LeadFilter,  # noqa: ARG001
) -> None:
    """Save the flags given under NAME, for `leads list --view NAME`.

    Dates stay as typed: --since -7d is the last seven days whenever the view is used.

    Examples:
      doughy leads views save hot --min-score 80 --status active --sort -score
      # Then
      doughy leads list --view hot

    Exit codes:
      not 3 4 7
    """
    from doughy_cli.leads.views.saved import save_view, views

    app: App = context.obj
    view = save_view(app.folders, name, context.meta[Saving.TYPED])
    app.output.keep(ViewRow, views(app.folders))
    app.output.say(f"Saved. Use it: doughy leads list --view {view.name}")


@app.command("list", cls=Listing.of(ViewRow))
def list_views(context: typer.Context) -> None:
    """List the saved views.

    Examples:
      doughy leads views list

    Exit codes:
      not 4 7
    """
    from doughy_cli.leads.views.saved import views

    app: App = context.obj
    found = views(app.folders)
    app.output.rows(ViewRow, found[: app.output.limit], lambda: len(found))


@app.command(cls=Writing.of(ViewRow))
def rm(context: typer.Context, name: Name) -> None:
    """Remove a view; the leads in it stay.

    Examples:
      doughy leads views rm hot

    Exit codes:
      not 4 5 7 8
    """
    from doughy_cli.leads.views.saved import load_view, remove_view

    app: App = context.obj
    gone = load_view(app.folders, name) if app.flags.dry_run else remove_view(app.folders, name)
    app.output.one(ViewRow, gone)
    app.output.say("Dry run: nothing was removed." if app.flags.dry_run else "Removed.")
