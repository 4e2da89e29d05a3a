"""Stripe: the subscriptions of an account.

API description: https://github.com/stripe/openapi, `GET /v1/subscriptions` (operation
`GetSubscriptions`): `status=all`, `limit` up to 100, `starting_after` for the next page,
`expand[]=data.customer` for the customers' e-mails; `{"object": "list", "data", "has_more"}`, the
newest first. `current_period_start` and `…_end` are the subscription's until the version
2025-03-31.basil and its items' since (https://docs.stripe.com/changelog/basil/2025-03-31/
deprecate-subscription-current-period-start-and-end); the version is pinned, and both are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from doughy_cli.providers import faults
from doughy_cli.providers.faults import Received
from doughy_cli.providers.http import Client
from doughy_cli.providers.stripe import NAME

VERSION = "2025-03-31.basil"
_PAGE = 100
_MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Subscription:
    """A subscription; `plan` is what its price is called, if it is called anything."""

    id: str
    status: str
    customer_id: str
    email: str | None
    plan: str | None
    created: datetime
    period_start: datetime | None
    period_end: datetime | None


def subscriptions(client: Client) -> Iterator[Subscription]:
    """Yield every subscription of the account, ended ones too. Raises ProviderError."""
    wanted: dict[str, Any] = {"status": "all", "limit": _PAGE, "expand[]": "data.customer"}
    for _ in range(_MOST_PAGES):
        page = client.get("/v1/subscriptions", wanted, {"Stripe-Version": VERSION}).object
        found = page.get("data")
        if not isinstance(found, list):
            raise _unlike()
        read = [_subscription(each) for each in found]
        yield from read
        if not page.get("has_more") or not read:
            return
        if wanted.get("starting_after") == read[-1].id:
            raise _unlike()  # the same page again: it would never end
        wanted["starting_after"] = read[-1].id


def _subscription(found: Any) -> Subscription:
    try:
        customer = found["customer"]
        details = customer if isinstance(customer, Mapping) else {"id": customer}
        items = list((found.get("items") or {}).get("data") or [])
        starts, ends = (_ends(found, items, f"current_period_{each}") for each in ("start", "end"))
        email = details.get("email")
        return Subscription(
            id=str(found["id"]),
            status=str(found["status"]),
            customer_id=str(details["id"]),
            email=email.strip().lower() if isinstance(email, str) and email.strip() else None,
            plan=_plan(found, items),
            created=_moment(found["created"]),
            # Of several items: the whole time in which any of them is paid.
            period_start=min(starts, default=None),
            period_end=max(ends, default=None),
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, OSError):
        raise _unlike() from None


def _ends(found: Mapping[str, Any], items: list[Any], name: str) -> list[datetime]:
    return [_moment(each[name]) for each in (found, *items) if each.get(name) is not None]


def _plan(found: Mapping[str, Any], items: list[Any]) -> str | None:
    """Return what the plan is called: metadata `plan`, then the price's nickname or lookup key."""
    price = (items[0].get("price") or {}) if items else {}
    names = (
        (found.get("metadata") or {}).get("plan"),
        (price.get("metadata") or {}).get("plan"),
        price.get("lookup_key"),
        price.get("nickname"),
    )
    return next((each.strip() for each in names if isinstance(each, str) and each.strip()), None)


def _moment(seconds: Any) -> datetime:
    return datetime.fromtimestamp(int(seconds), UTC)


def _unlike() -> faults.BadAnswer:
    return faults.BadAnswer(
        f"{NAME} answered with something that is not a list of subscriptions.",
        provider=NAME,
        received=Received.yes,
    )
