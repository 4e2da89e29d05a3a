"""How long a deal usually stays in a stage: what is longer is marked, twice as long more so."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from doughy_cli.stages import STAGES

# Days; the person's own figures are in `doughy deals forecast`.
USUAL_DAYS: dict[str, int] = dict(zip(STAGES, (7, 7, 7, 7, 14, 30, 14), strict=True))
ELSEWHERE = 14  # for a stage outside the list


class Age(StrEnum):
    """How old a deal is in its stage."""

    fresh = "fresh"
    old = "old"
    very_old = "very_old"


def usual_days(stage: str) -> int:
    """Return how many days a deal usually stays in `stage`."""
    return USUAL_DAYS.get(stage, ELSEWHERE)


def days_between(since: datetime, now: datetime) -> int:
    """Return the whole days that have passed."""
    return max(now - since, timedelta(0)).days


def age(stage: str, days: int) -> Age:
    """Return how old a deal is that has been in `stage` for `days`."""
    usual = usual_days(stage)
    if days > 2 * usual:
        return Age.very_old
    return Age.old if days > usual else Age.fresh
