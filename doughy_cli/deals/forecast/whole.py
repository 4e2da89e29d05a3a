"""The forecast as a whole, from deals and what happened to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from doughy_cli.deals.following.thresholds import Thresholds
from doughy_cli.deals.forecast.calibration import brier, by_band, by_stage
from doughy_cli.deals.forecast.history import ACTIVE, Happened, Known, histories
from doughy_cli.deals.forecast.outlook import at_risk, months, rate, totals
from doughy_cli.deals.forecast.passage import conversion, time_in_stage
from doughy_cli.deals.forecast.rows import ForecastRow
from doughy_cli.deals.rows import DealRow


def forecast(
    deals: Sequence[tuple[DealRow, datetime]],
    events: Iterable[Happened],
    limits: Thresholds,
    now: datetime,
) -> ForecastRow:
    """Return the forecast of `deals`, each with the time of its last sign of life. `now` is
    in the person's time zone, in which days and months are."""
    rated = [
        rate(deal, last_at, limits.silent_after(deal.stage), now)
        for deal, last_at in deals
        if deal.status == ACTIVE
    ]
    known = [
        Known(deal.id, deal.status, deal.stage, deal.probability, deal.created_at)
        for deal, _ in deals
    ]
    past = histories(known, events)
    won = sum(each.won for each in past)
    return ForecastRow(
        as_of=now,
        totals=totals(rated),
        months=months(rated, now),
        at_risk=at_risk(rated),
        won=won,
        lost=sum(each.closed for each in past) - won,
        brier=brier(past),
        by_band=by_band(past),
        by_stage=by_stage(past),
        time_in_stage=time_in_stage(past, now),
        conversion=conversion(past),
    )
