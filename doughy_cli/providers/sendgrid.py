"""SendGrid: whether a key works.

API description: https://github.com/twilio/sendgrid-oai, spec/json/tsg_scopes_v3.json,
`GET /v3/scopes` (operation `ListScope`): bearer authentication, 200 with `{"scopes": [...]}`;
errors as `{"errors": [{"message", "field", "help"}]}`: a wrong key 401 ("authorization required",
"The provided authorization grant is invalid, expired, or revoked"), one that may not 403.
"""

from __future__ import annotations

from doughy_cli.hidden import Secret
from doughy_cli.providers import faults
from doughy_cli.providers.checks import Finding, Health, unanswered
from doughy_cli.providers.http import Client, Provider
from doughy_cli.providers.places import base_url
from doughy_cli.providers.waiting import Patience

NAME = "SendGrid"
_SENDS = "mail.send"


def client(key: Secret, patience: Patience | None = None) -> Client:
    """Return a client that asks with `key`."""
    return Client(Provider(NAME, base_url("sendgrid", "https://api.sendgrid.com"), key), patience)


def check(key: Secret, patience: Patience | None = None) -> Finding:
    """Return the key's health, by asking what it may do; one that may not send says so."""
    try:
        with client(key, patience) as asked:
            scopes = asked.get("/v3/scopes").object.get("scopes")
    except faults.ProviderError as error:
        return unanswered(error)
    if isinstance(scopes, list) and scopes and _SENDS not in scopes:
        return Finding(Health.healthy, "it may not send mail: its scopes lack mail.send")
    return Finding(Health.healthy)
