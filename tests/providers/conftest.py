"""What the tests of the providers have in common."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.providers.server import ProviderServer


@pytest.fixture
def provider_server() -> Iterator[ProviderServer]:
    """A server that behaves as the four providers do."""
    with ProviderServer().running() as server:
        yield server


@pytest.fixture
def at_server(provider_server: ProviderServer, monkeypatch: pytest.MonkeyPatch) -> ProviderServer:
    """The server, to which this process's environment sends doughy."""
    for name, value in provider_server.environment.items():
        monkeypatch.setenv(name, value)
    return provider_server
