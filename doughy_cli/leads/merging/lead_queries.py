"""The leads of a merge: locked, checked, and changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlmodel import Session, col

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Lead
from doughy_cli.errors import Conflict
from doughy_cli.leads.duplicate_queries import explain_taken, telling_duplicates
from doughy_cli.leads.merging.rules import FIELDS
from doughy_cli.leads.write_queries import lock_leads

_COLUMNS: tuple[Any, ...] = tuple(
    col(getattr(Lead, name)) for name in ("id", "is_deleted", "merged_into", *FIELDS)
)


@dataclass(frozen=True, slots=True)
class Known:
    """A lead as it is stored, its values as JSON has them."""

    id: UUID
    is_deleted: bool
    merged_into: UUID | None
    values: dict[str, Any]

    def __str__(self) -> str:
        return f"{short(self.id)} ({self.values['name']})"


def short(lead_id: UUID) -> str:
    """Return the beginning of an id, as people type it."""
    return str(lead_id)[:8]


def lock(session: Session, ids: Iterable[UUID]) -> dict[UUID, Known]:
    """Lock leads and return them. Raises NotFound and NotPermitted as every change does."""
    wanted = list(dict.fromkeys(ids))
    lock_leads(session, wanted)
    return read(session, wanted)


def read(session: Session, ids: Iterable[UUID]) -> dict[UUID, Known]:
    """Return leads by their ids; those that are not seen are left out."""
    statement = select(*_COLUMNS).where(among(Lead.id, ids))
    found = {}
    for lead_id, deleted, merged, *values in session.connection().execute(statement):
        stored = {name: _stored(each) for name, each in zip(FIELDS, values, strict=True)}
        found[lead_id] = Known(lead_id, deleted, merged, stored)
    return found


def _stored(value: Any) -> Any:
    """Return a value as JSON keeps it, so that it compares with what a merge noted."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, UUID):
        return str(value)
    # Enumerations are their labels.
    return value if value is None or isinstance(value, int | list) else str(value)


def value(name: str, stored: Any) -> Any:
    """Return a field's value from what JSON keeps of it."""
    if stored is not None and name == "next_action_due":
        return datetime.fromisoformat(stored)
    if stored is not None and name == "workspace_id":
        return UUID(stored)
    return stored


def change(session: Session, lead: UUID, stored: Mapping[str, Any]) -> None:
    """Set the values of a lead. Raises Conflict if another one has the e-mail or the phone."""
    values = {name: value(name, each) for name, each in stored.items()}
    if not values:
        return
    statement = update(Lead).where(col(Lead.id) == lead).values(values)
    with telling_duplicates(session, partial(explain_taken, session, values, [lead])):
        session.connection().execute(statement)


def mark_merged(session: Session, source: UUID, target: UUID) -> None:
    """Let `source` make room for `target`: its e-mail and its phone are free then."""
    statement = update(Lead).where(col(Lead.id) == source)
    session.connection().execute(statement.values(is_deleted=True, merged_into=target))


def refuse_gone(known: Mapping[UUID, Known], session: Session, target: UUID, deleted: bool) -> None:
    """Raise Conflict if one of the leads is merged already, or deleted.

    `deleted` says that deleted sources are meant.
    """
    for lead in known.values():
        if lead.merged_into is not None:
            into = read(session, [lead.merged_into]).get(lead.merged_into)
            other = short(lead.merged_into)
            raise Conflict(
                f"Lead {lead} was merged into {into or other} already.",
                f"Name that one instead, or take it back: `doughy leads unmerge {short(lead.id)}`.",
                code="merged",
            )
        if lead.is_deleted and (lead.id == target or not deleted):
            also = "" if lead.id == target else ", or merge it as it is: --deleted"
            raise Conflict(
                f"Lead {lead} is deleted.", f"`doughy leads restore {short(lead.id)}` first{also}."
            )


def unmerged(session: Session, ids: Iterable[UUID]) -> list[UUID]:
    """Return those of the leads that are not merged into another one, in their order."""
    wanted = list(ids)
    statement = select(col(Lead.id)).where(among(Lead.id, wanted), col(Lead.merged_into).is_(None))
    found = set(session.connection().execute(statement).scalars())
    return [each for each in wanted if each in found]
