"""OpenAI: whether a key works.

API description: https://github.com/openai/openai-openapi, `GET /v1/models` (operation
`listModels`): bearer authentication, 200 with `{"object": "list", "data": [...]}`; errors as
`{"error": {"message", "type", "param", "code"}}`, a wrong key 401 with code `invalid_api_key`, a
restricted key without the scope 403 with "Missing scopes: api.model.read".
"""

from __future__ import annotations

from doughy_cli.hidden import Secret
from doughy_cli.providers import faults
from doughy_cli.providers.checks import Finding, Health, unanswered
from doughy_cli.providers.http import Client, Provider
from doughy_cli.providers.places import base_url
from doughy_cli.providers.waiting import Patience

NAME = "OpenAI"
_SWITCHED_OFF = ("account_deactivated", "billing_not_active", "organization_deactivated")


def client(key: Secret, patience: Patience | None = None) -> Client:
    """Return a client that asks with `key`."""
    return Client(Provider(NAME, base_url("openai", "https://api.openai.com"), key), patience)


def check(key: Secret, patience: Patience | None = None) -> Finding:
    """Return the key's health, by listing the models."""
    try:
        with client(key, patience) as asked:
            asked.get("/v1/models")
    except faults.ProviderError as error:
        if error.provider_code in _SWITCHED_OFF:
            return Finding(Health.inactive, error.message)
        if error.status == 403 and "missing scopes" in error.message.lower():
            return Finding(Health.healthy, "a restricted key, which may not list the models")
        return unanswered(error)
    return Finding(Health.healthy)
