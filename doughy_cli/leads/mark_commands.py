"""`doughy leads tag` and `doughy leads score`: the changes of every day, in few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.targets import counted, found, show_written
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.leads.changes import LeadChange

app = typer.Typer()

Named = Annotated[
    list[str],
    typer.Argument(
        metavar="ID...",
        help="Ids or their beginnings, e-mails or phones; - reads them from stdin.",
    ),
]


@app.command(cls=Writing.of(LeadRow))
def tag(
    context: typer.Context,
    leads: Named,
    add: Annotated[
        list[str] | None, typer.Option("--add", metavar="TAG", help="Add this tag; repeat it.")
    ] = None,
    remove: Annotated[
        list[str] | None,
        typer.Option("--remove", metavar="TAG", help="Remove this tag; repeat it."),
    ] = None,
) -> None:
    """Add tags to leads, or remove them.

    Examples:
      doughy leads tag alma.reyes@example.com --add urgent --remove absentee
      # Those that `list` finds
      doughy leads list --min-score 90 -o tsv | doughy leads tag - --add hot --yes
    """
    from doughy_cli.leads.changes import tag_change

    _change(context.obj, leads, tag_change(add or [], remove or []))


@app.command(cls=Writing.of(LeadRow))
def score(
    context: typer.Context,
    leads: Named,
    to: Annotated[int, typer.Option("--to", min=0, max=100, metavar="0-100", help="The score.")],
    reason: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Why; it goes to the timeline.")
    ] = None,
) -> None:
    """Score leads, from 0 to 100.

    Examples:
      doughy leads score 9375550100 --to 75 --reason "Wants to sell by June"
    """
    from doughy_cli.leads.changes import LeadChange
    from doughy_cli.texts import check_text

    check_text(reason)
    reasons = {"score_reason": reason.strip()} if reason else {}
    _change(context.obj, leads, LeadChange({"score": to}, reasons=reasons))


def _change(app: App, named: list[str], change: LeadChange) -> None:
    from doughy_cli.leads.edits import edit

    ids = found(app, named)
    words = change.words()
    app.confirm(f"{words[:1].upper()}{words[1:]} in {counted(len(ids))}?", len(ids))
    written = edit(app, ids, change)
    show_written(app, named, written, "saved", "like that already")
