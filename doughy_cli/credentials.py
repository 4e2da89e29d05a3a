"""Where passwords are kept between commands: environment → keyring → a 0600 file.

An account is a login role at one server, so that a password kept for one server is never
sent to another. The profile remembers its keeper, which spares later commands the search
for a keyring.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from doughy_cli.config import Settings, alone, replace_file
from doughy_cli.errors import Failed, Usage

SERVICE = "doughy"
FILE = "file"
KEYRING_PATIENCE = 3.0  # seconds; a locked keyring may wait for a window nobody sees

T = TypeVar("T")


def find(settings: Settings, account: str) -> str | None:
    """Return the password of `account`, or None."""
    from_environment = os.environ.get("DOUGHY_PASSWORD")
    if from_environment:
        return from_environment
    if settings.keeper != FILE:
        backend = _backend(settings.keeper)
        if backend is not None:
            password = _soon(lambda: backend.get_password(SERVICE, account))
            if password is not None:
                return str(password)
    return _read(settings).get(account)


def keep(settings: Settings, account: str, password: str, say: Callable[[str], None]) -> str:
    """Keep a password; return the keeper's name for the profile.

    Where no keyring answers, it goes into a file that only its owner can read, and that is
    said.
    """
    backend = _backend(None)
    if backend is not None:

        def store() -> bool:
            backend.set_password(SERVICE, account, password)
            return bool(backend.get_password(SERVICE, account) == password)

        if _soon(store):
            return f"{type(backend).__module__}.{type(backend).__name__}"
    announced = _path(settings).exists()
    with alone(settings.folders, "credentials"):
        _write(settings, {**_read(settings), account: password})
    if not announced:
        say(f"No keyring answers here: the password is kept in {_path(settings)} (0600).")
    return FILE


def forget(settings: Settings, account: str) -> bool:
    """Forget the password of `account`; return whether one was kept."""
    with alone(settings.folders, "credentials"):
        kept = _read(settings)
        found = kept.pop(account, None) is not None
        if found:
            _write(settings, kept)
    backend = None if settings.keeper == FILE else _backend(settings.keeper)
    if backend is not None and _soon(lambda: backend.get_password(SERVICE, account)) is not None:
        _soon(lambda: backend.delete_password(SERVICE, account))
        found = True
    return found


def _path(settings: Settings) -> Path:
    return settings.folders.config / "credentials.json"


def _read(settings: Settings) -> dict[str, str]:
    path = _path(settings)
    try:
        mode = path.stat().st_mode
        if mode & 0o077:
            raise Usage(
                f"{path} can be read by others (mode {mode & 0o777:o}).",
                f"Change the password, then: chmod 600 {path}",
                code="credentials_exposed",
            )
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise Failed(f"{path} is damaged.", "Remove it and sign in again.") from error
    if not isinstance(content, dict):
        raise Failed(f"{path} is damaged.", "Remove it and sign in again.")
    return {str(key): str(value) for key, value in content.items()}


def _write(settings: Settings, kept: dict[str, str]) -> None:
    replace_file(_path(settings), json.dumps(kept, indent=1).encode())


def _backend(keeper: str | None) -> Any:
    """Return the keyring backend named `keeper`, or the best one; None if there is none."""
    import keyring.core
    from keyring.backends import fail, null

    def load() -> Any:
        return keyring.core.load_keyring(keeper) if keeper else keyring.core.get_keyring()

    backend = _soon(load)
    # The chainer without members is what is found where no keyring is installed.
    useless = isinstance(backend, fail.Keyring | null.Keyring) or not getattr(
        backend, "backends", True
    )
    return None if useless else backend


def _soon(call: Callable[[], T]) -> T | None:
    """Return what `call` returns, or None if the keyring fails or does not answer in time."""
    results: list[T] = []

    def run() -> None:
        # Backends raise whatever their desktop's library raises: any failure means that
        # this keyring cannot be used, and the next place is tried.
        try:
            results.append(call())
        except Exception:  # noqa: BLE001
            return

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(KEYRING_PATIENCE)
    return results[0] if results else None
