"""Opening stored keys: the one way to a key in clear."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from sqlmodel import Session

from doughy_cli.config import Settings
from doughy_cli.errors import DoughyError
from doughy_cli.hidden import Secret
from doughy_cli.vault import app_format, seal, secret
from doughy_cli.vault.faults import WrongSecret, damaged
from doughy_cli.vault.queries import StoredKey, find_key
from doughy_cli.vault.seal import Content


@dataclass(frozen=True, slots=True)
class Opened:
    """A stored key, and what it holds or why it cannot be opened."""

    key: StoredKey
    content: Content | None
    fault: DoughyError | None

    def use(self) -> Content:
        """Return the content; raise the fault."""
        if self.content is None:
            raise self.fault or damaged(self.key.place.service)
        return self.content


def open_key(session: Session, settings: Settings, service: str) -> Secret:
    """Return the signed-in person's key for `service` in clear.

    Raises NotFound if none is stored, Damaged or WrongSecret (both Failed) if it cannot be
    opened, NoVaultSecret (Failed) if this computer has nothing to open it with.
    """
    [opened] = open_keys(settings, [find_key(session, service)])
    return opened.use().key


def open_keys(settings: Settings, keys: Sequence[StoredKey]) -> list[Opened]:
    """Return the keys with what they hold, in their order; several are opened at a time, since
    each takes a tenth of a second of arithmetic.

    Raises NoVaultSecret if this computer has no vault secret.
    """
    if not keys:
        return []
    tried = secret.candidates(settings)
    if not tried:
        raise no_secret(len(keys))
    with ThreadPoolExecutor(os.cpu_count() or 1) as threads:
        found = list(threads.map(lambda key: open_with(tried, key), keys))
    used = {index for _, index in found if index is not None}
    if used == {1}:
        # A rotation was cut off after the keys had been stored and before the secret was kept.
        secret.keep(settings, tried[1], lambda _: None)
    return [opened for opened, _ in found]


def open_with(secrets: Sequence[Secret], key: StoredKey) -> tuple[Opened, int | None]:
    """Return a key opened with the first of `secrets` that fits, and which one that is."""
    fault: DoughyError | None = None
    for index, each in enumerate(secrets):
        try:
            return Opened(key, unseal(key, each), None), index
        except WrongSecret as error:
            fault = error
        except DoughyError as error:
            # The app's format does not tell a wrong secret from damage: the next one may fit.
            fault = error
            if not app_format.is_apps(key.sealed):
                break
    return Opened(key, None, fault), None


def unseal(key: StoredKey, secret: Secret) -> Content:
    """Return what a stored key holds, in today's format or the app's. Raises Damaged or
    WrongSecret."""
    if app_format.is_apps(key.sealed):
        return app_format.unseal(key.sealed, key.place, secret)
    return seal.unseal(key.sealed, key.place, secret)


def no_secret(count: int) -> secret.NoVaultSecret:
    """Return the error for keys that this computer cannot open."""
    keys = "a key is stored that needs" if count == 1 else f"{count} keys are stored that need"
    return secret.NoVaultSecret(
        f"This computer has no vault secret, and {keys} one.",
        "On the computer that has it: doughy keys vault show-recovery. Here: doughy keys vault set",
    )
