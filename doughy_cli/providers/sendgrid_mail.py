"""SendGrid: sending mails, who unsubscribed, and what became of a mail.

API descriptions: https://github.com/twilio/sendgrid-oai: tsg_mail_v3.json, `POST /v3/mail/send`
(operation `SendMail`: 202, an empty body, the id in the header `X-Message-Id`);
tsg_suppressions_v3.json, `GET /v3/asm/suppressions/global/{email}`
(`GetGlobalSuppression`: the address if it unsubscribed, else `{}`); tsg_email_activity_v3.json,
`GET /v3/messages` (`ListMessage`: `query`, `limit`) and `GET /v3/messages/{msg_id}` (`GetMessage`,
with `unique_args`), which only accounts with additional email activity history may ask. A mail's
`msg_id` begins with its `X-Message-Id`. There is no idempotency key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from doughy_cli.providers import faults
from doughy_cli.providers.faults import Received
from doughy_cli.providers.http import Client
from doughy_cli.providers.sendgrid import NAME

MARK = "doughy_message"  # the custom argument that holds the id of our record
_UNSUBSCRIBE = "If you want no more mail from me, say so here: <% %>"
_MOST = 50
# The states of the activity feed.
DELIVERED, NOT_DELIVERED = "delivered", "not_delivered"


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as the activity feed has it."""

    id: str
    status: str
    subject: str
    sender: str | None
    last_event: datetime | None


def send(
    client: Client,
    *,
    recipient: str,
    recipient_name: str | None,
    sender: str,
    sender_name: str | None,
    subject: str,
    body: str,
    mark: str,
) -> str | None:
    """Send a mail in plain text with a link to unsubscribe, and the header for it; return its id
    there. `mark` is kept with it as a custom argument.

    Raises ProviderError; its `received` says whether it may have been sent all the same.
    """
    link = f"<p>{_UNSUBSCRIBE.replace('<% %>', '<% here %>')}</p>"
    mail = {
        "personalizations": [
            {"to": [_person(recipient, recipient_name)], "custom_args": {MARK: mark}}
        ],
        "from": _person(sender, sender_name),
        "subject": subject,
        "content": [{"type": "text/plain", "value": body}],
        "tracking_settings": {
            "subscription_tracking": {"enable": True, "text": _UNSUBSCRIBE, "html": link}
        },
    }
    return client.post_json("/v3/mail/send", mail).headers.get("x-message-id") or None


def unsubscribed(client: Client, address: str) -> bool:
    """Return whether the address is on the list of who wants no mail. Raises ProviderError."""
    path = f"/v3/asm/suppressions/global/{quote(address, safe='')}"
    return bool(client.get(path).object.get("recipient_email"))


def to_address(client: Client, address: str) -> list[Mail]:
    """Return the last mails to an address. Raises ProviderError (KeyRefused where the account's
    activity is not kept)."""
    return _listed(client, f'to_email="{address}"')


def by_id(client: Client, message_id: str) -> Mail | None:
    """Return the mail whose `X-Message-Id` was `message_id`; None while the feed knows nothing
    of it. Raises as `to_address`."""
    return next(iter(_listed(client, f"msg_id LIKE '{message_id}%'")), None)


def mark_of(client: Client, mail: Mail) -> str | None:
    """Return the mark that a mail was sent with. Raises as `to_address`."""
    args: Any = client.get(f"/v3/messages/{quote(mail.id, safe='')}").object.get("unique_args")
    if isinstance(args, str):
        try:
            args = json.loads(args)
        except ValueError:
            return None
    found = args.get(MARK) if isinstance(args, Mapping) else None
    return found if isinstance(found, str) else None


def explained(error: faults.ProviderError) -> tuple[str, str | None] | None:
    """Return what is wrong with a mail in our own words, and what to do; None where SendGrid's
    are as good."""
    if error.status == 403 and "verified" in error.message.lower():
        return (
            f"{NAME}: the address to send from is not a verified sender (403).",
            "Verify it at SendGrid (Settings, Sender authentication), or choose another: "
            "doughy leads sender --from-email …",
        )
    if error.status == 413:
        return f"{NAME}: the mail is too large (413).", "Shorten it."
    return None


def _listed(client: Client, query: str) -> list[Mail]:
    found = client.get("/v3/messages", {"query": query, "limit": _MOST}).object.get("messages")
    if not isinstance(found, list):
        raise faults.BadAnswer(
            f"{NAME} answered with something that is not a list of mails.",
            provider=NAME,
            received=Received.yes,
        )
    return [_mail(each) for each in found if isinstance(each, dict) and each.get("msg_id")]


def _mail(found: Mapping[str, Any]) -> Mail:
    try:
        last = datetime.fromisoformat(str(found.get("last_event_time")))
    except ValueError:
        last = None
    return Mail(
        id=str(found["msg_id"]),
        status=str(found.get("status") or ""),
        subject=str(found.get("subject") or ""),
        sender=found.get("from_email"),
        last_event=last,
    )


def _person(address: str, name: str | None) -> dict[str, str]:
    return {"email": address, "name": name} if name else {"email": address}
