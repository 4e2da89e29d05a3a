"""Twilio: sending text messages, and asking what became of them.

API description: https://github.com/twilio/twilio-oai, spec/json/twilio_api_v2010.json:
`POST /2010-04-01/Accounts/{AccountSid}/Messages.json` (operation `CreateMessage`: a form of `To`,
`Body`, and `From` or `MessagingServiceSid`; 201 with the message), `GET …/Messages/{Sid}.json`
(`FetchMessage`), `GET …/Messages.json` (`ListMessage`: `To`, `From`, `DateSent>`, `PageSize` up to
1000; `{"messages": [...], "next_page_uri"}`, the newest first), `GET …/IncomingPhoneNumbers.json`
(`ListIncomingPhoneNumber`: `PhoneNumber`; `{"incoming_phone_numbers": [...]}`). Times are RFC 2822.
What error codes mean: https://www.twilio.com/docs/api/errors. There is no idempotency key: a
message whose answer was lost is looked for in the list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from doughy_cli.providers import faults
from doughy_cli.providers.faults import Received
from doughy_cli.providers.http import Client
from doughy_cli.providers.twilio import NAME, Account

UNSUBSCRIBED = "21610"
# What is wrong with the account or the sender is wrong for every recipient.
STOPPING = frozenset(
    ("20003", "20005", "10001", "21212", "21603", "21606", "21659", "21660", "21703", "63038")
)
_PAGE = 200
_MOST_PAGES = 50
_ANOTHER_NUMBER = "doughy leads sender --from-number …"
# Code → what it means, and what to do.
_WORDS = {
    "10001": ("the account is not active", "See it in the console of Twilio."),
    "20003": ("it refuses the account's SID and token", "doughy keys set twilio"),
    "20005": ("the account is not active", "See it in the console of Twilio."),
    "21211": ("this is no valid phone number", "Correct it: doughy leads edit ID --phone …"),
    "21212": ("the number to send from is not valid", _ANOTHER_NUMBER),
    "21408": (
        "the account may not text to that country",
        "Allow it in the console: Messaging, Settings, Geo permissions.",
    ),
    "21606": (
        "the number to send from is not the account's, or cannot send texts",
        _ANOTHER_NUMBER,
    ),
    "21608": (
        "a trial account texts only to numbers that it has verified",
        "Verify the number in the console, or upgrade the account.",
    ),
    "21610": ("the recipient unsubscribed by a STOP", "They text START to come back."),
    "21612": ("it cannot send from this number to that one", None),
    "21614": ("this is no mobile number", "A landline gets no texts."),
    "21617": ("the text is longer than 1,600 characters", None),
    "21659": (
        "the number to send from is not the account's",
        _ANOTHER_NUMBER,
    ),
    "21660": (
        "the number to send from is not the account's",
        _ANOTHER_NUMBER,
    ),
    "21703": ("the messaging service has no number to send from", None),
    "63038": ("the account has sent as much as it may today", "Go on tomorrow."),
    "30003": ("the phone is switched off or out of reach", None),
    "30004": ("the recipient's carrier blocks texts", None),
    "30005": ("there is no such number", None),
    "30006": ("this is a landline, or cannot be reached", None),
    "30007": ("the carrier took it for spam", None),
    "30008": ("the carrier says no more than that it failed", None),
    "30034": ("the number is not registered for A2P 10DLC", "Register it in the console."),
}


@dataclass(frozen=True, slots=True)
class Message:
    """A message as Twilio has it; `status` in its words."""

    sid: str
    status: str
    direction: str
    sender: str | None
    recipient: str | None
    body: str
    created: datetime | None
    error_code: str | None

    @property
    def failed(self) -> bool:
        """Whether it will not arrive."""
        return self.status in ("failed", "undelivered", "canceled")


def send(client: Client, account: Account, *, recipient: str, sender: str, body: str) -> Message:
    """Send a text from a number or a messaging service (`MG…`); return the message.

    Raises ProviderError; its `received` says whether it may have been sent all the same.
    """
    source = "MessagingServiceSid" if sender.startswith("MG") else "From"
    answer = client.post_form(
        f"{account.path}/Messages.json", {"To": recipient, source: sender, "Body": body}
    )
    return _message(answer.object)


def fetch(client: Client, account: Account, sid: str) -> Message:
    """Return the message with this SID. Raises ProviderError."""
    return _message(client.get(f"{account.path}/Messages/{sid}.json").object)


def listed(
    client: Client, account: Account, *, recipient: str | None = None, since: date | None = None
) -> Iterator[Message]:
    """Yield the messages to `recipient`, the newest first; `since` leaves out those that were
    not sent from that day (UTC) on. Raises ProviderError."""
    wanted = {"To": recipient, "DateSent>": since and since.isoformat(), "PageSize": _PAGE}
    page = client.get(
        f"{account.path}/Messages.json", {k: v for k, v in wanted.items() if v is not None}
    ).object
    for _ in range(_MOST_PAGES):
        found = page.get("messages")
        if not isinstance(found, list):
            raise _unlike("a list of messages")
        yield from (_message(each) for each in found)
        following = page.get("next_page_uri")
        if not following:
            return
        page = client.get(str(following)).object


def owns(client: Client, account: Account, number: str) -> bool:
    """Return whether a number in E.164 is the account's. Raises ProviderError."""
    if not number.startswith("+"):
        return False
    query = {"PhoneNumber": number, "PageSize": 1}
    found = client.get(f"{account.path}/IncomingPhoneNumbers.json", query).object
    return bool(found.get("incoming_phone_numbers"))


def words(code: str | None) -> tuple[str, str | None] | None:
    """Return what an error code means, and what to do; None for one that is not known here."""
    found = _WORDS.get(code or "")
    return None if found is None else (f"{NAME}: {found[0]} ({code}).", found[1])


def _message(found: Any) -> Message:
    if not isinstance(found, dict) or not isinstance(found.get("sid"), str):
        raise _unlike("a message")
    code = found.get("error_code")
    return Message(
        sid=found["sid"],
        status=str(found.get("status") or ""),
        direction=str(found.get("direction") or ""),
        sender=found.get("from"),
        recipient=found.get("to"),
        body=str(found.get("body") or ""),
        created=_moment(found.get("date_created")),
        error_code=str(code) if code else None,
    )


def _moment(text: Any) -> datetime | None:
    try:
        return parsedate_to_datetime(str(text)) if text else None
    except ValueError:
        return None


def _unlike(what: str) -> faults.BadAnswer:
    return faults.BadAnswer(
        f"{NAME} answered with something that is not {what}.", provider=NAME, received=Received.yes
    )
