"""What the providers say of messages: whether they were sent, and whether they arrived."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from doughy_cli.leads.sending.sync_queries import Open, Settled
from doughy_cli.providers import faults, sendgrid_mail, twilio_messages
from doughy_cli.providers.http import Client
from doughy_cli.providers.sendgrid_mail import Mail
from doughy_cli.providers.twilio import Account
from doughy_cli.providers.twilio_messages import Message

# Twilio's word → ours; https://www.twilio.com/docs/messaging/api/message-resource, "status".
TEXT_STATUS = {
    "accepted": "sent", "scheduled": "sent", "queued": "sent", "sending": "sent", "sent": "sent",
    "delivered": "delivered", "read": "read",
    "undelivered": "failed", "failed": "failed", "canceled": "failed",
}  # fmt: skip
MAIL_STATUS = {"processed": "sent", "delivered": "delivered", "not_delivered": "failed"}
_SKEW = timedelta(minutes=5)  # between the database's clock and the provider's
_FEED_LAG = timedelta(minutes=30)  # until SendGrid's feed knows of a mail
_OF_TRIAL = "Sent from your Twilio trial account - "
BY_HAND = "--mark-sent or --mark-failed settles it by what you know."
_ANOTHERS = f"this account is not the one that sends from there, and knows nothing of it; {BY_HAND}"
Known = Callable[[Collection[str]], set[str]]


class Unclear(Exception):
    """Nothing can be said of a message; `note` says why."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


def text_status(client: Client, account: Account, message: Open) -> Settled:
    """Return the status of a text that Twilio has taken. Raises Unclear, ProviderError."""
    try:
        return _of_text(twilio_messages.fetch(client, account, message.external_id or ""))
    except faults.Rejected as error:
        if error.status == 404:
            raise Unclear("Twilio does not know it (any more)") from error
        raise


def find_text(
    client: Client, account: Account, message: Open, known: Known, latest: str | None
) -> Settled:
    """Return whether a text was sent of which that is not known: by what went to its number since.

    `latest` is the id of another that was sent from there. Raises Unclear, ProviderError.
    """
    if message.recipient is None:
        raise Unclear(f"it is not known to which number; {BY_HAND}")
    earliest = message.created_at - _SKEW
    there: list[Message] = []
    for each in twilio_messages.listed(client, account, recipient=message.recipient):
        if each.created is not None and each.created < earliest:
            break
        if each.direction != "inbound":
            there.append(each)
    taken = known([each.sid for each in there])
    others = [each for each in there if each.sid not in taken]
    same = [each for each in others if _says(each.body, message.body)]
    if same:
        # One that is on its way or arrived goes before one that failed; the newest otherwise.
        return _of_text(min(same, key=lambda each: each.failed))
    if others:
        raise Unclear(f"another text went there then ({others[0].sid}); {BY_HAND}")
    if not _is_senders(client, account, message.sender, latest):
        raise Unclear(_ANOTHERS)
    return Settled("failed", error="It never reached Twilio.")


def _is_senders(client: Client, account: Account, sender: str | None, latest: str | None) -> bool:
    """Whether the account is the one that sends from `sender`: another finds nothing either."""
    if latest is None:
        return twilio_messages.owns(client, account, sender or "")
    try:
        twilio_messages.fetch(client, account, latest)
    except faults.Rejected as error:
        if error.status == 404:
            return False
        raise
    return True


def mail_status(client: Client, message: Open) -> Settled:
    """Return the status of a mail that SendGrid has taken. Raises Unclear, ProviderError."""
    found = sendgrid_mail.by_id(client, message.external_id or "")
    if found is None:
        return Settled(message.status)
    return replace(_of_mail(found), external_id=None)  # it is known, and as it was given


def find_mail(client: Client, message: Open, latest: str | None) -> Settled:
    """Return whether a mail was sent of which that is not known: by what went to its address,
    and the mark that it carries; `latest` as for texts. Raises Unclear, ProviderError."""
    if message.recipient is None:
        raise Unclear(f"it is not known to which address; {BY_HAND}")
    for each in sendgrid_mail.to_address(client, message.recipient):
        before = each.last_event is not None and each.last_event < message.created_at - _SKEW
        likely = each.subject == message.subject and not before
        if likely and sendgrid_mail.mark_of(client, each) == str(message.id):
            return _of_mail(each)
    if datetime.now(UTC) - message.updated_at < _FEED_LAG:
        raise Unclear("SendGrid's activity feed may not know of it yet: ask again in half an hour")
    if latest is not None and sendgrid_mail.by_id(client, latest) is None:
        raise Unclear(_ANOTHERS)
    return Settled("failed", error="It never reached SendGrid.")


def _of_text(found: Message) -> Settled:
    status = TEXT_STATUS.get(found.status)
    if status is None:
        raise Unclear(f"Twilio says {found.status!r}, which means nothing here")
    error = None
    if status == "failed":
        told = twilio_messages.words(found.error_code)
        code = f" ({found.error_code})" if found.error_code else ""
        error = told[0] if told else f"Twilio: {found.status}{code}."
    return Settled(status, found.sid, error, found.created)


def _of_mail(found: Mail) -> Settled:
    status = MAIL_STATUS.get(found.status)
    if status is None:
        raise Unclear(f"SendGrid says {found.status!r}, which means nothing here")
    error = "SendGrid: it was not delivered." if status == "failed" else None
    return Settled(status, found.id.split(".", 1)[0], error, found.last_event)


def _says(theirs: str, ours: str | None) -> bool:
    """Whether two texts are one: Twilio puts words before those of a trial account, and may
    write quotation marks and dashes in GSM's letters."""
    theirs = theirs.removeprefix(_OF_TRIAL).strip()
    mine = (ours or "").strip()
    return theirs == mine or (bool(_letters(mine)) and _letters(theirs) == _letters(mine))


def _letters(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", text) if each.isalnum())
