"""`doughy deals note` and `doughy deals events`."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.dates import read_since, read_until
from doughy_cli.deals.rows import DealEventRow, EventLine
from doughy_cli.deals.targets import counted, found
from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN
from doughy_cli.options import Format, Listing, Writing
from doughy_cli.targets import STDIN, show_changed
from doughy_cli.texts import checked_text

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Writing.of(DealEventRow))
def note(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="ID... TEXT",
            help="The deals (- reads their ids from stdin), and last the note (- reads it).",
            show_default=False,
        ),
    ],
) -> None:
    """Add a note to deals; `deals events` shows it.

    Examples:
      doughy deals note "418 maple" "The seller counters with 105k"
    """
    from doughy_cli.deals.changes import NOTE, Event
    from doughy_cli.deals.timeline_queries import add_notes

    app: App = context.obj
    named, text = _deals_and_text(words)
    ids = found(app, named)
    app.confirm(f"Add this note to {counted(len(ids))}?", len(ids))
    with app.transaction() as session:
        notes = add_notes(session, ids, Event(NOTE, text))
    show_changed(app, DealEventRow, named, notes, f"Noted for {counted(len(notes))}.")


@app.command(cls=Listing.of(DealEventRow))
def events(
    context: typer.Context,
    deal: Annotated[str, typer.Argument(metavar="ID", help="The deal.")],
    since: Annotated[
        datetime | None, typer.Option(metavar=WHEN, parser=read_since, help="Not before.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(metavar=WHEN, parser=read_until, help="Not after.")
    ] = None,
    type: Annotated[
        list[str] | None,
        typer.Option(metavar="TYPE", help="Only these, such as stage_changed; repeat it."),
    ] = None,
) -> None:
    """Show all that happened with a deal, the newest first.

    --sort created_at begins with the oldest. WHEN is 2026-01-31, 1/31/2026, today, friday,
    -7d (seven days ago), 2h (in two hours), or a full time.

    Examples:
      doughy deals events "418 maple" --since -30d
    """
    from doughy_cli.deals import timeline_queries
    from doughy_cli.deals.told import event_line

    app: App = context.obj
    if app.flags.sort not in (None, "created_at", "-created_at"):
        raise Usage("Events are sorted by created_at or -created_at.")
    [deal_id] = found(app, [deal])
    asked = timeline_queries.Asked(
        deal_id, since, until, type, oldest_first=app.flags.sort == "created_at"
    )
    rows = timeline_queries.events(app.session, asked, app.output.limit)

    def count() -> int:
        return timeline_queries.count_events(app.session, asked)

    if app.output.format is Format.table and not app.flags.fields:
        app.output.rows(EventLine, map(event_line, rows), count)
    else:
        app.output.rows(DealEventRow, rows, count)


def _deals_and_text(words: list[str]) -> tuple[list[str], str]:
    """Return what the deals are named by, and the note."""
    if len(words) < 2:
        raise Usage("Give the deals, and then the note.", "doughy deals note ID 'The note'")
    *named, text = words
    if text == STDIN and STDIN in named:
        raise Usage("stdin can be the ids or the note, not both.")
    if text == STDIN:
        import sys

        text = sys.stdin.read()
    return named, checked_text(text, "The note")
