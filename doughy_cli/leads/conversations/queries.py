"""Keeping what was said with a lead."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert
from sqlmodel import Session

from doughy_cli.db.tables import Call, Message, Transcript
from doughy_cli.leads.consent.queries import set_consent
from doughy_cli.leads.consent.stop_words import STOP_CHANNELS, is_stop
from doughy_cli.leads.conversations.rows import LoggedRow
from doughy_cli.leads.write_queries import lock_live_leads

_STATUSES = {"outgoing": "sent", "incoming": "delivered"}


def log_call(
    session: Session,
    lead_id: UUID,
    *,
    direction: str = "outgoing",
    at: datetime | None = None,
    duration_secs: int | None = None,
    outcome: str | None = None,
    summary: str | None = None,
    transcript: str | None = None,
    title: str | None = None,
) -> LoggedRow:
    """Keep a call with a lead, and its transcript (called `title`) if there is one.

    `at` is when it was, by default now. Raises Conflict for a lead that is deleted,
    NotPermitted for somebody else's.
    """
    lock_live_leads(session, [lead_id])
    stored = {
        "lead_id": lead_id,
        "direction": direction,
        "duration_secs": duration_secs,
        "outcome": outcome,
        "summary": summary,
    }
    call_id, at = _insert(session, Call, {**stored, "created_at": at or func.now()})
    written: dict[str, Any] = {
        "lead_id": lead_id,
        "call_id": call_id,
        "title": title,
        "transcript_text": transcript,
        "duration_secs": duration_secs,
        "created_at": at,
    }
    return LoggedRow(
        id=call_id,
        lead_id=lead_id,
        channel="call",
        direction=direction,
        at=at,
        outcome=outcome,
        duration_secs=duration_secs,
        status=None,
        subject=None,
        text=summary,
        transcript_id=_insert(session, Transcript, written)[0] if transcript else None,
        opted_out=False,
    )


def log_message(
    session: Session,
    lead_id: UUID,
    *,
    channel: str,
    direction: str = "outgoing",
    at: datetime | None = None,
    body: str | None = None,
    subject: str | None = None,
) -> LoggedRow:
    """Keep a message to or from a lead; an incoming STOP opts the lead out.

    `at` is when it was sent, by default now. Raises as `log_call`.
    """
    lock_live_leads(session, [lead_id])
    stored = {
        "lead_id": lead_id,
        "channel": channel,
        "direction": direction,
        "status": _STATUSES[direction],
        "subject": subject,
        "body": body,
    }
    message_id, sent_at = _insert(session, Message, {**stored, "sent_at": at or func.now()})
    stops = direction == "incoming" and channel in STOP_CHANNELS and is_stop(body)
    if stops and body:
        set_consent(session, [lead_id], "opted_out", f"replied {body.strip()}")
    return LoggedRow(
        id=message_id,
        lead_id=lead_id,
        channel=channel,
        direction=direction,
        at=sent_at,
        outcome=None,
        duration_secs=None,
        status=_STATUSES[direction],
        subject=subject,
        text=body,
        transcript_id=None,
        opted_out=stops,
    )


def _insert(session: Session, table: Any, values: dict[str, Any]) -> tuple[UUID, datetime]:
    """Add a row; return its id and when it happened."""
    at: Any = table.sent_at if table is Message else table.created_at
    added = insert(table).values(values).returning(table.id, at)
    row_id, happened = session.connection().execute(added).one()
    return row_id, happened
