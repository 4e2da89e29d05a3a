"""Passwords: made, judged, and turned into what the server may see of them."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from doughy_cli.errors import Usage

if TYPE_CHECKING:
    import psycopg

# Without the letters and digits that are taken for one another.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 5
SHORTEST = 8


def one_time_password() -> str:
    """Return a random password that can be read out: 20 characters, about 99 bits."""
    letters = [
        "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    ]
    return "-".join(letters)


def acceptable(password: str) -> str:
    """Return `password`; raise Usage if it is too short or holds what no prompt can send."""
    if len(password) < SHORTEST:
        raise Usage(
            f"The password is too short: {SHORTEST} characters or more.", code="weak_password"
        )
    if "\x00" in password:
        raise Usage("The password holds a NUL character.", code="weak_password")
    return password


def verifier(connection: psycopg.Connection[Any], role: str, password: str) -> str:
    """Return the SCRAM-SHA-256 verifier of `password`: all that the server ever sees."""
    made = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256")
    return made.decode()
