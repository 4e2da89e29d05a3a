"""Which subscription is whose, and which of several counts: plain rules (docs/plans.md).

A customer is the person whose plan has their id; else the person with their e-mail, if they are
no customer yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from doughy_cli.providers.stripe_subscriptions import Subscription

# The better the earlier: what gives the person something goes before what has ended.
_ORDER = ("active", "trialing", "past_due", "unpaid", "paused", "incomplete")
ENDED = frozenset(("canceled", "incomplete_expired"))


@dataclass(frozen=True, slots=True)
class Matched:
    """The subscription that counts of each person; of each customer who is nobody here
    (`unknown`) or whom several people are (`ambiguous`)."""

    people: dict[UUID, Subscription]
    unknown: list[Subscription]
    ambiguous: list[Subscription]


def match(
    subscriptions: Iterable[Subscription],
    customers: Mapping[str, set[UUID]],
    emails: Mapping[str, UUID],
) -> Matched:
    """Return whose each subscription is; `customers` and `emails` say whose ids at Stripe and
    whose e-mails (in lower case) these are."""
    by_customer: defaultdict[str, list[Subscription]] = defaultdict(list)
    for each in subscriptions:
        by_customer[each.customer_id].append(each)
    by_person: defaultdict[UUID, list[Subscription]] = defaultdict(list)
    # Anybody can give another's e-mail to Stripe: who is a customer already is not that one, too.
    tied = {person for people in customers.values() for person in people}
    by_email: defaultdict[UUID, list[list[Subscription]]] = defaultdict(list)
    unknown, ambiguous = [], []
    for customer_id, theirs in by_customer.items():
        known = customers.get(customer_id, set())
        email = next((each.email for each in theirs if each.email), None)
        if len(known) > 1:
            ambiguous.append(best(theirs))
        elif known:
            by_person[next(iter(known))].extend(theirs)
        elif email is not None and email in emails and emails[email] not in tied:
            by_email[emails[email]].append(theirs)
        else:
            unknown.append(best(theirs))
    for person, several in by_email.items():
        # One customer of several with one e-mail; the others as they will be from then on.
        chosen = best(each for theirs in several for each in theirs)
        for theirs in several:
            if chosen in theirs:
                by_person[person].extend(theirs)
            else:
                unknown.append(best(theirs))
    return Matched({person: best(all_) for person, all_ in by_person.items()}, unknown, ambiguous)


def best(subscriptions: Iterable[Subscription]) -> Subscription:
    """Return the subscription that counts of several: an active one before one in trial, past
    due, unpaid, paused, incomplete, ended; of the same, the newest."""
    return min(
        subscriptions, key=lambda each: (_rank(each.status), -each.created.timestamp(), each.id)
    )


def _rank(status: str) -> int:
    return _ORDER.index(status) if status in _ORDER else len(_ORDER)
