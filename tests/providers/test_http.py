"""The client: when it asks again, when it gives up, and what it says."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from doughy_cli.errors import Usage
from doughy_cli.hidden import Secret
from doughy_cli.providers import faults
from doughy_cli.providers.faults import Received
from doughy_cli.providers.http import Client, Provider
from doughy_cli.providers.places import base_url
from doughy_cli.providers.waiting import Patience, asked_wait, backoff
from tests.providers.server import (
    CUT,
    HANG_UP,
    OPENAI_KEY,
    SILENT,
    SLOW,
    ProviderServer,
    Reply,
    Trouble,
    failing,
    too_many,
)

HASTY = Patience(connect=2, read=0.4, whole=20, attempts=3)


def client(server: ProviderServer, pauses: list[float] | None = None, **more: Any) -> Client:
    """Return a client that notes how long it would have waited, and does not wait."""
    waited = [] if pauses is None else pauses
    provider = Provider("OpenAI", server.url, Secret(OPENAI_KEY))
    return Client(provider, more.get("patience", HASTY), pause=waited.append)


def test_a_429_is_asked_again_after_the_wait_it_names(provider_server: ProviderServer) -> None:
    pauses: list[float] = []
    # Whole seconds, and rounded down: a wait of at least four is left.
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=5), usegmt=True)
    provider_server.fail(too_many(3), too_many(date))
    answer = client(provider_server, pauses).get("/v1/models")
    assert answer.object["object"] == "list"
    assert pauses[0] == 3
    assert 3 < pauses[1] <= 5
    assert len(provider_server.asked) == 3


def test_without_a_wait_that_is_named_it_doubles(provider_server: ProviderServer) -> None:
    pauses: list[float] = []
    provider_server.fail(failing(500), failing(503), failing(502))
    with pytest.raises(faults.ProviderFailed, match=r"^OpenAI has a failure of its own: 502\.$"):
        client(provider_server, pauses).get("/v1/models")
    assert len(provider_server.asked) == HASTY.attempts
    assert 0.25 <= pauses[0] <= 0.5 <= pauses[1] <= 1
    assert backoff(HASTY, 10, spread=1) == HASTY.longest_wait


def test_a_wait_that_is_too_long_is_not_waited(provider_server: ProviderServer) -> None:
    pauses: list[float] = []
    provider_server.fail(too_many(3600))
    with pytest.raises(faults.RateLimited) as told:
        client(provider_server, pauses).get("/v1/models")
    assert (told.value.retry_after, pauses) == (3600, [])
    assert told.value.hint == "Try again in 3600 s."


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("7", 7.0),
        ("Sat, 28 Nov 2026 12:00:30 GMT", 30.0),
        ("Sat, 28 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("-1", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(header: str | None, wait: float | None) -> None:
    assert asked_wait(header, datetime(2026, 11, 28, 12, tzinfo=UTC)) == wait


@pytest.mark.parametrize("trouble", [CUT, HANG_UP, SILENT])
def test_what_may_have_been_sent_is_not_sent_twice(
    trouble: Trouble, provider_server: ProviderServer
) -> None:
    provider_server.answer("POST", "/send", lambda _: Reply(202))
    provider_server.fail(trouble)
    with pytest.raises(faults.NoAnswer) as told:
        client(provider_server).post_json("/send", {"to": "ada@example.com"})
    assert (told.value.received, told.value.exit_code) == (Received.maybe, 7)
    assert len(provider_server.asked) == 1
    # What is safe to repeat is repeated, and so is every GET.
    provider_server.fail(trouble)
    assert client(provider_server).post_form("/send", {"a": "b"}, repeatable=True).status == 202
    provider_server.fail(trouble)
    assert client(provider_server).get("/v1/models").status == 200
    assert len(provider_server.asked) == 5


def test_what_was_surely_not_done_is_sent_again(provider_server: ProviderServer) -> None:
    provider_server.answer("POST", "/send", lambda _: Reply(202))
    provider_server.fail(too_many(None))
    assert client(provider_server).post_json("/send", {}).status == 202
    provider_server.fail(failing(500))
    with pytest.raises(faults.ProviderFailed) as told:
        client(provider_server).post_json("/send", {})
    assert told.value.received is Received.maybe
    assert len(provider_server.asked) == 3


def test_no_server_at_all() -> None:
    pauses: list[float] = []
    provider = Provider("OpenAI", "http://127.0.0.1:9", Secret(OPENAI_KEY))
    with pytest.raises(faults.NoAnswer, match="Connection refused") as told:
        Client(provider, HASTY, pauses.append).post_json("/send", {})
    assert (told.value.received, len(pauses)) == (Received.no, HASTY.attempts - 1)


def test_bytes_that_trickle_in_do_not_hold_it_up(provider_server: ProviderServer) -> None:
    provider_server.fail(SLOW)
    began = time.monotonic()
    patience = Patience(read=5, whole=0.3)
    with pytest.raises(faults.NoAnswer, match="did not answer in time"):
        client(provider_server, patience=patience).get("/v1/models")
    assert time.monotonic() - began < 4


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(raw=b'{"object": '), "not JSON"),
        (Reply(raw=b"<html>"), "not JSON"),
        (Reply(raw=b"[" * 100_000), "not JSON"),
        (Reply(raw=b"{}" * 20, headers={"Content-Encoding": "gzip"}), "not what it says it is"),
        (Reply(raw=b" " * (9 << 20)), "more than 8 MiB"),
        (Reply(302, headers={"Location": "http://127.0.0.1:9/"}), "redirect"),
    ],
)
def test_answers_that_are_none(reply: Reply, words: str, provider_server: ProviderServer) -> None:
    provider_server.fail(reply)
    with pytest.raises(faults.BadAnswer, match=words):
        client(provider_server).get("/v1/models")
    assert len(provider_server.asked) == 1


def test_words_of_a_provider_are_one_line_without_the_key(provider_server: ProviderServer) -> None:
    message = f"No such thing\nfor {OPENAI_KEY}. " + "x" * 500
    provider_server.fail(Reply(404, {"error": {"message": message, "code": "missing"}}))
    with pytest.raises(faults.Rejected) as told:
        client(provider_server).get("/v1/models")
    assert OPENAI_KEY not in repr(told.value) + told.value.message
    assert told.value.message.startswith("OpenAI: No such thing for ***. xxx")
    assert told.value.message.endswith("… (404, missing).")
    assert told.value.provider_code == "missing"


def test_a_next_page_elsewhere_is_not_asked_for(provider_server: ProviderServer) -> None:
    asked = client(provider_server)
    assert asked.get(f"{provider_server.url}/v1/models").status == 200
    for page in ("http://127.0.0.1:9/v1/models", f"{provider_server.url}@example.com/"):
        with pytest.raises(faults.BadAnswer, match="not its own"):
            asked.get(page)


def test_a_key_that_no_header_can_hold(provider_server: ProviderServer) -> None:
    for key in ("sk-\n", "sk-é", "sk- x", "sk-\x00"):
        with pytest.raises(faults.KeyRefused, match="holds characters") as told:
            Client(Provider("OpenAI", provider_server.url, Secret(key)))
        assert key not in told.value.message


@pytest.mark.parametrize(
    "url",
    [
        *("http://api.example.com", "ftp://127.0.0.1", "https://", "https://a@b.example.com"),
        *("https://example.com?x=1", "https://example.com:port", "example.com", "http://[::2]"),
    ],
)
def test_urls_that_a_key_is_not_sent_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOUGHY_STRIPE_URL", url)
    with pytest.raises(Usage, match="DOUGHY_STRIPE_URL must be an https URL"):
        base_url("stripe", "https://api.stripe.com")


def test_urls_that_it_is_sent_to(monkeypatch: pytest.MonkeyPatch) -> None:
    assert base_url("stripe", "https://api.stripe.com") == "https://api.stripe.com"
    for url in ("https://gateway.example.com/stripe", "http://localhost:8080", "http://[::1]:1"):
        monkeypatch.setenv("DOUGHY_STRIPE_URL", f"{url}/")
        assert base_url("stripe", "https://api.stripe.com") == url
