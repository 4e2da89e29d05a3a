"""Twilio's messages and SendGrid's mails as the local server has them: it counts what was sent.

The shapes are those of the providers' descriptions, which the modules of doughy name.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import unquote

from tests.providers.server import (
    SENDGRID_KEY,
    TWILIO_KEY,
    TWILIO_SID,
    Asked,
    ProviderServer,
    Reply,
    basic,
    bearer,
    sendgrid_refusal,
    twilio_refusal,
)

ACCOUNT = f"/2010-04-01/Accounts/{TWILIO_SID}"
OWN_NUMBER = "+19375550100"
OWN_ADDRESS = "ann@example.com"
_MEANINGS = {
    21211: "The 'To' number is not a valid phone number",
    21408: "Permission to send an SMS has not been enabled for the region",
    21610: "Attempt to send to unsubscribed recipient",
    21606: "The From phone number is not a valid, SMS-capable inbound phone number",
}


def twilio_error(code: int, status: int = 400) -> Reply:
    """An error of Twilio's."""
    message = _MEANINGS.get(code, "An error")
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Reply(status, {"code": code, "message": message, "more_info": more, "status": status})


def sendgrid_error(status: int, message: str) -> Reply:
    """An error of SendGrid's."""
    return Reply(status, {"errors": [{"message": message, "field": None, "help": None}]})


