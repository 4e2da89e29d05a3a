"""`doughy properties comps`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from doughy_cli.dates import read_since
from doughy_cli.errors import Usage, quoted
from doughy_cli.flagset import WHEN
from doughy_cli.options import Format, Showing
from doughy_cli.properties.comps.rows import CompRow, CompsRow, RuleRow
from doughy_cli.properties.targets import One

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()

_NEAREST = Decimal("0.01")  # miles: what distances are rounded to
_FURTHEST = 12_500  # half way round the earth


def read_miles(text: str) -> Decimal:
    """Read a radius in miles. Raises Usage."""
    try:
        miles = Decimal(text.strip())
    except ArithmeticError:
        raise Usage(f"--radius: {quoted(text)} is not a number of miles.") from None
    if not miles.is_finite() or not _NEAREST <= miles <= _FURTHEST:
        raise Usage(f"--radius must be from {_NEAREST} to {_FURTHEST:,} miles.")
    return miles


@app.command(cls=Showing.of(CompsRow))
def comps(
    context: typer.Context,
    property: One,
    radius: Annotated[
        Decimal | None,
        typer.Option(metavar="MILES", parser=read_miles, help="How far away at most; else 1."),
    ] = None,
    number: Annotated[int, typer.Option(metavar="N", min=1, max=100, help="How many at most.")] = 6,
    age: Annotated[
        int | None,
        typer.Option(metavar="YEARS", min=0, max=1000, help="Built within so many years of it."),
    ] = None,
    sold_since: Annotated[
        datetime | None,
        typer.Option(metavar=WHEN, parser=read_since, help="Sold since; not known is left out."),
    ] = None,
    any_type: Annotated[
        bool, typer.Option("--any-type", help="Of every type, not only of the same one.")
    ] = False,
    with_arv: Annotated[
        bool, typer.Option("--with-arv", help="Take the ARV of those that have no price.")
    ] = False,
) -> None:
    """Say what a property may be worth by those sold near it.

    It is compared with your own properties that were sold. Those are ranked by distance
    (latitude and longitude, else the ZIP code), size, bedrooms, age and date of sale;
    docs/comps.md has the rule. --json shows every part of the ranking.

    Examples:
      doughy properties comps "418 maple"
      # Wider, and of any type
      doughy properties comps "418 maple" --radius 3 --any-type --with-arv
    """
    from doughy_cli.db.finding import find_property
    from doughy_cli.properties.comps.queries import near, subject_of
    from doughy_cli.properties.comps.rule import compare

    app: App = context.obj
    rule = RuleRow(
        radius_miles=Decimal(1) if radius is None else radius,
        number=number,
        age_years=age,
        sold_since=sold_since and sold_since.date(),
        any_type=any_type,
        with_arv=with_arv,
        today=date.today(),  # noqa: DTZ011 -- the day where the person is
    )
    subject = subject_of(app.session, find_property(app.session, property))
    _show(app, compare(subject, near(app.session, subject, rule), rule))


def _show(app: App, row: CompsRow) -> None:
    from doughy_cli.properties.comps.words import next_step, told

    if app.flags.fields or app.output.format in (Format.json, Format.jsonl):
        app.output.one(CompsRow, row)
    elif row.comps or app.output.format is not Format.table:
        app.output.rows(CompRow, row.comps, whole=True)
    for sentence in told(row):
        app.output.say(sentence)
    if following := next_step(row):
        app.output.suggest(following)
