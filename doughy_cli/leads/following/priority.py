"""How urgent a lead is, and how warm: plain arithmetic on what is known of it.

The rules are doughy's own; docs/who-next.md explains them with a worked example.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache

from doughy_cli.leads.following.activity import Activity
from doughy_cli.leads.following.weights import Weights

_SECOND = timedelta(seconds=1)
_DAY = 86_400  # seconds

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
    full = weights.full_silence_days * _DAY
    silent = min(_since(activity.last_contact_at, now), full) if activity.last_contact_at else full
    value = min(max(activity.open_value, Decimal(0)), Decimal(weights.full_value))
    return Priority(
        staleness=round(weights.staleness * silent / full),
        status=_points(weights.status, STATUS_SHARES[status]),
        consent=_points(weights.consent, CONSENT_SHARES[opt_status or "pending"]),
        value=round(weights.value * value / weights.full_value) if value else 0,
    )


def temperature(created_at: datetime, activity: Activity, weights: Weights, now: datetime) -> str:
    """Return `hot`, `warm`, `cold` or `dead`, from silence and attempts.

    Silence counts from when the lead was last heard, or from when it came in.
    """
    silent = _since(activity.last_heard_at or created_at, now)
    if silent > weights.dead_days * _DAY or activity.attempts >= weights.dead_attempts:
        return "dead"
    if silent > weights.warm_days * _DAY or activity.attempts >= weights.cold_attempts:
        return "cold"
    if activity.last_heard_at and silent <= weights.hot_days * _DAY:
        return "hot"
    return "warm"


def _since(then: datetime, now: datetime) -> int:
    """Return the whole seconds between, none for what is yet to come."""
    return max((now - then) // _SECOND, 0)


@cache
def _points(weight: int, share: Decimal) -> int:
    return round(weight * share)
