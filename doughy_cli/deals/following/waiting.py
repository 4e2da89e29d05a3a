"""The deals that wait, in order."""

from __future__ import annotations

import dataclasses
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.following.activity import activities
from doughy_cli.deals.following.reasons import Reason, Why, days_since, missing, reasons
from doughy_cli.deals.following.rows import NextDealRow, StaleDealRow
from doughy_cli.deals.following.thresholds import Thresholds
from doughy_cli.deals.reading import every_deal
from doughy_cli.deals.rows import DealRow
from doughy_cli.stages import stage_order

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader

_PLACES = {why: place for place, why in enumerate(Why)}
_FIELDS = tuple(each.name for each in fields(DealRow))


def next_deals(
    reader: Reader, where: DealFilter, limits: Thresholds, now: datetime
) -> list[NextDealRow]:
    """Return the person's own active deals that want attention today, in the order of `Why`.

    Among the overdue and the due the earliest comes first; among the silent the one that is
    longest over its threshold; among those that lack something the one that is furthest on; among
    the unanswered the oldest. `now` is in the person's time zone.
    """
    where = dataclasses.replace(where, mine=True)
    there = activities(reader, where)
    found = []
    for deal, arv in every_deal(reader, where):
        lacks = missing(deal, arv)
        if why := reasons(deal, there[deal.id], lacks, limits, now):
            found.append((_place(deal, why[0], limits), _next(deal, why, lacks, there[deal.id])))
    return [row for _, row in sorted(found, key=lambda each: each[0])]


def stale_deals(
    reader: Reader, where: DealFilter, limits: Thresholds, now: datetime, days: int | None
) -> list[StaleDealRow]:
    """Return the active deals without a sign of life for as long as their stage allows, or for
    `days`; the one that is longest over it first."""
    there = activities(reader, where)
    found = []
    for deal, _ in every_deal(reader, where):
        activity = there[deal.id]
        silent = days_since(activity.last_at, now)
        limit = limits.silent_after(deal.stage) if days is None else days
        if silent >= limit:
            row = StaleDealRow(
                **_values(deal),
                silent_days=silent,
                threshold_days=limit,
                stage_days=days_since(activity.stage_since, now),
                last_activity_at=activity.last_at,
                stage_since=activity.stage_since,
            )
            found.append(row)
    return sorted(found, key=lambda row: (row.threshold_days - row.silent_days, row.id))


def _next(deal: DealRow, why: list[Reason], lacks: list[str], activity: Any) -> NextDealRow:
    return NextDealRow(
        **_values(deal),
        why=why[0].why.value,
        also=[each.why.value for each in why[1:]],
        reason="; ".join(each.words for each in why),
        days=why[0].days,
        missing=[each.lower().replace(" ", "_") for each in lacks],
        last_activity_at=activity.last_at,
        stage_since=activity.stage_since,
    )


def _place(deal: DealRow, first: Reason, limits: Thresholds) -> tuple[Any, ...]:
    within = 0.0
    if first.why in (Why.overdue, Why.due) and deal.next_action_due:
        within = deal.next_action_due.timestamp()
    elif first.why is Why.silent:
        within = limits.silent_after(deal.stage) - first.days
    elif first.why is Why.missing:
        within = -stage_order(deal.stage)
    else:
        within = -first.days
    return _PLACES[first.why], within, deal.created_at, deal.id


def _values(deal: DealRow) -> dict[str, Any]:
    return {name: getattr(deal, name) for name in _FIELDS}
