"""What a decision makes beside the lead: calls and deals; and removing them again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert
from sqlmodel import Session, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Call, Deal, Lead, Property
from doughy_cli.output import plain

_TABLES: dict[str, Any] = {"calls": Call, "deals": Deal, "properties": Property}


def log_call(
    session: Session, lead_id: UUID, outcome: str | None, text: str | None
) -> dict[str, str]:
    """Log a call to the lead; return it: id → updated_at."""
    values = {"lead_id": lead_id, "direction": "outgoing", "outcome": outcome, "summary": text}
    return _added(session, insert(Call).values(values).returning(Call.id, Call.updated_at))  # type: ignore[call-overload]


def make_deal(session: Session, lead_id: UUID) -> dict[str, Any]:
    """Make a deal of the lead; return what was made, as an entry's fields."""
    name = session.exec(select(Lead.name).where(Lead.id == lead_id)).one()
    values = {"lead_id": lead_id, "title": name, "stage": "initial_contact"}
    made = insert(Deal).values(values).returning(Deal.id, Deal.updated_at)  # type: ignore[call-overload]
    return {"deals": _added(session, made)}


def changed_since(session: Session, what: str, made: Mapping[str, str]) -> list[str]:
    """Return which of `made` (id → updated_at) were changed or removed since."""
    table = _TABLES[what]
    ids = [UUID(each) for each in made]
    rows = session.exec(
        select(table.id, table.updated_at).where(among(table.id, ids)).with_for_update()
    )
    same = {str(row[0]) for row in rows if plain(row[1]) == made[str(row[0])]}
    return [each for each in made if each not in same]


def remove(session: Session, what: str, made: Mapping[str, str]) -> None:
    """Remove what was made; what is gone already is no fault."""
    ids = [UUID(each) for each in made]
    session.connection().execute(delete(_TABLES[what]).where(among(_TABLES[what].id, ids)))


def _added(session: Session, statement: Any) -> dict[str, str]:
    rows = session.connection().execute(statement)
    return {str(row[0]): plain(row[1]) for row in rows}
