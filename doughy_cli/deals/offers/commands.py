"""`doughy deals offer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from doughy_cli.deals.targets import One
from doughy_cli.flagset import takes
from doughy_cli.offers.flags import Comps, How, Inspections, OfferFlags, Save
from doughy_cli.offers.inputs import Method
from doughy_cli.offers.rows import OfferRow
from doughy_cli.options import Writing

if TYPE_CHECKING:
    from doughy_cli.context import App

app = typer.Typer()


@app.command(cls=Writing.of(OfferRow))
@takes(OfferFlags, into="flags")
def offer(
    context: typer.Context,
    deal: One,
    method: How = Method.mao,
    save: Save = False,
    comp: Comps = None,
    inspection: Inspections = None,
    *,
    flags: OfferFlags,
) -> None:
    """Work out the most to offer in a deal, line by line.

    What no flag says comes from the property (arv, repair_estimate, purchase_price), then from
    [offers] in the configuration, then it is what is usual (in brackets). docs/offers.md has the
    formulas and worked examples.

    Examples:
      doughy deals offer "418 maple" --percent 70 --repairs 30000
      doughy deals offer "418 maple" --arv 150000 --save
    """
    from doughy_cli.db.finding import find_deals
    from doughy_cli.offers.queries import subject_of_deal
    from doughy_cli.offers.run import offer as work_out

    app: App = context.obj
    [found] = find_deals(app.session, [deal], app.settings.region)
    about = subject_of_deal(app.session, found)
    work_out(app, about, method, flags, comp, inspection, save=save)
