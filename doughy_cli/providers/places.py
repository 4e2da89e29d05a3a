"""Where a provider is: its own address, or another that the environment names."""

from __future__ import annotations

import os
from urllib.parse import SplitResult, urlsplit

from doughy_cli.errors import Usage

_LOOPBACK = {"localhost", "::1"}


def base_url(provider: str, usual: str) -> str:
    """Return the base URL of `provider` (such as `twilio`), without a slash at its end: that in
    `DOUGHY_TWILIO_URL`, or the usual one.

    Raises Usage for what is not an https URL, or http to this computer: a key is sent there.
    """
    variable = f"DOUGHY_{provider.upper()}_URL"
    text = os.environ.get(variable, "").strip()
    if not text:
        return usual
    try:
        url = urlsplit(text)
        safe = url.scheme == "https" or (url.scheme == "http" and _is_here(url))
        fits = safe and url.hostname and (url.port or True)
    except ValueError:
        fits = False
    else:
        fits = fits and "@" not in url.netloc and not url.query and not url.fragment
    if not fits:
        raise Usage(
            f"{variable} must be an https URL, or http to this computer; no user, no query.",
            "A key is sent there. Such as https://gateway.example.com or http://127.0.0.1:8080",
            code="bad_url",
        )
    return text.rstrip("/")


def is_here(url: str) -> bool:
    """Return whether `url` is on this computer."""
    return _is_here(urlsplit(url))


def _is_here(url: SplitResult) -> bool:
    name = url.hostname or ""
    if name in _LOOPBACK:
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
