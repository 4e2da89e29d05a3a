"""What the tests of the vault have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from doughy_cli.config import Settings, settle
from doughy_cli.db.session import close_session, session_on

if TYPE_CHECKING:
    from sqlmodel import Session

    from tests.harness import Person, Program

Sessions = Callable[["Person"], "Session"]


@pytest.fixture
def settings(doughy: Program, ann: Person, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Ann's settings, on a computer of her own."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("DOUGHY_VAULT_ITERATIONS", "100000")
    return settle(environ=doughy.environment(ann))


@pytest.fixture
def sessions() -> Iterator[Sessions]:
    """Open a session of a person's."""
    with ExitStack() as opened:

        def run(person: Person) -> Session:
            connection = person.connect()
            connection.autocommit = False
            session = session_on(connection)
            opened.callback(close_session, session)
            return session

        yield run
