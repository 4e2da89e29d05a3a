"""The vault secret, tried on the stored keys before it is shown or kept."""

from __future__ import annotations

from sqlmodel import Session

from doughy_cli.config import Settings
from doughy_cli.errors import NotFound
from doughy_cli.hidden import Secret
from doughy_cli.keys.rows import VaultRow
from doughy_cli.vault import secret
from doughy_cli.vault.faults import WrongSecret
from doughy_cli.vault.opening import no_secret, open_with
from doughy_cli.vault.queries import my_keys
from doughy_cli.vault.sealing import sealing_secret


def own_secret(session: Session, settings: Settings) -> Secret:
    """Return the vault secret that opens the person's keys.

    Raises NotFound if there is none and no key that needs one, NoVaultSecret or WrongSecret if
    this computer has not the right one.
    """
    if not secret.candidates(settings):
        keys = my_keys(session)
        if keys:
            raise no_secret(len(keys))
        raise NotFound(
            "There is no vault secret yet: the first key makes it.", "doughy keys set SERVICE"
        )
    return sealing_secret(session, settings, lambda _: None, keep=False)


def bring(
    session: Session, settings: Settings, given: Secret, say: secret.Say, *, dry_run: bool
) -> VaultRow:
    """Keep `given` as the vault secret if it opens the stored keys, or if there are none.

    Raises WrongSecret, or the fault of a key, if it opens none of them: nothing is kept then.
    """
    keys = my_keys(session)
    tried = [open_with([given], each)[0] for each in keys]
    opened = [each for each in tried if each.content]
    for each in tried:
        if each.fault and (not opened or isinstance(each.fault, WrongSecret)):
            raise _not_this(each.fault.message) from None
        if each.fault:
            say(f"{each.fault.message} {each.fault.hint or ''}".rstrip())
    if not dry_run:
        secret.keep(settings, given, say)
    if secret.from_environment() not in (None, given):
        say(f"{secret.VARIABLE} holds another one, and goes before what is kept: unset it.")
    return VaultRow(secret.place(settings), len(keys), len(opened))


def _not_this(message: str) -> WrongSecret:
    return WrongSecret(
        f"This is not the vault secret of the stored keys. {message}",
        "Nothing was kept. The right one: doughy keys vault show-recovery, where they were stored.",
    )
