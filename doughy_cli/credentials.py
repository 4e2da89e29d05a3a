"""Where secrets are kept between commands: environment → keyring → a 0600 file.

There are two kinds, passwords and vault secrets. An account is a login role at one server, so
that what is kept for one server is never used with another. The profile remembers its keeper,
which spares later commands the search for a keyring.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from doughy_cli.config import Settings, alone, replace_file
from doughy_cli.errors import Failed, Usage

FILE = "file"
KEYRING_PATIENCE = 3.0  # seconds; a locked keyring may wait for a window nobody sees

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of secret: the variable that may hold it, the keyring's service and the file that
    keep it, its name in a message, and what to do if others can read it or it is damaged."""

    variable: str
    service: str
    file: str
    noun: str
    exposed: str
    damaged: str


PASSWORD = Kind(
    "DOUGHY_PASSWORD",
    "doughy",
    "credentials.json",
    "password",
    "change the password with `doughy passwd`",
    "Remove it and sign in again.",
)
VAULT = Kind(
    "DOUGHY_VAULT_SECRET",
    "doughy vault",
    "vault.json",
    "vault secret",
    "make another vault secret with `doughy keys vault rotate`",
    "Bring it back from a backup, or give the vault secret again with `doughy keys vault set`.",
)


def find(settings: Settings, account: str, kind: Kind = PASSWORD) -> str | None:
    """Return the secret of `account`, or None."""
    return os.environ.get(kind.variable) or find_kept(settings, account, kind)


def find_kept(settings: Settings, account: str, kind: Kind = PASSWORD) -> str | None:
    """Return the secret of `account` that the keyring or the file keeps, or None."""
    if settings.keeper != FILE:
        backend = _backend(settings.keeper)
        if backend is not None:
            secret = _soon(lambda: backend.get_password(kind.service, account))
            if secret is not None:
                return str(secret)
    return _read(settings, kind).get(account)


def found_at(settings: Settings, account: str, kind: Kind = PASSWORD) -> str | None:
    """Return where `find` finds the secret of `account`: a variable's name, `keyring`, or a file's
    path; None if nowhere."""
    if os.environ.get(kind.variable):
        return kind.variable
    kept = find_kept(settings, account, kind)
    return None if kept is None else str(kept_at(settings, account, kind))


def keyring_answers(settings: Settings) -> bool:
    """Return whether a keyring can be used: the profile's own, if it names one."""
    return settings.keeper != FILE and _backend(settings.keeper) is not None


def kept_at(settings: Settings, account: str, kind: Kind = PASSWORD) -> Path | str:
    """Return where the secret of `account` is or would be kept: the file's path, or `keyring`."""
    path = _path(settings, kind)
    if account in _read(settings, kind) or settings.keeper == FILE:
        return path
    return path if _backend(settings.keeper) is None else "keyring"


def keep(
    settings: Settings,
    account: str,
    secret: str,
    say: Callable[[str], None],
    kind: Kind = PASSWORD,
    *,
    keeper: str | None = None,
) -> str:
    """Keep a secret with `keeper`, or the best one; return the keeper's name for the profile.

    Where no keyring answers, it goes into a file that only its owner can read, and that is
    said.
    """
    backend = None if keeper == FILE else _backend(keeper)
    if backend is not None:

        def store() -> bool:
            backend.set_password(kind.service, account, secret)
            return bool(backend.get_password(kind.service, account) == secret)

        if _soon(store):
            return f"{type(backend).__module__}.{type(backend).__name__}"
    path = _path(settings, kind)
    announced = path.exists()
    with alone(settings.folders, path.stem):
        _write(settings, {**_read(settings, kind), account: secret}, kind)
    if not announced:
        say(f"No keyring answers here: the {kind.noun} is kept in {path} (0600).")
    return FILE


def forget(settings: Settings, account: str, kind: Kind = PASSWORD) -> bool:
    """Forget the secret of `account`; return whether one was kept."""
    with alone(settings.folders, _path(settings, kind).stem):
        kept = _read(settings, kind)
        found = kept.pop(account, None) is not None
        if found:
            _write(settings, kept, kind)
    backend = None if settings.keeper == FILE else _backend(settings.keeper)
    if (
        backend is not None
        and _soon(lambda: backend.get_password(kind.service, account)) is not None
    ):
        _soon(lambda: backend.delete_password(kind.service, account))
        found = True
    return found


def _path(settings: Settings, kind: Kind) -> Path:
    return settings.folders.config / kind.file


def _read(settings: Settings, kind: Kind) -> dict[str, str]:
    path = _path(settings, kind)
    try:
        mode = path.stat().st_mode
        if mode & 0o077:
            raise Usage(
                f"{path} can be read by others (mode {mode & 0o777:o}).",
                f"chmod 600 {path}, then {kind.exposed}: somebody may have read it.",
                code="credentials_exposed",
            )
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError:
        # Without its cause: that holds the file's text.
        raise Failed(f"{path} is damaged.", kind.damaged) from None
    if not isinstance(content, dict):
        raise Failed(f"{path} is damaged.", kind.damaged)
    return {str(key): str(value) for key, value in content.items()}


def _write(settings: Settings, kept: dict[str, str], kind: Kind) -> None:
    path = _path(settings, kind)
    replace_file(path, json.dumps(kept, indent=1).encode())
    # What a killed command has left half written holds secrets, too.
    for left in path.parent.glob(f".{path.name}.*"):
        left.unlink(missing_ok=True)


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
