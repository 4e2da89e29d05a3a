"""`doughy deals forecast`."""

from __future__ import annotations

import dataclasses
import shutil
from typing import TYPE_CHECKING

import typer

from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.forecast.rows import ForecastRow, MonthRow
from doughy_cli.errors import Usage
from doughy_cli.flagset import takes
from doughy_cli.options import Format, Showing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Showing.of(ForecastRow))
@takes(DealFilter, into="where")
def forecast(context: typer.Context, *, where: DealFilter) -> None:
    """Forecast what the pipeline brings, and how far to trust that.

    Active deals by the month in which they are expected to close; weighted is value ×
    probability. Won, lost and archived deals tell how often what was said came true, how long
    deals stay in a stage, and how many go on. docs/forecast.md defines each number.

    Examples:
      doughy deals forecast
      doughy deals forecast --closing-until 2027-03-31 --json
    """
    app: App = context.obj
    row = read(app, where)
    match app.output.format:
        case Format.table if not app.flags.fields:
            _draw(app, row)
        case Format.tsv | Format.csv:
            if app.flags.fields:
                raise Usage("--fields is for JSON: in a pipe the forecast is a line a month.")
            app.output.rows(MonthRow, row.months)
            app.output.say_in_pipe("A line a month; --json has all of it, -o table as it is shown.")
        case _:
            app.output.one(ForecastRow, row)


def read(app: App, where: DealFilter) -> ForecastRow:
    """Return the forecast of the deals that `where` means: in any status, if it names none."""
    from datetime import datetime

    from doughy_cli.dates import HERE
    from doughy_cli.deals.following.thresholds import read_thresholds
    from doughy_cli.deals.forecast.reading import read_deals, read_events
    from doughy_cli.deals.forecast.whole import forecast as made
    from doughy_cli.deals.targets import settled

    if not where.status:
        where = dataclasses.replace(where, any_status=True)
    limits = read_thresholds(app.folders)
    where = settled(app, where)
    deals = read_deals(app.reader, where)
    events = read_events(app.reader, [deal.id for deal, _ in deals])
    return made(deals, events, limits, datetime.now(HERE))


def _draw(app: App, row: ForecastRow) -> None:
    from doughy_cli.deals.screens.forecast import forecast_lines
    from doughy_cli.deals.screens.printing import print_lines

    print_lines(app.output, forecast_lines(row, shutil.get_terminal_size().columns))
