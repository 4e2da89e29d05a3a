"""Texts through Twilio."""

from __future__ import annotations

from uuid import UUID

from doughy_cli.errors import Failed
from doughy_cli.leads.sending.carriers import Declined, Unclear, declined
from doughy_cli.leads.sending.drafts import Draft
from doughy_cli.leads.sending.rules import Refusal
from doughy_cli.providers import faults, twilio_messages
from doughy_cli.providers.http import Client
from doughy_cli.providers.twilio import Account


class TextCarrier:
    """Sends texts as an account of Twilio."""

    def __init__(self, client: Client, account: Account) -> None:
        self.client = client
        self.account = account

    def refusal(self, made: Draft) -> Refusal | None:
        """Twilio tells who unsubscribed when it is asked to send, and does not send then."""
        return None

    def send(self, made: Draft, sender: str, message_id: UUID) -> str | None:
        """Send a text; see Carrier."""
        try:
            sent = twilio_messages.send(
                self.client,
                self.account,
                recipient=made.recipient or "",
                sender=sender,
                body=made.body,
            )
        except faults.ProviderError as error:
            code = error.provider_code
            if error.received is not faults.Received.no:
                raise Unclear(error) from error
            raise declined(
                error,
                twilio_messages.words(code),
                opted_out=code == twilio_messages.UNSUBSCRIBED,
                stops=code in twilio_messages.STOPPING,
            ) from error
        if sent.failed:
            told = twilio_messages.words(sent.error_code)
            message, hint = told or (f"Twilio: it {sent.status} ({sent.error_code}).", None)
            raise Declined(Failed(message, hint, code=sent.error_code))
        return sent.sid
