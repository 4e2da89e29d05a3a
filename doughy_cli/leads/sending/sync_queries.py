"""What `leads messages sync` reads and writes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from doughy_cli.db.session import raw
from doughy_cli.leads.consent.queries import set_consent
from doughy_cli.leads.consent.stop_words import is_stop

# What may have been sent, however old; and what was sent lately and has not arrived yet. Only
# one's own: a provider is asked with one's own key.
_OPEN = """
SELECT
    m.id, m.lead_id, l.name, m.channel::text, m.status::text, m.sender, m.recipient, m.subject,
    m.body, m.external_id, m.created_at, m.updated_at,
    now() - m.updated_at < make_interval(secs => %(way)s)
FROM public.messages AS m
JOIN public.leads AS l ON l.id = m.lead_id
WHERE m.user_id = (SELECT auth.uid())
    AND m.direction = 'outgoing'
    AND m.channel IN ('sms', 'email')
    AND (
        (m.status = 'pending' AND m.external_id IS NULL)
        OR (
            m.status IN ('pending', 'sent') AND m.external_id IS NOT NULL
            AND coalesce(m.sent_at, m.created_at) >= %(since)s
        )
        OR (m.id = ANY (%(ids)s) AND m.external_id IS NOT NULL)
    )
    AND (cardinality(%(ids)s::uuid[]) = 0 OR m.id = ANY (%(ids)s))
ORDER BY m.created_at, m.id
"""
# Not after somebody else has settled it.
_SETTLE = """
UPDATE public.messages
SET status = %(status)s::public.message_status, external_id = coalesce(%(external)s, external_id),
    error = %(error)s, sent_at = coalesce(sent_at, %(at)s)
WHERE id = %(message)s AND status = %(before)s::public.message_status
    AND updated_at = %(updated)s AND user_id = (SELECT auth.uid())
"""
_KNOWN = """
SELECT m.external_id
FROM public.messages AS m
WHERE m.user_id = (SELECT auth.uid()) AND m.external_id = ANY (%(ids)s)
"""
_LATEST = """
SELECT m.external_id
FROM public.messages AS m
WHERE m.user_id = (SELECT auth.uid())
    AND m.direction = 'outgoing'
    AND m.channel::text = %(channel)s
    AND m.sender = %(sender)s
    AND m.external_id IS NOT NULL
ORDER BY m.created_at DESC
LIMIT 1
"""
_LEADS_OF = """
SELECT DISTINCT ON (l.phone) l.phone, l.id, l.name
FROM public.leads AS l
WHERE l.user_id = (SELECT auth.uid()) AND l.phone = ANY (%(phones)s)
ORDER BY l.phone, l.is_deleted, l.created_at DESC
"""
# Two at a time would each take in the same.
_ONE_AT_A_TIME = "SELECT FROM public.profiles WHERE id = (SELECT auth.uid()) FOR NO KEY UPDATE"
_RECEIVE = """
INSERT INTO public.messages
    (lead_id, channel, direction, status, body, external_id, sender, recipient, sent_at)
VALUES
    (%(lead)s, 'sms', 'incoming', 'delivered', %(body)s, %(external)s, %(sender)s, %(recipient)s,
    %(at)s)
RETURNING id
"""

_UNKNOWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Open:
    """A message of which it is not known yet whether it was sent, or whether it arrived.
    `on_its_way`: it may be sent in this moment by another command."""

    id: UUID
    lead_id: UUID
    name: str
    channel: str
    status: str
    sender: str | None
    recipient: str | None
    subject: str | None
    body: str | None
    external_id: str | None
    created_at: datetime
    updated_at: datetime
    on_its_way: bool


@dataclass(frozen=True, slots=True)
class Settled:
    """What is known now: the status, the provider's id, why it failed, when it was sent."""

    status: str
    external_id: str | None = None
    error: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Received:
    """A text that came in."""

    external_id: str
    sender: str
    recipient: str | None
    body: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Stored:
    """A text that came in, as it is stored; `opted_out`: it said STOP."""

    id: UUID
    lead_id: UUID
    name: str
    text: Received
    opted_out: bool


def open_messages(
    session: Session, ids: Sequence[UUID], since: datetime, on_its_way_secs: float
) -> list[Open]:
    """Return what is to be looked up: of `ids`, or of all of one's own if there are none."""
    values = {"ids": list(ids), "since": since, "way": on_its_way_secs}
    with raw(session).cursor() as cursor:
        return [Open(*row) for row in cursor.execute(_OPEN, values)]


def settle(session: Session, message: Open, now: Settled) -> bool:
    """Record what is known now; return whether it was still as it was read."""
    values: dict[str, Any] = {
        "message": message.id,
        "before": message.status,
        "updated": message.updated_at,
        "status": now.status,
        "external": now.external_id,
        "error": now.error,
        "at": now.at,
    }
    with raw(session).cursor() as cursor:
        return cursor.execute(_SETTLE, values).rowcount == 1


def known_ids(session: Session, external_ids: Collection[str]) -> set[str]:
    """Return those of the provider's ids that messages of one's own have."""
    with raw(session).cursor() as cursor:
        return {row[0] for row in cursor.execute(_KNOWN, {"ids": list(external_ids)})}


def latest_id(session: Session, channel: str, sender: str | None) -> str | None:
    """Return the provider's id of the newest message that one has sent from there."""
    with raw(session).cursor() as cursor:
        row = cursor.execute(_LATEST, {"channel": channel, "sender": sender}).fetchone()
    return row and row[0]


def receive(session: Session, texts: Iterable[Received]) -> list[Stored]:
    """Store texts from one's own leads that are not stored yet; a STOP opts the lead out."""
    came = {each.external_id: each for each in texts}
    stored = []
    with raw(session).cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
        known = known_ids(session, came)
        # They come the newest first, and their times are whole seconds.
        new = [came[key] for key in reversed(came) if key not in known]
        phones = list({each.sender for each in new})
        found = cursor.execute(_LEADS_OF, {"phones": phones}).fetchall()
        leads = {phone: (lead_id, name) for phone, lead_id, name in found}
        for text in sorted(new, key=lambda each: each.at or _UNKNOWN):
            if text.sender not in leads:
                continue
            lead_id, name = leads[text.sender]
            values = {
                "lead": lead_id,
                "body": text.body,
                "external": text.external_id,
                "sender": text.sender,
                "recipient": text.recipient,
                "at": text.at,
            }
            [(message_id,)] = cursor.execute(_RECEIVE, values).fetchall()
            stops = is_stop(text.body)
            if stops:
                set_consent(session, [lead_id], "opted_out", f"replied {text.body.strip()}")
            stored.append(Stored(message_id, lead_id, name, text, stops))
    return stored
