"""From deals and what happened to them to what the page shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from doughy_cli.deals.board.build import build
from doughy_cli.deals.following.thresholds import Thresholds
from doughy_cli.deals.forecast.history import ACTIVE, Happened
from doughy_cli.deals.forecast.whole import forecast
from doughy_cli.deals.report.page import NAMED
from doughy_cli.deals.report.rows import ReportContent, StageSumRow
from doughy_cli.deals.rows import DealRow


def made(
    deals: Sequence[tuple[DealRow, datetime]],
    events: Iterable[Happened],
    limits: Thresholds,
    now: datetime,
    whose: str,
    *,
    narrowed: bool,
) -> ReportContent:
    """Return the report of `deals`, each with the time of its last sign of life."""
    active = [(deal, at) for deal, at in deals if deal.status == ACTIVE]
    board = build(active, now)
    valued = [deal for deal, _ in active if deal.estimated_value]
    valued.sort(key=lambda deal: (-(deal.estimated_value or Decimal(0)), deal.title, deal.id))
    return ReportContent(
        whose=whose,
        narrowed=narrowed,
        forecast=forecast(deals, events, limits, now),
        stages=[
            StageSumRow(each.stage, each.count, each.value, each.weighted) for each in board.stages
        ],
        largest=valued[:NAMED],
    )
