"""The statements that `doughy can` tries: those that the commands themselves run, on one row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update
from sqlmodel import col

from doughy_cli.db.tables import (
    AiJob,
    ApiKey,
    Contact,
    Deal,
    DealEvent,
    DealStatus,
    Document,
    JobStatus,
    Lead,
    LeadEvent,
    Profile,
    Property,
)
from doughy_cli.stages import FIRST_STAGE

Trial = Callable[[UUID], Any]  # a row's id → the statement
TABLES: dict[str, Any] = {
    "leads": Lead,
    "contacts": Contact,
    "properties": Property,
    "deals": Deal,
    "docs": Document,
    "keys": ApiKey,
    "jobs": AiJob,
    "users": Profile,
}


def _read(table: Any) -> Trial:
    return lambda key: select(col(table.id)).where(col(table.id) == key)


def _set(table: Any, **values: Any) -> Trial:
    return lambda key: (
        update(table).where(col(table.id) == key).values(values).returning(col(table.id))
    )


def _same(table: Any, name: str) -> Trial:
    """Write a column as it is: the right to change the row is what is tried."""
    return _set(table, **{name: col(getattr(table, name))})


def _remove(table: Any) -> Trial:
    return lambda key: delete(table).where(col(table.id) == key).returning(col(table.id))


def _tell(table: Any, parent: str) -> Trial:
    values = {"event_type": "note_added", "description": "Tried by `doughy can`"}
    return lambda key: insert(table).values({parent: key, **values}).returning(col(table.id))


def _convert(id: UUID) -> Any:
    values = {"lead_id": id, "title": "Tried by `doughy can`", "stage": FIRST_STAGE}
    return insert(Deal).values(values).returning(col(Deal.id))


def _set_role(id: UUID) -> Any:
    # To the role that the person has: what is tried is the right to call it.
    role = select(col(Profile.role)).where(col(Profile.id) == id).scalar_subquery()
    return select(func.auth.set_role(id, role))


TRIALS: dict[str, dict[str, Trial]] = {
    "leads": {
        "edit": _same(Lead, "name"),
        "note": _tell(LeadEvent, "lead_id"),
        "convert": _convert,
        "rm": _set(Lead, is_deleted=True),
        "restore": _set(Lead, is_deleted=False),
        "purge": _remove(Lead),
    },
    "contacts": {
        "edit": _same(Contact, "company"),
        "rm": _set(Contact, is_deleted=True),
        "restore": _set(Contact, is_deleted=False),
    },
    "properties": {"edit": _same(Property, "city"), "rm": _remove(Property)},
    "deals": {
        "edit": _same(Deal, "title"),
        "move": _same(Deal, "stage"),
        "win": _set(Deal, status=DealStatus.WON, probability=100),
        "lose": _set(Deal, status=DealStatus.LOST, probability=0),
        "archive": _set(Deal, status=DealStatus.ARCHIVED),
        "reopen": _set(Deal, status=DealStatus.ACTIVE),
        "note": _tell(DealEvent, "deal_id"),
    },
    "docs": {"edit": _same(Document, "title"), "rm": _remove(Document)},
    "keys": {"edit": _same(ApiKey, "status"), "rm": _remove(ApiKey)},
    "jobs": {
        "cancel": _set(AiJob, status=JobStatus.CANCELLED),
        "retry": _set(AiJob, status=JobStatus.QUEUED),
    },
    "users": {"edit": _same(Profile, "full_name"), "set-role": _set_role},
}
for _noun, _table in TABLES.items():
    TRIALS[_noun]["show"] = _read(_table)
