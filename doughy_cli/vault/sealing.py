"""Sealing keys: with the vault secret that the person's other keys are sealed with."""

from __future__ import annotations

import os

from sqlmodel import Session

from doughy_cli.config import Settings
from doughy_cli.errors import Usage
from doughy_cli.hidden import Secret
from doughy_cli.vault import seal, secret
from doughy_cli.vault.faults import Damaged, WrongSecret
from doughy_cli.vault.opening import no_secret, open_with
from doughy_cli.vault.queries import lock_vault, my_id, my_keys, put_key
from doughy_cli.vault.seal import FEWEST, MOST, USUAL, Content, Place

ITERATIONS = "DOUGHY_VAULT_ITERATIONS"


def store_key(
    session: Session,
    settings: Settings,
    service: str,
    content: Content,
    say: secret.Say,
    *,
    dry_run: bool = False,
) -> bool:
    """Seal and store the person's key for `service`; return whether it replaced one.

    The vault secret is made on first use, and then kept unless it is a `dry_run`. Raises
    NoVaultSecret if there are keys of another computer's making, WrongSecret if the secret here
    is not the one that they are sealed with.
    """
    lock_vault(session)
    own = sealing_secret(session, settings, say, keep=not dry_run)
    place = Place(my_id(session), service)
    return put_key(session, place, seal.seal(content, place, own, iterations()))


def sealing_secret(
    session: Session, settings: Settings, say: secret.Say, *, keep: bool = True
) -> Secret:
    """Return the secret that the person's keys are sealed with; made if there are none yet.

    Call `lock_vault` first. Raises as `store_key`.
    """
    keys = my_keys(session)
    tried = secret.candidates(settings)
    if not tried:
        if keys:
            raise no_secret(len(keys))
        made = secret.new_secret()
        if keep:
            secret.keep(settings, made, say)
            say("A vault secret was made. Write it down: doughy keys vault show-recovery")
        return made
    secret.warn_if_short(tried[0], say)
    for key in keys:
        opened, index = open_with(tried, key)
        if index is not None:
            if index:
                secret.keep(settings, tried[index], say)
            return tried[index]
        if isinstance(opened.fault, WrongSecret):
            raise opened.fault
        # Damaged, it tells nothing of the secret; the next one may.
        if not isinstance(opened.fault, Damaged):
            opened.use()
    return tried[0]


def iterations() -> int:
    """Return how many iterations a key is sealed with. Raises Usage for a number out of bounds."""
    text = os.environ.get(ITERATIONS)
    if not text:
        return USUAL
    if not (text.isascii() and text.isdigit() and FEWEST <= int(text) <= MOST):
        raise Usage(f"{ITERATIONS} must be a number from {FEWEST:,} to {MOST:,}.")
    return int(text)
