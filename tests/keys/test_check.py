"""Keys are tried at their providers, and what failed in the meantime is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from doughy_cli.keys import checking
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
    failing,
    too_many,
)

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.keys.conftest import Keys, Store

Check = Callable[..., Any]


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less between attempts."""
    monkeypatch.setattr(checking, "PATIENCE", Patience(2, 2, 5, attempts=3, first_wait=0.01))


@pytest.fixture
def check(keys: Keys, provider_server: ProviderServer) -> Check:
    """Run `doughy keys check --json` at the local server."""

    def run(*services: str, **more: Any) -> Any:
        return keys("check", *services, "--json", env=provider_server.environment, **more)

    return run


def by_service(result: Any) -> dict[str, dict[str, Any]]:
    return {each["service"]: each for each in result.json}


def test_each_result_its_status_and_its_exit_code(
    check: Check, keys: Keys, store: Store, provider_server: ProviderServer
) -> None:
    assert check().json == []
    for service, key in (("openai", OPENAI_KEY), ("stripe", STRIPE_KEY), ("crm", "token-1234")):
        store(service, key)
    done = check()
    found = by_service(done)
    assert (done.code, len(provider_server.asked)) == (0, 2)
    assert {name: each["result"] for name, each in found.items()} == {
        "openai": "healthy",
        "stripe": "healthy",
        "crm": "unchecked",
    }
    assert found["openai"]["status"] == "healthy"
    assert found["openai"]["last_checked"] == found["openai"]["last_healthy"]
    assert (found["crm"]["status"], found["crm"]["last_checked"]) == ("active", None)
    healthy = found["openai"]["last_healthy"]

    # No answer says nothing of the key: what was known stays.
    for trouble in (failing(503), HANG_UP, too_many(3600), Reply(raw=b"<html>")):
        provider_server.fail(*[trouble] * 3)
        done = check("openai")
        row = by_service(done)["openai"]
        assert (done.code, row["result"], row["status"]) == (7, "unknown", "healthy")
        assert (row["last_checked"], row["last_healthy"]) == (healthy, healthy)
        assert row["reason"].startswith("OpenAI ")
        provider_server.clear()
    # A short wait that is asked for is waited.
    provider_server.fail(too_many(0))
    assert check("openai").code == 0
    last = by_service(check("openai"))["openai"]["last_healthy"]

    store("openai", "sk-wrong-0123456789")
    done = check()
    row = by_service(done)["openai"]
    assert (done.code, row["result"], row["status"]) == (1, "unhealthy", "unhealthy")
    assert row["reason"] == "OpenAI refuses the key (401, invalid_api_key)."
    assert row["last_checked"] > last
    assert (row["last_healthy"], row["failed_messages"]) == (None, None)
    assert "sk-wrong" not in done.out + done.err
    [listed] = [each for each in keys("list", "--json").json if each["service"] == "openai"]
    assert (listed["status"], listed["status_reason"]) == ("unhealthy", row["reason"])
    assert keys("check", "stripe", "nothere").code == 3
    bad = keys("check", "openai", "--json", env={"DOUGHY_OPENAI_URL": "http://example.com"})
    assert bad.code == 2
    assert "DOUGHY_OPENAI_URL must be an https URL" in bad.error["message"]


def test_what_cannot_be_opened_and_what_is_switched_off(
    check: Check, store: Store, provider_server: ProviderServer, ann: Person
) -> None:
    store("twilio", TWILIO_KEY)
    store("openai", OPENAI_KEY)
    ann.sql("UPDATE api_keys SET salt = nonce WHERE service = 'openai'")
    account = rf"/2010-04-01/Accounts/{TWILIO_SID}\.json"
    provider_server.answer("GET", account, lambda _: Reply(body={"status": "suspended"}))
    done = check()
    found = by_service(done)
    assert done.code == 1
    assert (found["openai"]["result"], found["openai"]["status"]) == ("unopened", "active")
    assert found["openai"]["reason"] == "The stored key for openai is damaged."
    assert (found["twilio"]["result"], found["twilio"]["status"]) == ("inactive", "inactive")
    assert found["twilio"]["failed_messages"] == 0


def test_a_key_that_is_replaced_meanwhile_is_not_judged(
    check: Check, store: Store, provider_server: ProviderServer, ann: Person
) -> None:
    store("openai", "sk-wrong-0123456789")

    def replaced(_: Any) -> Reply:
        ann.sql("UPDATE api_keys SET key_ciphertext = 'another'")
        return Reply(401, {"error": {"code": "invalid_api_key"}})

    provider_server.answer("GET", "/v1/models", replaced)
    row = by_service(check())["openai"]
    assert (row["result"], row["status"], row["last_checked"]) == ("unhealthy", "active", None)


def test_blast_radius(
    check: Check, store: Store, doughy: Program, ann: Person, ben: Person,
    provider_server: ProviderServer,
) -> None:  # fmt: skip
    store("twilio", TWILIO_KEY)
    store("sendgrid", SENDGRID_KEY)
    assert check().code == 0
    leads = {}
    for name, person in (("Ada", ann), ("Bo", ann), ("Cy", ann), ("Ben's", ben)):
        done = doughy("leads", "add", "--name", name, "--json", person=person)
        leads[name] = done.json["id"]
    now = datetime.now(UTC)

    def message(name: str, status: str = "failed", **more: Any) -> None:
        values = {"channel": "sms", "direction": "outgoing", "minutes": 1, **more}
        person = ben if name == "Ben's" else ann
        ann.database.sql(
            "INSERT INTO messages (lead_id, user_id, channel, direction, status, created_at) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            *(leads[name], person.id, values["channel"], values["direction"], status),
            now + timedelta(minutes=values["minutes"]),
        )

    message("Ada")
    message("Ada", minutes=3)
    message("Bo", minutes=2)
    message("Bo", channel="email")
    message("Bo", minutes=-60)  # before the last healthy check
    message("Cy", status="sent")
    message("Cy", direction="incoming")
    message("Ben's")
    provider_server.answer("GET", r"/2010-04-01/.*", lambda _: Reply(401, {"code": 20003}))
    provider_server.answer("GET", r"/v3/scopes", lambda _: Reply(401, {}))
    first = by_service(check())
    for again in (first, by_service(check())):  # however often it is checked
        twilio = again["twilio"]
        assert twilio["failed_since"] == twilio["last_healthy"] < twilio["last_checked"]
        assert twilio["failed_messages"] == 3
        assert [(each["id"], each["messages"]) for each in twilio["failed_leads"]] == [
            (leads["Ada"], 2),
            (leads["Bo"], 1),
        ]
        assert len(twilio["failed_leads"][0]["message_ids"]) == 2
        assert again["sendgrid"]["failed_messages"] == 1
        assert again["sendgrid"]["failed_leads"][0]["name"] == "Bo"
    shown = doughy(
        *("keys", "check", "twilio", "-o", "table"),
        person=ann,
        env=provider_server.environment,
    )
    assert shown.code == 1
    assert "twilio: 3 messages to 2 leads failed since" in shown.err
