"""What the tests of `doughy keys` have in common: the program run as Ann, on her computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.providers.server import ProviderServer

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Keys = Callable[..., "Result"]
Store = Callable[..., None]
# The least that the vault takes, so that a test waits for no arithmetic.
QUICK = {"DOUGHY_VAULT_ITERATIONS": "100000"}


@pytest.fixture
def keys(doughy: Program, ann: Person) -> Keys:
    """Run `doughy keys …`, as Ann if nobody else is named."""

    def run(*arguments: object, person: Person = ann, **more: Any) -> Result:
        env = {**QUICK, **(more.pop("env", None) or {})}
        return doughy("keys", *map(str, arguments), person=person, env=env, **more)

    return run


@pytest.fixture
def store(keys: Keys) -> Store:
    """Store a key."""

    def run(service: str, key: str, *flags: object, **more: Any) -> None:
        done = keys("set", service, *flags, stdin=key + "\n", **more)
        assert done.code == 0, done.err

    return run


@pytest.fixture
def provider_server() -> Iterator[ProviderServer]:
    """A server that behaves as the four providers do."""
    with ProviderServer().running() as server:
        yield server
