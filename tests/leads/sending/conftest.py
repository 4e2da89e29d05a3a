"""What the tests of sending have in common: keys stored, a post office, and the hour of the day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli.config import settle
from doughy_cli.db.session import close_session, session_on
from doughy_cli.hidden import Secret
from doughy_cli.leads.sending import drafts
from doughy_cli.vault.seal import Content
from doughy_cli.vault.sealing import store_key
from tests.providers.post_office import OWN_ADDRESS, OWN_NUMBER, PostOffice
from tests.providers.server import SENDGRID_KEY, TWILIO_KEY, ProviderServer

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result
    from tests.leads.conftest import Leads

NOON = datetime(2026, 3, 4, 17, tzinfo=UTC)  # at noon in Dayton
Clock = Callable[[datetime], None]


@pytest.fixture
def server() -> Iterator[ProviderServer]:
    """A server that behaves as the four providers do."""
    with ProviderServer().running() as running:
        yield running


@pytest.fixture
def post(server: ProviderServer) -> PostOffice:
    """What is sent through it."""
    return PostOffice().open(server)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set what time it is for the hours; it is noon."""

    def stand(at: datetime) -> None:
        monkeypatch.setattr(drafts, "now", lambda: at)

    stand(NOON)
    return stand


@pytest.fixture
def equipped(
    doughy: Program, ann: Person, server: ProviderServer, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    """Ann with keys, a sender and a quick rate; the variables that send the program there."""
    store(doughy, ann, monkeypatch, {"twilio": TWILIO_KEY, "sendgrid": SENDGRID_KEY})
    usual = ("--from-number", OWN_NUMBER, "--from-email", OWN_ADDRESS, "--rate", "1000/s")
    done = doughy(
        *("leads", "sender", *usual, "--postal-address", "1 Main St, Dayton, OH 45402"),
        person=ann,
    )
    assert done.code == 0, done.err
    return server.environment


@pytest.fixture
def sending(leads: Leads, post: PostOffice, equipped: dict[str, str], clock: Clock) -> Leads:
    """Run `doughy leads …` with all that sending needs."""
    return partial(leads, env=equipped)


def store(
    doughy: Program, person: Person, monkeypatch: pytest.MonkeyPatch, keys: dict[str, str]
) -> None:
    """Store keys in the person's vault, as `doughy keys set` does."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("DOUGHY_VAULT_ITERATIONS", "100000")
    connection = person.connect()
    connection.autocommit = False
    session = session_on(connection)
    settings = settle(environ=doughy.environment(person))
    for service, key in keys.items():
        store_key(session, settings, service, Content(Secret(key)), lambda _: None)
    session.commit()
    close_session(session)


def rows(result: Result) -> list[dict[str, Any]]:
    """The rows that a command wrote as JSON, in a list."""
    found = result.json
    return found if isinstance(found, list) else [found]
