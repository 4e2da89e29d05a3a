"""The way to the provider, with the person's own stored key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from doughy_cli.leads.sending.carriers import Carrier
from doughy_cli.leads.sending.mail_carrier import MailCarrier
from doughy_cli.leads.sending.rules import TEXT
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
def open_carrier(app: App, channel: str) -> Iterator[Carrier]:
    """Yield what sends messages of `channel`; raises as `open_twilio`."""
    if channel == TEXT:
        with open_twilio(app) as (client, account):
            yield TextCarrier(client, account)
    else:
        with open_sendgrid(app) as client:
            yield MailCarrier(client, read_sender(app.settings).from_name)
