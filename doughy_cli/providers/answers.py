"""What providers' answers mean: their JSON, and their errors in one line.

The shapes of errors are those of the providers' API descriptions: `{"error": {"message", "code",
"type"}}` (OpenAI, Stripe), `{"code", "message", "more_info", "status"}` (Twilio), and
`{"errors": [{"message", "field", "help"}]}` (SendGrid).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from doughy_cli.providers import faults
from doughy_cli.providers.faults import Received
from doughy_cli.providers.waiting import asked_wait

_LONGEST = 200  # characters of a provider's words
_GOOD = range(200, 300)
_BAD, _UNAUTHORIZED, _FORBIDDEN, _TOO_MANY, _SERVER = 400, 401, 403, 429, 500


@dataclass(frozen=True, slots=True)
class Told:
    """What a provider says of an error: its own code and its words, one line of them."""

    code: str | None
    message: str | None


def parsed(provider: str, status: int, body: bytes) -> Any:
    """Return the JSON of an answer; None for an empty one, and for an error's that is no JSON.

    Raises BadAnswer if the answer to what was done is not JSON.
    """
    if not body.strip():
        return None
    try:
        return _storable(json.loads(body))
    except (ValueError, RecursionError):
        if status not in _GOOD:
            return None
    raise faults.BadAnswer(
        f"{provider} answered with something that is not JSON.",
        provider=provider,
        status=status,
        received=Received.yes,
    )


def _storable(value: Any) -> Any:
    """Replace what PostgreSQL keeps in no text, NUL and halves of pairs: people write providers'
    texts, and one of them may not keep what the others say from being stored."""
    match value:
        case str():
            return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
        case list():
            return [_storable(each) for each in value]
        case dict():
            return {_storable(name): _storable(each) for name, each in value.items()}
    return value


def told(body: Any) -> Told:
    """Return what an error's JSON says, whichever provider's it is."""
    found = body if isinstance(body, dict) else {}
    several = found.get("errors")
    if isinstance(several, list) and several and isinstance(several[0], dict):
        found = several[0]
    elif isinstance(found.get("error"), dict):
        found = found["error"]
    code = found.get("code") or found.get("type")
    message = found.get("message")
    return Told(
        str(code) if isinstance(code, str | int) and not isinstance(code, bool) else None,
        _one_line(message) if isinstance(message, str) and message.strip() else None,
    )


def fault(
    provider: str, status: int, body: Any, headers: Mapping[str, str]
) -> faults.ProviderError:
    """Return the error for an answer that is not 2xx."""
    said = told(body)
    about: dict[str, Any] = {"provider": provider, "status": status, "provider_code": said.code}
    numbers = f"{status}, {said.code}" if said.code else f"{status}"
    words = f"{said.message.rstrip('.')} ({numbers})" if said.message else numbers
    if status == _UNAUTHORIZED:
        # Its words are not repeated: some providers quote a part of the key.
        return faults.KeyRefused(
            f"{provider} refuses the key ({numbers}).",
            f"Store one that works: doughy keys set {provider.lower()}",
            **about,
        )
    if status == _FORBIDDEN:
        return faults.KeyRefused(
            f"{provider} does not let this key do that: {words}.",
            "See what the key may do at the provider.",
            **about,
        )
    wait = asked_wait(headers.get("retry-after"))
    if status == _TOO_MANY:
        limited = faults.RateLimited(
            f"{provider} was asked too often ({numbers}).", _again(wait), **about
        )
        limited.retry_after = wait
        return limited
    if status >= _SERVER:
        failed = faults.ProviderFailed(
            f"{provider} has a failure of its own: {words}.",
            _again(wait),
            received=Received.maybe,
            **about,
        )
        failed.retry_after = wait
        return failed
    if status < _BAD:
        return faults.BadAnswer(
            f"{provider} answered with a redirect ({status}), which is not followed.",
            "A key is sent only where it belongs. Check the provider's URL in the environment.",
            **about,
        )
    return faults.Rejected(f"{provider}: {words}.", None, **about)


def cause(error: httpx.HTTPError) -> str:
    """Return why there is no connection, in few words that name no URL."""
    if isinstance(error, httpx.ProxyError):
        return "the proxy refuses"
    text = _one_line(str(error))
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return "its certificate is not valid"
    if isinstance(error, httpx.ConnectError) and text:
        return text.split("] ", 1)[-1].split(" (_ssl.c")[0]
    return "no connection"


def _again(wait: float | None) -> str:
    return f"Try again in {wait:.0f} s." if wait else "Try again later."


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
