"""One active deal a property: which deal stands in the way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from psycopg.errors import UniqueViolation
from sqlalchemy import not_, or_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from doughy_cli.db.finding import ADDRESS
from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, DealStatus, Property
from doughy_cli.errors import Conflict


@contextmanager
def telling_holders(
    session: Session, ids: Sequence[UUID] = (), property_id: UUID | None = None
) -> Iterator[None]:
    """Run the body; if a property has an active deal already, raise Conflict that names it.

    `ids` are the deals that become active or get the property `property_id`. The unique index
    decides, not a question asked before: somebody else may write in between.
    """
    try:
        with session.begin_nested():
            yield
    except IntegrityError as error:
        if isinstance(error.orig, UniqueViolation) and (
            conflict := _explained(session, ids, property_id)
        ):
            raise conflict from error
        raise


def _explained(session: Session, ids: Sequence[UUID], property_id: UUID | None) -> Conflict | None:
    holder = aliased(Deal)
    wanted = select(Deal.property_id).where(among(Deal.id, ids))
    columns: tuple[Any, ...] = (holder.id, holder.title, holder.stage, ADDRESS)
    statement = (
        select(*columns)
        .join(Property, col(Property.id) == col(holder.property_id))
        .where(
            holder.status == DealStatus.ACTIVE,
            or_(col(holder.property_id) == property_id, col(holder.property_id).in_(wanted)),
            not_(among(holder.id, ids)),
        )
        .limit(1)
    )
    found = session.exec(statement).first()
    if found is None:
        return _twice(len(ids))
    deal_id, title, stage, address = found
    short = str(deal_id)[:8]
    return Conflict(
        f"{address} has an active deal already: {short} ({title}), at {stage}.",
        f"Go on with that one (`doughy deals show {short}`), or end it first: "
        f"`doughy deals archive {short}` or `lose {short}`.",
        code="active_deal",
    )


def _twice(deals: int) -> Conflict | None:
    if deals < 2:
        return None
    return Conflict(
        "Two of these deals are about one property, and only one of them can be active.",
        "Name one of them.",
        code="active_deal",
    )
