"""Sealing all keys anew, under the same vault secret or another."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from sqlmodel import Session

from doughy_cli.config import Settings
from doughy_cli.errors import Conflict
from doughy_cli.hidden import Secret
from doughy_cli.vault import seal, secret
from doughy_cli.vault.opening import Opened, open_keys
from doughy_cli.vault.queries import StoredKey, lock_vault, my_keys, reseal_key
from doughy_cli.vault.sealing import iterations, sealing_secret


def reseal(session: Session, settings: Settings, keys: Sequence[StoredKey]) -> list[Opened]:
    """Seal the keys anew under the secret that they open with; return them as they are now.

    Those that cannot be opened stay as they are. Call `lock_vault` first.
    """
    opened = open_keys(settings, keys)
    if not any(each.content for each in opened):
        return opened
    own = sealing_secret(session, settings, lambda _: None)
    return _store(session, opened, own)


def replace_secret(
    session: Session,
    settings: Settings,
    fresh: Secret,
    say: secret.Say,
    *,
    keep_both: bool,
) -> list[Opened]:
    """Seal all of the person's keys under `fresh`; return them. The caller commits, and then
    calls `secret.keep`.

    Until then both secrets are kept (unless `keep_both` is false, where somebody else keeps
    them): whichever opens the stored keys is the right one, so that a cut at any moment loses
    nothing. Raises the fault of a key that cannot be opened: nothing
    is changed then.
    """
    lock_vault(session)
    opened = open_keys(settings, my_keys(session))
    for each in opened:
        each.use()
    if keep_both:
        secret.keep_next(settings, fresh, say)
    return _store(session, opened, fresh)


def _store(session: Session, opened: Sequence[Opened], own: Secret) -> list[Opened]:
    count = iterations()

    def sealed(each: Opened) -> Opened:
        if each.content is None:
            return each
        fresh = seal.seal(each.content, each.key.place, own, count)
        return replace(each, key=replace(each.key, sealed=fresh))

    with ThreadPoolExecutor() as threads:
        anew = list(threads.map(sealed, opened))
    for before, after in zip(opened, anew, strict=True):
        if after.content is not None and not reseal_key(session, before.key, after.key.sealed):
            raise Conflict(
                f"The key for {before.key.place.service} was changed meanwhile. Nothing was saved.",
                "Run it again.",
                code="stale",
            )
    return anew
