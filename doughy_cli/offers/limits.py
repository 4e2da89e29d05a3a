"""Whether more is offered than the numbers allow: asked before an offer goes out, whether as a
stage or as a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from doughy_cli.offers.sheet import money


@dataclass(frozen=True, slots=True)
class Limit:
    """The most that can be offered: an offer that a timeline keeps (`method` and `kept_at`), or,
    where it keeps none, the MAO of what the property says (`kept_at` is None)."""

    amount: Decimal
    method: str
    kept_at: datetime | None


def above(offered: Decimal | None, limit: Limit | None) -> str | None:
    """Return what to say of an offer of `offered` dollars that is above `limit`; None if it is
    not, or if either is unknown."""
    if offered is None or limit is None or offered <= limit.amount:
        return None
    if limit.kept_at is None:
        which = "the MAO of the property's ARV and repairs"
    else:
        which = f"the maximum kept on {limit.kept_at.astimezone():%Y-%m-%d} ({limit.method})"
    over = money(offered - limit.amount)
    most = f"-${money(-limit.amount)}" if limit.amount < 0 else f"${money(limit.amount)}"
    return f"${money(offered)} is ${over} above {which}, {most}"
