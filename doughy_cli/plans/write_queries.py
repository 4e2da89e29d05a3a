"""Writing plans, which only admins may: the database says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import insert, or_, text, update
from sqlmodel import Session, col

from doughy_cli.db.tables import UserPlan
from doughy_cli.errors import NotPermitted, Usage
from doughy_cli.plans.queries import plans_of
from doughy_cli.plans.rows import PlanRow

# The table takes no ON CONFLICT (migrations/sql/30_triggers.sql says why): one at a time.
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('doughy.user_plans'))")
_MAY = text("SELECT has_table_privilege('public.user_plans', 'INSERT')")


def check_admin(session: Session) -> None:
    """Raise NotPermitted unless the person may change plans."""
    if not session.connection().execute(_MAY).scalar_one():
        raise NotPermitted("Only an admin may change plans.", "Yours: `doughy plans show`.")


def lock_plans(session: Session) -> None:
    """Be the only one that changes plans until the transaction's end."""
    check_admin(session)
    session.connection().execute(_ONE_AT_A_TIME)


def put_plan(session: Session, user_id: UUID, values: Mapping[str, Any]) -> tuple[PlanRow, bool]:
    """Set columns of a person's plan, or make it; return it as it is stored, and whether that
    changed anything. Call `lock_plans` first. Raises Usage for a period that ends before it
    begins."""
    before = plans_of(session, [user_id])
    if not before:
        _check_period(values)
        session.connection().execute(insert(UserPlan).values(user_id=user_id, **values))
        return plans_of(session, [user_id])[0], True
    kept = {name: values.get(name, getattr(before[0], name)) for name in _PERIOD}
    _check_period(kept)
    differs = [
        col(getattr(UserPlan, name)).is_distinct_from(value) for name, value in values.items()
    ]
    statement = update(UserPlan).where(col(UserPlan.user_id) == user_id, or_(*differs))
    changed = session.connection().execute(statement.values(**values)).rowcount
    return plans_of(session, [user_id])[0], changed == 1


_PERIOD = ("current_period_start", "current_period_end")


def _check_period(values: Mapping[str, Any]) -> None:
    start, end = (values.get(name) for name in _PERIOD)
    if start is not None and end is not None and end < start:
        raise Usage("The period would end before it begins.")
