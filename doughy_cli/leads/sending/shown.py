"""Drafts and what became of them, as rows."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from doughy_cli.leads.sending.drafts import Draft
from doughy_cli.leads.sending.rows import SendRow
from doughy_cli.leads.sending.rules import Refusal

SENT, FAILED, UNKNOWN, REFUSED, NOT_SENT = "sent", "failed", "unknown", "refused", "not_sent"
WOULD_SEND, SENT_BEFORE = "would_send", "sent_before"
_STATUS = {SENT: "sent", FAILED: "failed", UNKNOWN: "pending"}


def send_row(
    made: Draft,
    outcome: str,
    sender: str,
    *,
    code: str | None = None,
    reason: str | None = None,
    message_id: UUID | None = None,
    external_id: str | None = None,
    sent_at: datetime | None = None,
) -> SendRow:
    """Return a row about what became of `made`."""
    counted = made.segments
    return SendRow(
        lead_id=made.lead.id,
        name=made.lead.name,
        channel=made.channel,
        outcome=outcome,
        code=code,
        reason=reason,
        sender=sender,
        recipient=made.recipient,
        subject=made.subject,
        text=made.body,
        segments=counted.count if counted else None,
        encoding=counted.encoding if counted else None,
        zones=sorted(made.place.zones) if made.place.known_by != "unknown" else [],
        message_id=message_id,
        status=_STATUS.get(outcome) if message_id else None,
        external_id=external_id,
        sent_at=sent_at,
    )


def refused_row(made: Draft, refusal: Refusal, sender: str) -> SendRow:
    """Return a row about a lead that is sent nothing."""
    outcome = SENT_BEFORE if refusal.code == "already_sent" else REFUSED
    return send_row(made, outcome, sender, code=refusal.code, reason=refusal.reason)
