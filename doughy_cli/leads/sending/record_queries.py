"""The record of what is sent: written before the provider is asked, and after.

A message is `pending` from the moment in which it may have been sent until it is known whether
it was. It never goes from `pending` to being sent once more: only what is known to have failed
is tried again, and only by whoever first takes it from `failed` to `pending`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from doughy_cli.db.session import raw
from doughy_cli.errors import Conflict
from doughy_cli.leads.sending.drafts import Draft
from doughy_cli.leads.sending.recipient_queries import Recipient, recipients
from doughy_cli.leads.sending.rules import Refusal
from doughy_cli.leads.write_queries import lock_live_leads

REMEMBERED_HOURS = 72
# What may have been sent, and what was sent lately.
_EARLIER = """
SELECT m.lead_id, m.id, m.status::text, m.subject, m.body, coalesce(m.sent_at, m.created_at)
FROM public.messages AS m
WHERE m.lead_id = ANY (%(ids)s)
    AND m.direction = 'outgoing'
    AND m.channel::text = %(channel)s
    AND (
        (m.status = 'pending' AND m.external_id IS NULL)
        OR (
            m.status IN ('sent', 'delivered', 'read')
            AND coalesce(m.sent_at, m.created_at) > now() - make_interval(hours => %(hours)s)
        )
    )
ORDER BY m.created_at
"""
_PEND = """
INSERT INTO public.messages
    (lead_id, channel, direction, status, subject, body, sender, recipient)
VALUES
    (%(lead)s, %(channel)s, 'outgoing', 'pending', %(subject)s, %(body)s, %(sender)s,
    %(recipient)s)
RETURNING id
"""
_PEND_AGAIN = """
UPDATE public.messages
SET status = 'pending', external_id = NULL, error = NULL, sender = %(sender)s,
    recipient = %(recipient)s
WHERE id = %(message)s AND status = 'failed' AND user_id = (SELECT auth.uid())
RETURNING id
"""
_FINISH = """
UPDATE public.messages
SET status = %(status)s::public.message_status, external_id = %(external)s, error = %(error)s,
    sent_at = CASE WHEN %(error)s::text IS NULL THEN now() ELSE sent_at END
WHERE id = %(message)s AND status = 'pending' AND external_id IS NULL
RETURNING sent_at
"""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A message that a lead was sent lately, or may have been."""

    id: UUID
    status: str
    subject: str | None
    body: str | None
    at: datetime


def earlier(
    session: Session, ids: Collection[UUID], channel: str
) -> defaultdict[UUID, list[Earlier]]:
    """Return what each of the leads was sent by `channel` lately, or may have been sent."""
    found: defaultdict[UUID, list[Earlier]] = defaultdict(list)
    values = {"ids": list(ids), "channel": channel, "hours": REMEMBERED_HOURS}
    with raw(session).cursor() as cursor:
        for lead_id, *message in cursor.execute(_EARLIER, values):
            found[lead_id].append(Earlier(*message))
    return found


def twice(
    made: Draft, before: Iterable[Earlier], *, again: bool, but: UUID | None = None
) -> Refusal | None:
    """Return why `made` would be the same a second time, if so; `again` allows what is known to
    have been sent, never what may have been. `but` is the message itself."""
    same = [
        each
        for each in before
        if each.id != but and (each.subject, each.body) == (made.subject, made.body)
    ]
    if open_one := next((each for each in same if each.status == "pending"), None):
        return Refusal(
            "unresolved",
            f"the same may have been sent on {_shown(open_one.at)} ({str(open_one.id)[:8]})",
            "`doughy leads messages sync` finds out.",
        )
    if same and not again:
        return Refusal(
            "already_sent", f"was sent the same on {_shown(same[-1].at)}", "--again sends it again."
        )
    return None


def claim(
    session: Session,
    lead_id: UUID,
    write: Callable[[Recipient], Draft],
    *,
    sender: str,
    again: bool = False,
    retried: UUID | None = None,
) -> tuple[Draft, Refusal | None, UUID | None]:
    """Look at the lead once more, locked, and record what `write` makes of it as pending.

    `retried` is a failed message that is taken up again. Return the draft, and why it is not to
    be sent or the message's id. Raises Conflict for a lead that is gone.
    """
    lock_live_leads(session, [lead_id])
    [lead] = recipients(session, [lead_id])
    made = write(lead)
    before = earlier(session, [lead_id], made.channel)[lead_id]
    refusal = made.refusal or twice(made, before, again=again, but=retried)
    if refusal:
        return made, refusal, None
    values: dict[str, Any] = {
        "lead": lead_id,
        "channel": made.channel,
        "subject": made.subject,
        "body": made.body,
        "sender": sender,
        "recipient": made.recipient,
        "message": retried,
    }
    with raw(session).cursor() as cursor:
        row = cursor.execute(_PEND_AGAIN if retried else _PEND, values).fetchone()
    if row is None:
        return made, Refusal("taken", "somebody else has taken it up"), None
    return made, None, row[0]


def finish(
    session: Session,
    message_id: UUID,
    status: str,
    *,
    external_id: str | None = None,
    error: str | None = None,
) -> datetime | None:
    """Record what became of a pending message; return when it was sent. Raises Conflict if it
    is not pending any more."""
    values = {"message": message_id, "status": status, "external": external_id, "error": error}
    with raw(session).cursor() as cursor:
        row = cursor.execute(_FINISH, values).fetchone()
    if row is None:
        raise Conflict(
            f"Message {str(message_id)[:8]} was settled by somebody else meanwhile.",
            f"See it: doughy leads messages show {str(message_id)[:8]}",
            code="stale",
        )
    sent_at: datetime | None = row[0]
    return sent_at


def _shown(at: datetime) -> str:
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
