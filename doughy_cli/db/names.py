"""How login roles are named: one namespace for each database of a cluster."""

from __future__ import annotations

import hashlib

NAME_BYTES = 63  # PostgreSQL cuts longer names, silently


def login_role(database: str, sign_in_name: str) -> str:
    """Return the login role of `sign_in_name` (an e-mail, or a service's name).

    It is `<database>/<name in lower case>`; where that is over 63 bytes, the name gives way
    to the first 32 hex digits of its SHA-256. The function internal.login_role says the
    same in SQL.
    """
    name = sign_in_name.strip().lower()
    role = f"{database}/{name}"
    if len(role.encode()) <= NAME_BYTES:
        return role
    return f"{database}/{hashlib.sha256(name.encode()).hexdigest()[:32]}"
