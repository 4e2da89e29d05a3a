"""`doughy deals report`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.report.rows import ReportRow
from doughy_cli.errors import Usage
from doughy_cli.flagset import given, takes
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from doughy_cli.context import App
    from doughy_cli.deals.report.rows import ReportContent

app = typer.Typer()


@app.command(cls=Writing.of(ReportRow))
@takes(DealFilter, into="where")
def report(
    context: typer.Context,
    html: Annotated[
        str, typer.Option("--html", metavar="FILE|-", help="The file to write; - is stdout.")
    ],
    *,
    where: DealFilter,
) -> None:
    """Write pipeline and forecast as a page for a browser.

    With the funnel and the calibration. The page is complete in itself: it needs no network and
    runs no script. docs/forecast.md defines each number.

    Examples:
      doughy deals report --html pipeline.html
    """
    from doughy_cli.deals.report.page import page
    from doughy_cli.export import STDOUT, exists, write_whole

    app: App = context.obj
    if app.flags.dry_run:
        raise Usage("A report stores nothing: there is no --dry-run of it.")
    if html == STDOUT and app.output.explicit:
        raise Usage("stdout can be the page or the record, not both.", "Name a file after --html.")
    if exists(html):
        app.confirm(f"Replace {html}?")
    content = _content(app, where)
    text = page(content)
    written = write_whole(text, html)
    if html != STDOUT:
        row = ReportRow(html, written, content.forecast.totals.count, content.forecast.as_of)
        if app.output.explicit or app.flags.fields:
            app.output.one(ReportRow, row)
        app.output.say(f"Written to {html}.")


def _content(app: App, where: DealFilter) -> ReportContent:
    from datetime import datetime

    from doughy_cli.dates import HERE
    from doughy_cli.deals.following.thresholds import read_thresholds
    from doughy_cli.deals.forecast.reading import read_deals, read_events
    from doughy_cli.deals.report.content import made
    from doughy_cli.deals.targets import settled

    limits = read_thresholds(app.folders)
    narrowed = bool(given(where))
    if not where.status:
        where = dataclasses.replace(where, any_status=True)
    where = settled(app, where)
    deals = read_deals(app.reader, where)
    events = read_events(app.reader, [deal.id for deal, _ in deals])
    whose = app.settings.email or ""
    return made(deals, events, limits, datetime.now(HERE), whose, narrowed=narrowed)
