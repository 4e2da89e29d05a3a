"""The environment of a program that is given keys."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from doughy_cli.errors import Usage
from doughy_cli.hidden import Secret
from doughy_cli.keys.services import values
from doughy_cli.vault.opening import Opened
from doughy_cli.vault.secret import VARIABLE


def secrets_of(opened: Sequence[Opened]) -> dict[str, Secret]:
    """Return what a program is given of the keys, by variable.

    Raises the fault of a key that cannot be opened, Usage where two want the same variable.
    """
    found: dict[str, Secret] = {}
    givers: dict[str, str] = {}
    for each in opened:
        content, service = each.use(), each.key.place.service
        for name, value in values(service, content.key, content.variable).items():
            if name in found:
                raise Usage(
                    f"The keys for {givers[name]} and {service} both want {name}.",
                    "Choose with --service, or give one another variable: keys set --variable",
                )
            found[name] = value
            givers[name] = service
    return found


def environment(secrets: Mapping[str, Secret]) -> dict[str, str]:
    """Return this process's environment with the keys in it, and without the vault secret: a
    program is given the keys that it was meant to have, not the way to all of them."""
    kept = {name: value for name, value in os.environ.items() if name != VARIABLE}
    return kept | {name: value.reveal() for name, value in secrets.items()}
