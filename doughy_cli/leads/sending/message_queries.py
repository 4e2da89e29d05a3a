"""Reading messages: lists, counts, and by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among, find_ids
from doughy_cli.db.tables import Lead, Message, MessageStatus
from doughy_cli.errors import NotFound, Usage
from doughy_cli.leads.queries import rows_of
from doughy_cli.leads.sending.message_filters import MessageFilter
from doughy_cli.leads.sending.rows import MessageRow

_AT: Any = func.coalesce(Message.sent_at, Message.created_at)
_FIELDS = tuple(each.name for each in fields(MessageRow))
_COLUMNS: tuple[Any, ...] = tuple(
    col(Lead.name) if name == "name" else col(getattr(Message, name)) for name in _FIELDS
)
_LABEL: Any = func.left(func.coalesce(Message.body, Message.subject, ""), 30)
_HINT = "See `doughy leads messages list`."
UNRESOLVED: ColumnElement[bool] = (
    (col(Message.status) == MessageStatus.PENDING)
    & (col(Message.direction) == "outgoing")
    & col(Message.external_id).is_(None)
)


def list_messages(
    session: Session,
    where: MessageFilter,
    lead_id: UUID | None = None,
    sort: str | None = None,
    limit: int | None = None,
) -> Iterator[MessageRow]:
    """Yield messages, the newest first, or by the field that `sort` names; `lead_id` is the
    lead's that `where` names. Raises Usage for an unknown field."""
    statement = (
        select(*_COLUMNS)
        .join(Lead, col(Lead.id) == col(Message.lead_id))
        .where(*_conditions(where, lead_id))
        .order_by(*_order(sort))
        .limit(limit)
    )
    return (MessageRow(*row) for row in rows_of(session, statement, streamed=limit is None))


def count_messages(session: Session, where: MessageFilter, lead_id: UUID | None = None) -> int:
    """Return how many messages `where` means."""
    statement = select(func.count()).select_from(Message).where(*_conditions(where, lead_id))
    return session.exec(statement).one()


def find_messages(session: Session, wanted: Iterable[str]) -> list[UUID]:
    """Return the ids of the messages that `wanted` names by ids or their beginnings. Raises
    NotFound and Conflict."""
    try:
        return find_ids(session, Message, wanted, noun="message", label=_LABEL)
    except NotFound as error:
        raise NotFound(error.message, _HINT) from error


def messages_by_id(session: Session, ids: Sequence[UUID]) -> list[MessageRow]:
    """Return messages in the order of their ids."""
    statement = (
        select(*_COLUMNS)
        .join(Lead, col(Lead.id) == col(Message.lead_id))
        .where(among(Message.id, ids))
    )
    rows = {row[0]: MessageRow(*row) for row in session.connection().execute(statement)}
    return [rows[each] for each in ids if each in rows]


def _conditions(where: MessageFilter, lead_id: UUID | None) -> list[Any]:
    found: list[Any] = []
    if lead_id is not None:
        found.append(Message.lead_id == lead_id)
    if where.status:
        found.append(col(Message.status).in_(where.status))
    if where.channel:
        found.append(col(Message.channel).in_(where.channel))
    if where.direction:
        found.append(col(Message.direction) == where.direction)
    if where.unresolved:
        found.append(UNRESOLVED)
    if where.since is not None:
        found.append(where.since <= _AT)
    if where.until is not None:
        found.append(where.until >= _AT)
    return found


def _order(sort: str | None) -> list[Any]:
    if sort is None:
        return [_AT.desc(), col(Message.id)]
    name = sort.removeprefix("-")
    if name not in _FIELDS:
        raise Usage(f"Messages cannot be sorted by {name!r}.", f"There are: {', '.join(_FIELDS)}.")
    column: Any = _COLUMNS[_FIELDS.index(name)]
    key = column.desc() if sort.startswith("-") else column.asc()
    return [key.nulls_last(), col(Message.id)]
