"""`--next`: the list is the queue then, and its rows are those of the queue."""

from __future__ import annotations

from typing import Annotated

import typer


def _show_next(context: typer.Context, wanted: bool) -> bool:
    if wanted:
        from doughy_cli.leads.following.rows import NextLeadRow

        context.obj.flags.record = NextLeadRow
    return wanted


WhoNext = Annotated[
    bool,
    typer.Option(
        "--next",
        is_eager=True,
        callback=_show_next,
        help="Your own in the order in which to turn to them, with the points that say why.",
    ),
]