@dataclass
class PostOffice:
    """What was handed in: `texts` and `mails`, in order. `errors` has Twilio's error by number."""

    texts: list[dict[str, Any]] = field(default_factory=list)
    mails: list[dict[str, Any]] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    unsubscribed: set[str] = field(default_factory=set)
    numbers: tuple[str, ...] = (OWN_NUMBER,)
    activity: bool = True
    page: int = 50

    def open(self, server: ProviderServer) -> PostOffice:
        """Answer at `server`."""
        server.answer("POST", f"{ACCOUNT}/Messages.json", self._text)
        server.answer("GET", f"{ACCOUNT}/Messages.json", self._texts)
        server.answer("GET", rf"{ACCOUNT}/Messages/\w+\.json", self._one)
        server.answer("GET", f"{ACCOUNT}/IncomingPhoneNumbers.json", self._numbers)
        server.answer("POST", "/v3/mail/send", self._mail)
        server.answer("GET", "/v3/asm/suppressions/global/.+", self._suppression)
        server.answer("GET", "/v3/messages", self._mails)
        server.answer("GET", "/v3/messages/.+", self._detail)
        return self

    def set_status(self, status: str, code: int | None = None) -> None:
        """Give every text this status."""
        for each in self.texts:
            each |= {"status": status, "error_code": code}

    def receive(self, sender: str, body: str) -> None:
        """A text that comes in."""
        self._keep(sender, OWN_NUMBER, body, "inbound", "received")

    def sent_to(self, number: str) -> int:
        """How many texts were really sent to a number."""
        return sum(each["to"] == number for each in self.texts)

    def _keep(self, sender: str, to: str, body: str, direction: str, status: str) -> dict[str, Any]:
        moment = format_datetime(datetime.now(UTC))
        kept = {
            "sid": f"SM{len(self.texts):032x}",
            "account_sid": TWILIO_SID,
            "from": sender,
            "to": to,
            "body": body,
            "direction": direction,
            "status": status,
            "num_segments": "1",
            "error_code": None,
            "error_message": None,
            "date_created": moment,
            "date_sent": moment,
            "date_updated": moment,
        }
        self.texts.append(kept)
        return kept

    def _text(self, asked: Asked) -> Reply:
        if basic(asked) != TWILIO_KEY:
            return twilio_refusal()
        form = asked.form
        if not {"To", "Body"} <= form.keys() or len({"From", "MessagingServiceSid"} & {*form}) != 1:
            return twilio_error(21602)
        if code := self.errors.get(form["To"]):
            return twilio_error(code)
        if form.get("From", OWN_NUMBER) != OWN_NUMBER:
            return twilio_error(21606)
        if not re.fullmatch(r"\+[0-9]{8,15}", form["To"]):
            return twilio_error(21211)
        kept = self._keep(OWN_NUMBER, form["To"], form["Body"], "outbound-api", "queued")
        return Reply(201, kept)

    def _texts(self, asked: Asked) -> Reply:
        if basic(asked) != TWILIO_KEY:
            return twilio_refusal()
        to, start = asked.query.get("To"), int(asked.query.get("Page", 0))
        found = [each for each in reversed(self.texts) if to in (None, each["to"])]
        size = min(self.page, int(asked.query.get("PageSize", 50)))
        shown = found[start * size : (start + 1) * size]
        more = f"{ACCOUNT}/Messages.json?Page={start + 1}&PageSize={size}"
        if to:
            more += f"&To=%2B{to[1:]}"
        following = more if len(found) > (start + 1) * size else None
        return Reply(body={"messages": shown, "next_page_uri": following, "page": start})

    def _numbers(self, asked: Asked) -> Reply:
        if basic(asked) != TWILIO_KEY:
            return twilio_refusal()
        found = [each for each in self.numbers if each == asked.query["PhoneNumber"]]
        return Reply(body={"incoming_phone_numbers": [{"phone_number": each} for each in found]})

    def _one(self, asked: Asked) -> Reply:
        if basic(asked) != TWILIO_KEY:
            return twilio_refusal()
        sid = asked.path.rsplit("/", 1)[1].removesuffix(".json")
        kept = next((each for each in self.texts if each["sid"] == sid), None)
        return Reply(body=kept) if kept else twilio_error(20404, 404)

    def _mail(self, asked: Asked) -> Reply:
        if bearer(asked) != SENDGRID_KEY:
            return sendgrid_refusal()
        mail = asked.json
        if mail["from"]["email"] != OWN_ADDRESS:
            return sendgrid_error(
                403,
                "The from address does not match a verified Sender Identity. Mail cannot be sent",
            )
        message_id = f"X{len(self.mails):021d}"
        self.mails.append({**mail, "id": message_id, "status": "processed"})
        return Reply(202, headers={"X-Message-Id": message_id})

    def _suppression(self, asked: Asked) -> Reply:
        if bearer(asked) != SENDGRID_KEY:
            return sendgrid_refusal()
        address = unquote(asked.path.rsplit("/", 1)[1])
        return Reply(body={"recipient_email": address} if address in self.unsubscribed else {})

    def _mails(self, asked: Asked) -> Reply:
        if not self.activity:
            return sendgrid_error(403, "access forbidden")
        query = asked.query["query"]
        if found := re.fullmatch(r'to_email="(.+)"', query):
            wanted = [each for each in self.mails if _to(each) == found[1]]
        else:
            found = re.fullmatch(r"msg_id LIKE '(.+)%'", query)
            assert found, query
            wanted = [each for each in self.mails if each["id"].startswith(found[1])]
        return Reply(body={"messages": [_shown(each) for each in reversed(wanted)]})

    def _detail(self, asked: Asked) -> Reply:
        message_id = unquote(asked.path.rsplit("/", 1)[1])
        kept = next(each for each in self.mails if message_id.startswith(each["id"]))
        args = kept["personalizations"][0]["custom_args"]
        return Reply(body={**_shown(kept), "unique_args": json.dumps(args)})


def _to(mail: dict[str, Any]) -> str:
    address: str = mail["personalizations"][0]["to"][0]["email"]
    return address


def _shown(mail: dict[str, Any]) -> dict[str, Any]:
    return {
        "msg_id": f"{mail['id']}.filter0001.1",
        "from_email": mail["from"]["email"],
        "to_email": _to(mail),
        "subject": mail["subject"],
        "status": mail["status"],
        "last_event_time": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
    }
