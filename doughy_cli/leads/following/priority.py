"""How urgent a lead is, and how warm: plain arithmetic on what is known of it.

The rules are doughy's own; docs/who-next.md explains them with a worked example.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from doughy_cli.leads.following.activity import Activity
from doughy_cli.leads.following.weights import Weights

_DAY = timedelta(days=1)

# The share of the status's and the consent's points that each earns.
STATUS_SHARES = {
    "new": Decimal("1.0"),
    "qualified": Decimal("0.8"),
    "active": Decimal("0.6"),
    "unqualified": Decimal("0.1"),
    "closed": Decimal("0.0"),
}
CONSENT_SHARES = {
    "opted_in": Decimal("1.0"),
    "pending": Decimal("0.5"),
    "opted_out": Decimal("0.0"),
}


@dataclass(frozen=True, slots=True)
class Priority:
    """Points by what earned them; whole numbers, so that they add up as they are shown."""

    staleness: int
    status: int
    consent: int
    value: int

    @property
    def total(self) -> int:
        """All points."""
        return self.staleness + self.status + self.consent + self.value


def priority(
    status: str, opt_status: str | None, activity: Activity, weights: Weights, now: datetime
) -> Priority:
    """Return a lead's points.

    Nobody has spoken with a lead that has no contact yet, so it has all of staleness's points.
    """
    silent = _days(activity.last_contact_at, now) if activity.last_contact_at else None
    share = Decimal(1) if silent is None else silent / weights.full_silence_days
    return Priority(
        staleness=_points(weights.staleness, share),
        status=_points(weights.status, STATUS_SHARES[status]),
        consent=_points(weights.consent, CONSENT_SHARES[opt_status or "pending"]),
        value=_points(weights.value, activity.open_value / weights.full_value),
    )


def temperature(created_at: datetime, activity: Activity, weights: Weights, now: datetime) -> str:
    """Return `hot`, `warm`, `cold` or `dead`, from silence and attempts.

    Silence counts from when the lead was last heard, or from when it came in.
    """
    silent = _days(activity.last_heard_at or created_at, now)
    if silent > weights.dead_days or activity.attempts >= weights.dead_attempts:
        return "dead"
    if silent > weights.warm_days or activity.attempts >= weights.cold_attempts:
        return "cold"
    if activity.last_heard_at and silent <= weights.hot_days:
        return "hot"
    return "warm"


def _days(since: datetime, now: datetime) -> Decimal:
    return Decimal(max(now - since, timedelta(0)) // timedelta(seconds=1)) / (
        _DAY // timedelta(seconds=1)
    )


def _points(weight: int, share: Decimal) -> int:
    return round(weight * min(max(share, Decimal(0)), Decimal(1)))
