"""Stripe: whether a key works.

API description: https://github.com/stripe/openapi, `GET /v1/balance` (operation `GetBalance`):
bearer authentication, 200 with `{"object": "balance", ...}`; errors as `{"error": {"type",
"code", "message"}}`, a wrong key 401 with type `invalid_request_error`, a revoked one 401 with code
`api_key_expired`, a restricted key without the permission 403.
"""

from __future__ import annotations

from doughy_cli.hidden import Secret
from doughy_cli.providers import faults
from doughy_cli.providers.checks import Finding, Health, unanswered
from doughy_cli.providers.http import Client, Provider
from doughy_cli.providers.places import base_url
from doughy_cli.providers.waiting import Patience

NAME = "Stripe"
_SWITCHED_OFF = ("account_closed", "account_invalid", "platform_account_required")


def client(key: Secret, patience: Patience | None = None) -> Client:
    """Return a client that asks with `key`."""
    return Client(Provider(NAME, base_url("stripe", "https://api.stripe.com"), key), patience)


def check(key: Secret, patience: Patience | None = None) -> Finding:
    """Return the key's health, by asking for the balance."""
    try:
        with client(key, patience) as asked:
            asked.get("/v1/balance")
    except faults.ProviderError as error:
        if error.provider_code in _SWITCHED_OFF:
            return Finding(Health.inactive, error.message)
        if error.status == 403 and "permission" in error.message.lower():
            return Finding(Health.healthy, "a restricted key, which may not read the balance")
        return unanswered(error)
    return Finding(Health.healthy)
