"""A plan's fields as flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from doughy_cli.dates import read_moment
from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN, Flag, given
from doughy_cli.texts import checked_text

_LONGEST = 200  # characters


class PlanStatus(StrEnum):
    """The state of a subscription, in Stripe's words (docs.stripe.com/api/subscriptions/object)."""

    active = "active"
    trialing = "trialing"
    past_due = "past_due"
    unpaid = "unpaid"
    paused = "paused"
    incomplete = "incomplete"
    incomplete_expired = "incomplete_expired"
    canceled = "canceled"


class Clearable(StrEnum):
    """The fields that can be emptied."""

    plan = "plan"
    status = "status"
    period_start = "period-start"
    period_end = "period-end"
    customer = "customer"
    subscription = "subscription"


_COLUMNS = {
    "plan": "plan_name",
    "status": "status",
    "period_start": "current_period_start",
    "period_end": "current_period_end",
    "customer": "stripe_customer_id",
    "subscription": "stripe_subscription_id",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFlags:
    """A plan's fields as flags."""

    plan: Annotated[
        str | None, Flag("What the plan is called: free, pro, enterprise.", metavar="NAME")
    ] = None
    status: Annotated[
        PlanStatus | None, Flag("The state of the subscription.", case_sensitive=False)
    ] = None
    period_start: Annotated[
        datetime | None, Flag("Since when it is paid.", metavar=WHEN, parser=read_moment)
    ] = None
    period_end: Annotated[
        datetime | None, Flag("Until when it is paid.", metavar=WHEN, parser=read_moment)
    ] = None
    customer: Annotated[str | None, Flag("The customer at Stripe.", metavar="cus_…")] = None
    subscription: Annotated[str | None, Flag("The subscription there.", metavar="sub_…")] = None
    clear: Annotated[
        list[Clearable] | None, Flag("Empty this field; repeat it.", case_sensitive=False)
    ] = None


def change(flags: PlanFlags) -> dict[str, Any]:
    """Return what is to be set, by column; None empties one. Raises Usage if that is nothing,
    contradicts itself, or cannot be stored."""
    values: dict[str, Any] = {}
    for name, value in given(flags).items():
        if name == "clear":
            continue
        if isinstance(value, str):
            value = checked_text(value, f"--{name.replace('_', '-')}", _LONGEST)
        values[_COLUMNS[name]] = value
    for each in flags.clear or []:
        column = _COLUMNS[each.name]
        if column in values:
            raise Usage(f"{each.value} cannot be both set and cleared.")
        values[column] = None
    if not values:
        raise Usage("Nothing to change was given.", "See `doughy plans set --help`.")
    return values
