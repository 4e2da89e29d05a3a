"""What a check writes, and what failed while a key did not work."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlmodel import Session, col

from doughy_cli.db.tables import ApiKey, Lead, Message, MessageDirection, MessageStatus
from doughy_cli.keys.rows import FailedLeadRow
from doughy_cli.vault.queries import StoredKey

_ME = select(func.auth.uid()).scalar_subquery()
# What each service sends.
CHANNELS = {"twilio": "sms", "sendgrid": "email"}


def write_health(session: Session, key: StoredKey, status: str, reason: str | None) -> bool:
    """Write what a check found, and when; return False if another key was stored meanwhile."""
    values: dict[str, Any] = {
        "status": status,
        "status_reason": reason,
        "last_checked": func.now(),
    }
    if status == "healthy":
        values["last_healthy"] = func.now()
    statement = (
        update(ApiKey)
        .where(
            col(ApiKey.user_id) == _ME,
            col(ApiKey.service) == key.place.service,
            col(ApiKey.key_ciphertext) == key.sealed.key_ciphertext,
        )
        .values(values)
    )
    return bool(session.connection().execute(statement).rowcount)


def failed_leads(session: Session, service: str, since: datetime) -> list[FailedLeadRow]:
    """Return the person's leads with messages of the service's kind that were written since
    `since` and failed; the lead of the newest failure first."""
    statement = (
        select(Lead.id, Lead.name, Message.id, Message.created_at)  # type: ignore[call-overload]
        .join(Lead, col(Lead.id) == Message.lead_id)
        .where(
            col(Message.user_id) == _ME,
            col(Message.direction) == MessageDirection.OUTGOING,
            col(Message.status) == MessageStatus.FAILED,
            col(Message.channel) == CHANNELS[service],
            col(Message.created_at) >= since,
        )
        .order_by(col(Message.created_at).desc(), col(Message.id))
    )
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in session.connection().execute(statement):
        found[row[0]].append(row)
    return [
        FailedLeadRow(lead_id, rows[0][1], len(rows), rows[0][3], [row[2] for row in rows])
        for lead_id, rows in found.items()
    ]
