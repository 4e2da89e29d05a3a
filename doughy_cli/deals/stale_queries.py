"""Deals that somebody has changed since they were read: what is different by now, and by whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from doughy_cli.db.tables import DealEvent, Profile
from doughy_cli.deals.queries import deals_by_id
from doughy_cli.deals.rows import DealRow
from doughy_cli.deals.told import told_value
from doughy_cli.differences import difference, differences, unlike_record
from doughy_cli.errors import Conflict

_AGAIN = "Nothing was saved. Look at it (`doughy deals show {}`), and run the command again."
_SECONDS = "%Y-%m-%d %H:%M:%S"


def refuse_stale(
    session: Session,
    seen: Iterable[DealRow],
    updated_at: Mapping[UUID, datetime],
    since: datetime | None = None,
    records: Mapping[UUID, Mapping[str, Any]] | None = None,
) -> None:
    """Raise Conflict (code `stale`) if a deal was changed since it was `seen`, after `since`, or
    since it was written into one of `records`, by id.

    `updated_at` is when each was changed last, by id, as it is locked now. The message tells what
    is different by now, and who has done it.
    """
    for deal in seen:
        now = updated_at[deal.id]
        if now != deal.updated_at:
            [stored] = deals_by_id(session, [deal.id])
            raise _stale(session, stored, differences(deal, stored), deal.updated_at)
        record = (records or {}).get(deal.id)
        if record is not None and (changed := unlike_record(record, deal)):
            raise _stale(session, deal, changed, deal.created_at)
        if since is not None and now > since:
            raise _stale(session, deal, _told(session, deal.id, since), since)


def _stale(session: Session, deal: DealRow, changed: list[str], since: datetime) -> Conflict:
    short = str(deal.id)[:8]
    at = deal.updated_at.astimezone().strftime(_SECONDS)
    who = _who(session, deal.id, since)
    told = "; ".join(changed) or "what it shows is the same again"
    return Conflict(
        f"Deal {short} ({deal.title}) was changed since you read it, at {at}{who}: {told}.",
        _AGAIN.format(short),
        code="stale",
    )


def _who(session: Session, deal_id: UUID, since: datetime) -> str:
    """Return ` by` whoever has made the last event, if the person may know their e-mail."""
    statement = (
        select(Profile.email)
        .join(DealEvent, col(DealEvent.created_by) == col(Profile.id))
        .where(DealEvent.deal_id == deal_id, col(DealEvent.created_at) > since)
        .order_by(col(DealEvent.created_at).desc())
        .limit(1)
    )
    email = session.exec(statement).first()
    return f" by {email}" if email else ""


def _told(session: Session, deal_id: UUID, since: datetime) -> list[str]:
    """Return what the timeline tells of changes after `since`, the first and last of each field."""
    statement = (
        select(DealEvent.metadata_)
        .where(DealEvent.deal_id == deal_id, col(DealEvent.created_at) > since)
        .order_by(col(DealEvent.created_at), col(DealEvent.id))
    )
    ends: dict[str, list[Any]] = {}
    for told in session.exec(statement):
        if not isinstance(told, dict):
            continue
        before, after = told.get("before"), told.get("after")
        if isinstance(before, dict) and isinstance(after, dict):
            for name in after:
                ends.setdefault(name, [before.get(name), None])[1] = after[name]
    return [
        difference(name, told_value(name, before), told_value(name, after))
        for name, (before, after) in ends.items()
        if before != after
    ]
