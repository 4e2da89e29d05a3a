"""Reading plans: row security shows a member their own, and staff everybody's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among, find_ids
from doughy_cli.db.tables import Profile, UserPlan
from doughy_cli.errors import NotFound, Usage
from doughy_cli.plans.rows import PlanRow

_FIELDS = tuple(each.name for each in fields(PlanRow))
_COLUMNS: tuple[Any, ...] = tuple(
    col(Profile.email) if name == "email" else col(getattr(UserPlan, name)) for name in _FIELDS
)


def list_plans(
    session: Session,
    sort: str | None = None,
    limit: int | None = None,
    *,
    status: Iterable[str] = (),
    plan: str | None = None,
) -> list[PlanRow]:
    """Return the plans that the person sees, by e-mail or by the field that `sort` names (`-`
    before it: descending). Raises Usage for an unknown field."""
    name = (sort or "email").removeprefix("-")
    if name not in _FIELDS:
        raise Usage(f"Plans cannot be sorted by {name!r}.", f"There are: {', '.join(_FIELDS)}.")
    column: Any = _COLUMNS[_FIELDS.index(name)]
    key = column.desc() if (sort or "").startswith("-") else column.asc()
    statement = (
        _plans()
        .where(*_conditions(status, plan))
        .order_by(key.nulls_last(), col(UserPlan.id))
        .limit(limit)
    )
    return [PlanRow(*row) for row in session.connection().execute(statement)]


def count_plans(session: Session, *, status: Iterable[str] = (), plan: str | None = None) -> int:
    """Return how many plans the person sees."""
    statement = select(func.count()).select_from(UserPlan).where(*_conditions(status, plan))
    return session.exec(statement).one()


def plans_of(session: Session, ids: Iterable[UUID]) -> list[PlanRow]:
    """Return the plans of people, in the order of their ids; those without one are left out."""
    wanted = list(ids)
    rows = session.connection().execute(_plans().where(among(UserPlan.user_id, wanted)))
    found = {row.user_id: row for row in (PlanRow(*each) for each in rows)}
    return [found[each] for each in wanted if each in found]


def find_person(session: Session, wanted: str | None) -> UUID:
    """Return the id of the person with this e-mail or id, or its beginning; one's own without.

    Raises NotFound, and Conflict if several fit.
    """
    if wanted is None:
        found: UUID | None = session.exec(select(func.auth.uid())).one()
        if found is None:
            raise NotFound("Nobody is signed in here.", "doughy login EMAIL")
        return found
    try:
        return find_ids(
            session,
            Profile,
            [wanted],
            noun="user",
            label=Profile.email,
            also=lambda text: [func.lower(Profile.email) == literal(text.lower())],
        )[0]
    except NotFound as error:
        raise NotFound(error.message, "Admins see everybody: `doughy users list`.") from error


def _plans() -> Any:
    return select(*_COLUMNS).join(Profile, col(Profile.id) == col(UserPlan.user_id))


def _conditions(status: Iterable[str], plan: str | None) -> list[Any]:
    wanted = list(status)
    found: list[Any] = [col(UserPlan.status).in_(wanted)] if wanted else []
    return found + ([UserPlan.plan_name == plan] if plan is not None else [])
