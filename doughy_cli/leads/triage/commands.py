"""`doughy leads triage`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.errors import Usage
from doughy_cli.flagset import given, takes
from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.triage.flags import Decisions, Triaging
from doughy_cli.leads.triage.rows import TriageRow
from doughy_cli.leads.views.flags import View

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Triaging.of(TriageRow))
@takes(LeadFilter, into="where")
def triage(
    context: typer.Context,
    view: View = None,
    decisions: Decisions = None,
    plan: Annotated[
        bool, typer.Option("--plan", help="Print the queue as JSON lines, with all on the cards.")
    ] = False,
    restart: Annotated[
        bool, typer.Option("--restart", help="Begin a new round: skipped leads come again.")
    ] = False,
    *,
    where: LeadFilter,
) -> None:
    """Go through your leads one by one, deciding each with a key.

    The order is that of `leads list --next`. Each decision is saved at once; u takes back,
    ? shows the keys, and after q the same command goes on where you were.

    Examples:
      # On a terminal: a key for each decision
      doughy leads triage --status new
      # For scripts: the queue, and decisions about it
      doughy leads triage --plan --limit 20
      doughy leads triage --decisions decisions.jsonl --dry-run

    Exit codes:
      6  Some decisions were rejected.
    """
    app: App = context.obj
    if plan and decisions is not None:
        raise Usage("--plan and --decisions exclude each other.")
    if decisions is not None:
        if given(where) or view:
            raise Usage("--decisions names its leads itself.", "Leave the other flags out.")
        from doughy_cli.leads.triage.batch import apply_file

        apply_file(app, decisions)
    elif plan:
        from doughy_cli.leads.triage.batch import print_plan

        print_plan(app, where)
    else:
        from doughy_cli.leads.triage.start import start

        start(app, where, context.meta[Triaging.TYPED], restart=restart)
