"""Mails through SendGrid."""

from __future__ import annotations

from uuid import UUID

from doughy_cli.leads.sending.carriers import Unclear, declined
from doughy_cli.leads.sending.drafts import Draft
from doughy_cli.leads.sending.rules import Refusal
from doughy_cli.providers import faults, sendgrid_mail
from doughy_cli.providers.http import Client

_FORBIDDEN = 403


class MailCarrier:
    """Sends mails with a key of SendGrid; `name` stands beside the address."""

    def __init__(self, client: Client, name: str | None) -> None:
        self.client = client
        self.name = name
        self._knows = True

    def refusal(self, made: Draft) -> Refusal | None:
        """Return that the lead unsubscribed, if so: SendGrid would take the mail and drop it.

        A key that may only send cannot ask; then SendGrid's own list still holds.
        """
        if not self._knows or made.recipient is None:
            return None
        try:
            out = sendgrid_mail.unsubscribed(self.client, made.recipient)
        except faults.KeyRefused as error:
            if error.status != _FORBIDDEN:
                raise
            self._knows = False
            return None
        return Refusal("opted_out", "unsubscribed at SendGrid") if out else None

    def send(self, made: Draft, sender: str, message_id: UUID) -> str | None:
        """Send a mail; see Carrier."""
        try:
            return sendgrid_mail.send(
                self.client,
                recipient=made.recipient or "",
                recipient_name=made.lead.name,
                sender=sender,
                sender_name=self.name,
                subject=made.subject or "",
                body=made.body,
                mark=str(message_id),
            )
        except faults.ProviderError as error:
            if error.received is not faults.Received.no:
                raise Unclear(error) from error
            told = sendgrid_mail.explained(error)
            raise declined(error, told, stops=error.status == _FORBIDDEN) from error
