"""Twilio: whether an account's SID and token work.

API description: https://github.com/twilio/twilio-oai, spec/json/twilio_api_v2010.json,
`GET /2010-04-01/Accounts/{Sid}.json` (operation `FetchAccount`): basic authentication with SID and
token, 200 with `{"sid", "status": "active"|"suspended"|"closed", ...}`; errors as `{"code",
"message", "more_info", "status"}`, a wrong token 401 with code 20003, an account that is not
active code 10001 or 20005.
"""

from __future__ import annotations

from doughy_cli.hidden import Secret
from doughy_cli.providers import faults
from doughy_cli.providers.checks import Finding, Health, unanswered
from doughy_cli.providers.http import Client, Provider
from doughy_cli.providers.places import base_url
from doughy_cli.providers.twilio_account import Account, BadKey
from doughy_cli.providers.waiting import Patience

__all__ = ["NAME", "Account", "BadKey", "check", "client"]

NAME = "Twilio"
_SWITCHED_OFF = ("10001", "20005")


def client(account: Account, patience: Patience | None = None) -> Client:
    """Return a client that asks as `account`."""
    url = base_url("twilio", "https://api.twilio.com")
    return Client(Provider(NAME, url, account.token, account.sid), patience)


def check(key: Secret, patience: Patience | None = None) -> Finding:
    """Return the key's health, by asking for the account."""
    try:
        account = Account.of(key)
        with client(account, patience) as asked:
            status = asked.get(f"{account.path}.json").object.get("status")
    except BadKey as error:
        return Finding(Health.unhealthy, error.message)
    except faults.ProviderError as error:
        if error.provider_code in _SWITCHED_OFF:
            return Finding(Health.inactive, error.message)
        return unanswered(error)
    if status in ("suspended", "closed"):
        return Finding(Health.inactive, f"Twilio says that the account is {status}.")
    return Finding(Health.healthy)
