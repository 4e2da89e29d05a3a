"""Writing what Stripe says into people's plans."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from doughy_cli.db.tables import Profile
from doughy_cli.plans.matching import match
from doughy_cli.plans.queries import list_plans
from doughy_cli.plans.rows import PlanRow, PlanSyncRow
from doughy_cli.plans.write_queries import lock_plans, put_plan
from doughy_cli.providers.stripe_subscriptions import Subscription


def store(session: Session, subscriptions: Sequence[Subscription]) -> list[PlanSyncRow]:
    """Store each person's subscription; return what was done, and who is nobody here.

    The same again changes nothing. Raises NotPermitted for who is no admin.
    """
    lock_plans(session)
    before = {plan.user_id: plan for plan in list_plans(session)}
    customers: defaultdict[str, set[UUID]] = defaultdict(set)
    for plan in before.values():
        if plan.stripe_customer_id:
            customers[plan.stripe_customer_id].add(plan.user_id)
    people = session.connection().execute(select(Profile.id, Profile.email))
    emails = {email.lower(): person for person, email in people if email}
    names = {person: email for email, person in emails.items()}
    found = match(subscriptions, customers, emails)
    rows = [
        _stored(session, person, names[person], each, before.get(person))
        for person, each in sorted(found.people.items(), key=lambda pair: names[pair[0]])
    ]
    known = {each.id for each in subscriptions}
    for plan in before.values():
        gone = plan.stripe_subscription_id not in (None, *known)
        if gone and plan.user_id not in found.people:
            rows.append(_missing(plan))
    rows += [_nobody(each, "ambiguous") for each in found.ambiguous]
    return rows + [_nobody(each, "unknown") for each in found.unknown]


def _stored(
    session: Session, person: UUID, email: str, found: Subscription, before: PlanRow | None
) -> PlanSyncRow:
    values: dict[str, Any] = {
        "status": found.status,
        "current_period_start": found.period_start,
        "current_period_end": found.period_end,
        "stripe_customer_id": found.customer_id,
        "stripe_subscription_id": found.id,
    }
    # Where Stripe has no name for the plan, the one that an admin gave it stays.
    if found.plan is not None:
        values["plan_name"] = found.plan
    after, changed = put_plan(session, person, values)
    changes = {
        name: {"before": getattr(before, name, None), "after": getattr(after, name)}
        for name in ("plan_name", *values)
        if getattr(before, name, None) != getattr(after, name)
    }
    return PlanSyncRow(
        user_id=person,
        email=email,
        result=("changed" if changed else "same") if before else "added",
        plan_name=after.plan_name,
        status=after.status,
        period_start=after.current_period_start,
        period_end=after.current_period_end,
        stripe_customer_id=after.stripe_customer_id,
        stripe_subscription_id=after.stripe_subscription_id,
        changes=changes,
    )


def _nobody(found: Subscription, result: str) -> PlanSyncRow:
    return PlanSyncRow(
        user_id=None,
        email=found.email,
        result=result,
        plan_name=found.plan,
        status=found.status,
        period_start=found.period_start,
        period_end=found.period_end,
        stripe_customer_id=found.customer_id,
        stripe_subscription_id=found.id,
        changes={},
    )


def _missing(plan: PlanRow) -> PlanSyncRow:
    return PlanSyncRow(
        user_id=plan.user_id,
        email=plan.email,
        result="missing",
        plan_name=plan.plan_name,
        status=plan.status,
        period_start=plan.current_period_start,
        period_end=plan.current_period_end,
        stripe_customer_id=plan.stripe_customer_id,
        stripe_subscription_id=plan.stripe_subscription_id,
        changes={},
    )
