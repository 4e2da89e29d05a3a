"""Why a deal wants attention today: the rules, and their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from doughy_cli.dates import moment
from doughy_cli.deals.following.activity import Activity
from doughy_cli.deals.following.thresholds import Thresholds
from doughy_cli.deals.rows import DealRow

OFFER_SENT = "offer_sent"
# What happens within it belongs to the sending: a value, a next action, a note.
_SENDING = timedelta(minutes=1)


class Why(StrEnum):
    """The reasons, in the order in which deals are to be turned to."""

    overdue = "overdue"
    due = "due"
    silent = "silent"
    missing = "missing"
    unanswered = "unanswered"


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason in words, and its days: overdue, silent or unanswered."""

    why: Why
    words: str
    days: int = 0


def reasons(
    deal: DealRow, activity: Activity, lacks: list[str], limits: Thresholds, now: datetime
) -> list[Reason]:
    """Return why an active deal wants attention, the most pressing first; none if it does not.

    `lacks` is what is missing; `now` is in the person's time zone, and a day ends there.
    """
    found = [
        _due(deal, now),
        _silent(deal, activity, limits, now),
        Reason(Why.missing, f"no {', no '.join(lacks)}") if lacks else None,
        _unanswered(deal, activity, limits, now),
    ]
    return [each for each in found if each]


def days_since(at: datetime, now: datetime) -> int:
    """Return how many whole days have passed."""
    return max(0, (now - at).days)


def missing(deal: DealRow, arv: Any) -> list[str]:
    """Return what a deal cannot go on without: `arv` is its property's."""
    found = (
        ("lead", deal.lead_id),
        ("property", deal.property_id),
        ("ARV", arv if deal.property_id else True),
        ("next action", deal.next_action),
    )
    return [name for name, value in found if value is None]


def _due(deal: DealRow, now: datetime) -> Reason | None:
    due = deal.next_action_due
    if due is None or due > moment("today", now, end_of_day=True):
        return None
    local = due.astimezone(now.tzinfo)
    what = f": {deal.next_action}" if deal.next_action else ""
    if due >= now:
        return Reason(Why.due, f"due today{what}")
    days = (now.date() - local.date()).days
    late = f"{_days(days)} overdue" if days else f"overdue since {local:%H:%M}"
    return Reason(Why.overdue, f"{late}{what}", days)


def _silent(deal: DealRow, activity: Activity, limits: Thresholds, now: datetime) -> Reason | None:
    days, limit = days_since(activity.last_at, now), limits.silent_after(deal.stage)
    if days < limit or _is_unanswered(deal, activity):
        return None
    return Reason(Why.silent, f"silent for {_days(days)} (at {deal.stage}: {limit})", days)


def _unanswered(
    deal: DealRow, activity: Activity, limits: Thresholds, now: datetime
) -> Reason | None:
    days = days_since(activity.stage_since, now)
    if days < limits.unanswered_days or not _is_unanswered(deal, activity):
        return None
    return Reason(Why.unanswered, f"offer unanswered for {_days(days)}", days)


def _is_unanswered(deal: DealRow, activity: Activity) -> bool:
    return deal.stage == OFFER_SENT and activity.last_at <= activity.stage_since + _SENDING


def _days(count: int) -> str:
    return f"{count} day{'' if count == 1 else 's'}"
