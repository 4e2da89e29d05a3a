"""The vault secret of the signed-in person, as this computer keeps it.

It is looked for in DOUGHY_VAULT_SECRET, then in the keyring, then in a file that only its owner
can read. While `keys vault rotate` seals all keys anew, the new secret is kept beside the old
one: whichever of the two opens the stored keys is the right one, whenever the work was cut off.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable

from doughy_cli import credentials
from doughy_cli.config import Settings
from doughy_cli.credentials import VAULT
from doughy_cli.db.address import account
from doughy_cli.errors import Failed, Usage
from doughy_cli.hidden import Secret

VARIABLE = VAULT.variable
SHORTEST = 16  # characters; whoever reads the database can try all shorter ones
# Without the letters and digits that are taken for one another.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 8, 5
_NEXT = "next: "

Say = Callable[[str], None]


class NoVaultSecret(Failed):
    """This computer keeps no vault secret, and there are keys that need one."""

    code = "no_vault_secret"


def new_secret() -> Secret:
    """Return a random vault secret that can be written down: 40 characters, about 198 bits."""
    letters = [
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    ]
    return Secret("-".join(letters))


def checked(text: str) -> Secret:
    """Return `text` as a vault secret. Raises Usage for what is empty or more than one
    line."""
    trimmed = text.strip()
    if not trimmed:
        raise Usage("The vault secret is empty.")
    if not trimmed.isprintable():
        raise Usage("The vault secret is one line, without control characters.")
    return Secret(trimmed)


def warn_if_short(secret: Secret, say: Say) -> None:
    """Say so if a secret is short enough to be guessed."""
    if len(secret.reveal()) < SHORTEST:
        say(
            f"The vault secret is shorter than {SHORTEST} characters: whoever reads the database "
            "can guess it. `doughy keys vault rotate` makes a long one."
        )


def from_environment() -> Secret | None:
    """Return the vault secret of DOUGHY_VAULT_SECRET, if that is set. Raises as `checked`."""
    text = os.environ.get(VARIABLE)
    if not text:
        return None
    try:
        return checked(text)
    except Usage as error:
        raise Usage(f"{VARIABLE}: {error.message}", error.hint, code=error.code) from None


def candidates(settings: Settings) -> list[Secret]:
    """Return the secrets that may open the person's keys, the likeliest first: that of the
    environment alone, or the one that is kept, and the one that a rotation meant to keep."""
    given = from_environment()
    return [given] if given else candidates_kept(settings)


def candidates_kept(settings: Settings) -> list[Secret]:
    """Return `candidates` as this computer keeps them, whatever the environment says."""
    name = account(settings)
    found = (credentials.find_kept(settings, each, VAULT) for each in (name, _NEXT + name))
    return [Secret(each) for each in found if each is not None]


def place(settings: Settings) -> str:
    """Return where this computer keeps the vault secret: a file's path, or `keyring`."""
    return str(credentials.kept_at(settings, account(settings), VAULT))


def keep(settings: Settings, secret: Secret, say: Say) -> None:
    """Keep `secret` as the person's, and no other."""
    name = account(settings)
    _keep(settings, name, secret, say)
    credentials.forget(settings, _NEXT + name, VAULT)


def keep_next(settings: Settings, secret: Secret, say: Say) -> None:
    """Keep `secret` beside the one that is in use, until it is known which opens the keys."""
    _keep(settings, _NEXT + account(settings), secret, say)


def forget_next(settings: Settings) -> None:
    """Forget the secret that a rotation did not come to use."""
    credentials.forget(settings, _NEXT + account(settings), VAULT)


def _keep(settings: Settings, name: str, secret: Secret, say: Say) -> None:
    # Where the password is: a place that was not found at sign-in is not looked in later.
    credentials.keep(settings, name, secret.reveal(), say, VAULT, keeper=settings.keeper)
