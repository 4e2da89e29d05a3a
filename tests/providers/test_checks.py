"""What the four providers' answers say of a key."""

from __future__ import annotations

from typing import Any

import pytest

from doughy_cli.hidden import Secret
from doughy_cli.providers import openai, sendgrid, stripe, twilio
from doughy_cli.providers.checks import Health
from doughy_cli.providers.twilio_account import Account, BadKey
from doughy_cli.providers.waiting import Patience
from tests.providers.server import (
    HANG_UP,
    OPENAI_KEY,
    SENDGRID_KEY,
    STRIPE_KEY,
    TWILIO_KEY,
    TWILIO_SID,
    ProviderServer,
    Reply,
    basic,
    bearer,
    failing,
    too_many,
)

ONCE = Patience(read=2, whole=5, attempts=1)
FOUR: dict[Any, tuple[str, str, str]] = {
    openai: (OPENAI_KEY, "sk-another-0123456789", "OpenAI refuses the key (401, invalid_api_key)."),
    stripe: (
        *(STRIPE_KEY, "sk_test_another"),
        "Stripe refuses the key (401, invalid_request_error).",
    ),
    twilio: (TWILIO_KEY, f"{TWILIO_SID}:another", "Twilio refuses the key (401, 20003)."),
    sendgrid: (SENDGRID_KEY, "SG.another.0123456789", "SendGrid refuses the key (401)."),
}


@pytest.mark.parametrize("provider", FOUR, ids=lambda each: each.NAME)
def test_a_key_that_works_one_that_does_not_and_no_answer(
    provider: Any, at_server: ProviderServer
) -> None:
    right, wrong, told = FOUR[provider]
    assert provider.check(Secret(right), ONCE).health is Health.healthy
    found = provider.check(Secret(wrong), ONCE)
    assert (found.health, found.reason) == (Health.unhealthy, told)
    assert wrong not in repr(found)
    for trouble in (failing(), too_many(60), HANG_UP, Reply(raw=b"{"), Reply(302)):
        at_server.fail(trouble)
        assert provider.check(Secret(right), ONCE).health is Health.unknown
    at_server.fail(Reply(403, {"error": {"message": "Country not supported"}}))
    assert provider.check(Secret(right), ONCE).health is Health.unhealthy


def test_requests_are_those_of_the_descriptions(at_server: ProviderServer) -> None:
    for provider, (key, _, _) in FOUR.items():
        provider.check(Secret(key), ONCE)
    models, balance, account, scopes = at_server.asked
    assert [each.path for each in at_server.asked] == [
        "/v1/models",
        "/v1/balance",
        f"/2010-04-01/Accounts/{TWILIO_SID}.json",
        "/v3/scopes",
    ]
    assert {each.method for each in at_server.asked} == {"GET"}
    assert [bearer(each) for each in (models, balance, scopes)] == [
        *(OPENAI_KEY, STRIPE_KEY, SENDGRID_KEY)
    ]
    assert basic(account) == TWILIO_KEY
    assert all(each.headers["user-agent"].startswith("doughy/") for each in at_server.asked)
    assert not any(each.body or each.query for each in at_server.asked)


@pytest.mark.parametrize(
    ("provider", "reply", "health"),
    [
        (twilio, Reply(body={"status": "suspended"}), Health.inactive),
        (twilio, Reply(403, {"code": 10001, "message": "Account is not active"}), Health.inactive),
        (openai, Reply(401, {"error": {"code": "account_deactivated"}}), Health.inactive),
        (stripe, Reply(403, {"error": {"code": "account_invalid"}}), Health.inactive),
        (
            openai,
            Reply(403, {"error": {"message": "Missing scopes: api.model.read"}}),
            Health.healthy,
        ),
        (
            stripe,
            Reply(403, {"error": {"message": "The key lacks the required permissions"}}),
            Health.healthy,
        ),
        (sendgrid, Reply(body={"scopes": ["alerts.read"]}), Health.healthy),
    ],
)
def test_genuine_keys_that_are_limited(
    provider: Any, reply: Reply, health: Health, at_server: ProviderServer
) -> None:
    at_server.fail(reply)
    found = provider.check(Secret(FOUR[provider][0]), ONCE)
    assert found.health is health
    assert found.reason


def test_twilio_takes_sid_and_token() -> None:
    account = Account.of(Secret(TWILIO_KEY))
    assert account.sid == TWILIO_SID
    for key in ("", "0f1e2d", f"{TWILIO_SID}:", TWILIO_SID, "SK00:x", f"{TWILIO_SID[:-1]}:x"):
        with pytest.raises(BadKey) as told:
            Account.of(Secret(key))
        assert not key or key not in told.value.message
        assert twilio.check(Secret(key)).health is Health.unhealthy
