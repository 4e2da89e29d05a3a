"""`doughy logs stats`."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import typer

from doughy_cli.dates import HERE
from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.rows import HourCountRow, LogStatsRow
from doughy_cli.options import Format, Showing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

_USUAL = timedelta(hours=24)
_LONGEST = timedelta(days=366)


@app.command(cls=Showing.of(LogStatsRow))
@takes(LogFilter, into="where")
def stats(context: typer.Context, *, where: LogFilter) -> None:
    """Count logs by level, source and hour.

    Those of the last 24 hours, or since --since. A bar is an hour on the clocks here, or
    several where the window is narrow. In a pipe there is a line an hour.

    Examples:
      doughy logs stats
      doughy logs stats --since 7d --json

    Exit codes:
      8  Logs are for admins.
    """
    from doughy_cli.db.connections import connect_person
    from doughy_cli.logs.stats import build, hours_between
    from doughy_cli.logs.stats_lines import stats_lines
    from doughy_cli.logs.stats_queries import counts
    from doughy_cli.logs.tail_output import layout

    app: App = context.obj
    until = where.until or datetime.now(UTC)
    since = where.since or until - _USUAL
    if until - since > _LONGEST:
        raise Usage("Stats are of a year at most.", "Give --since 365d.")
    where = dataclasses.replace(where, since=since, until=until)
    hours = hours_between(since, until, HERE)
    with connect_person(app.settings, app.output.say) as connection:
        row = build(counts(connection, where, hours), since, until, hours)
    match app.output.format:
        case Format.table if not app.flags.fields:
            for line in stats_lines(row, layout(app.output, shutil.get_terminal_size().columns)):
                app.output.stdout.write(f"{line}\n")
        case Format.tsv | Format.csv:
            if app.flags.fields:
                raise Usage("--fields is for JSON: in a pipe the stats are a line an hour.")
            app.output.rows(HourCountRow, row.hours)
        case _:
            app.output.one(LogStatsRow, row)
