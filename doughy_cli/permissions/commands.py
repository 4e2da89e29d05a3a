"""`doughy can`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.options import Showing
from doughy_cli.permissions.rows import PermissionRow
from doughy_cli.permissions.verbs import VERBS, checked_pair

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer(rich_markup_mode=None)

_PAIRS = "\n\n".join(f"{noun}: {', '.join(verbs)}" for noun, verbs in VERBS.items())
_SUMMARY = "Whether you may do something: it is tried, and taken back."
_CONFLICT, _REFUSED = 5, 8


@app.command(
    cls=Showing.of(PermissionRow),
    help=f"""{_SUMMARY}

The statement of the command itself is run as you and rolled back. Exit 0 if you may; 8 if you
may not, with the reason; 5 if something else is in the way, such as another active deal; 3 if
you cannot see the record at all.

{_PAIRS}

Examples:
  doughy can edit leads alma.reyes@example.com
  doughy can move deals "418 maple" && doughy deals move "418 maple" --next

Exit codes:
  5  Something else is in the way, such as another active deal.
  8  You may not; the reason is told.""",
)
def can(
    context: typer.Context,
    verb: Annotated[str, typer.Argument(metavar="VERB", help="What to do: edit, rm, …")],
    noun: Annotated[str, typer.Argument(metavar="NOUN", help="With what: deals, leads, …")],
    id: Annotated[str, typer.Argument(metavar="ID", help="The record.")],
) -> None:
    wanted, what = checked_pair(verb, noun)
    from doughy_cli.permissions.queries import try_it

    app: App = context.obj
    row = try_it(app.session, wanted, what, id, app.settings.region)
    app.output.one(PermissionRow, row)
    if not row.allowed:
        raise typer.Exit(_REFUSED if row.code == "not_permitted" else _CONFLICT)
