"""What every command works out anew, and comes to the same: in the process of the tests that is
done once. A key derived from a password and a salt takes a twentieth of a second by design, and to
read the machine's certificates takes as long.
"""

from __future__ import annotations

import os
import ssl
from functools import cache, wraps
from typing import Any

from doughy_cli.hidden import Secret
from doughy_cli.vault import seal


@cache
def remember() -> None:
    """Let this process remember them from now on."""
    seal._derive = _remembered_keys(seal._derive)
    ssl.create_default_context = _remembered_contexts(ssl.create_default_context)


def _remembered_keys(derive: Any) -> Any:
    @cache
    def again(secret: str, salt: bytes, iterations: int) -> Any:
        return derive(Secret(secret), salt, iterations)

    @wraps(derive)
    def remembered(secret: Secret, salt: bytes, iterations: int) -> Any:
        return again(secret.reveal(), salt, iterations)

    return remembered


def _remembered_contexts(create: Any) -> Any:
    @cache
    def again(given: tuple[Any, ...], named: tuple[Any, ...], places: tuple[Any, ...]) -> Any:
        return create(*given, **dict(named))

    @wraps(create)
    def remembered(*given: Any, **named: Any) -> Any:
        # OpenSSL reads what these name.
        places = tuple(os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"))
        return again(given, tuple(named.items()), places)

    return remembered
