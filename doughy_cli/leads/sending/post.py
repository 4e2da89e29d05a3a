"""The way to the provider, with the person's own stored key."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from doughy_cli.leads.sending.carriers import Carrier
from doughy_cli.leads.sending.mail_carrier import MailCarrier
from doughy_cli.leads.sending.rules import MAIL, TEXT
from doughy_cli.leads.sending.settings import read_sender
from doughy_cli.leads.sending.text_carrier import TextCarrier
from doughy_cli.providers import sendgrid, twilio
from doughy_cli.providers.http import Client
from doughy_cli.vault.opening import open_key

if TYPE_CHECKING:
    from doughy_cli.context import App


@contextmanager
def open_twilio(app: App) -> Iterator[tuple[Client, twilio.Account]]:
    """Yield a client and the account. Raises NotFound if there is no key, Failed if it cannot
    be opened."""
    account = twilio.Account.of(open_key(app.session, app.settings, "twilio"))
    app.session.commit()
    with twilio.client(account) as client:
        yield client, account


@contextmanager
def open_sendgrid(app: App) -> Iterator[Client]:
    """Yield a client; raises as `open_twilio`."""
    key = open_key(app.session, app.settings, "sendgrid")
    app.session.commit()
    with sendgrid.client(key) as client:
        yield client


@contextmanager
def open_carriers(app: App, channels: Collection[str]) -> Iterator[dict[str, Carrier]]:
    """Yield what sends messages, by channel; raises as `open_twilio`."""
    carriers: dict[str, Carrier] = {}
    with ExitStack() as stack:
        if TEXT in channels:
            carriers[TEXT] = TextCarrier(*stack.enter_context(open_twilio(app)))
        if MAIL in channels:
            name = read_sender(app.settings).from_name
            carriers[MAIL] = MailCarrier(stack.enter_context(open_sendgrid(app)), name)
        yield carriers
