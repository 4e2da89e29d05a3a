"""`doughy leads timeline`."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from doughy_cli.dates import read_since, read_until
from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN
from doughy_cli.leads.conversations.rows import TimelineLine, TimelineRow
from doughy_cli.leads.targets import found
from doughy_cli.options import Format, Listing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


class Kind(StrEnum):
    """What a timeline is made of."""

    message = "message"
    call = "call"
    transcript = "transcript"
    note = "note"
    event = "event"
    deal = "deal"
    document = "document"


@app.command(cls=Listing.of(TimelineRow))
def timeline(
    context: typer.Context,
    lead: Annotated[
        str, typer.Argument(metavar="ID", help="The lead: an id, its beginning, e-mail or phone.")
    ],
    since: Annotated[
        datetime | None, typer.Option(metavar=WHEN, parser=read_since, help="Not before.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(metavar=WHEN, parser=read_until, help="Not after.")
    ] = None,
    kind: Annotated[
        list[Kind] | None,
        typer.Option(help="Only this kind; repeat it for several.", case_sensitive=False),
    ] = None,
) -> None:
    """Show all that happened with a lead, the newest first.

    Messages, calls, transcripts, notes, changes, deals and documents. --all also shows
    notes that were taken back; --sort at begins with the oldest.

    WHEN is 2026-01-31, 1/31/2026, today, friday, -7d (seven days ago), 2h (in two hours),
    or a full time.

    Examples:
      doughy leads timeline 9375550100
      doughy leads timeline 9375550100 --since -30d --kind call --kind message
    """
    from doughy_cli.leads.conversations.summaries import line
    from doughy_cli.leads.conversations.timeline_queries import count_timeline
    from doughy_cli.leads.conversations.timeline_queries import timeline as read

    app: App = context.obj
    if app.flags.sort not in (None, "at", "-at"):
        raise Usage("A timeline is sorted by at or -at.")
    [lead_id, *others] = found(app, [lead])
    if others:  # from stdin
        raise Usage("A timeline is of one lead.")
    wanted: dict[str, Any] = {"since": since, "until": until, "withdrawn": app.flags.all}
    wanted |= {"kinds": [each.value for each in kind or Kind]}
    oldest_first = app.flags.sort == "at"
    limit = app.output.limit
    rows = read(app.connection, lead_id, **wanted, oldest_first=oldest_first, limit=limit)

    def count() -> int:
        return count_timeline(app.connection, lead_id, **wanted)

    if app.output.format is Format.table and not app.flags.fields:
        app.output.rows(TimelineLine, map(line, rows), count)
    else:
        app.output.rows(TimelineRow, rows, count)
