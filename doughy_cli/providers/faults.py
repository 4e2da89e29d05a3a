"""What can go wrong with a provider, told apart.

A message is one line and names the provider, what it said, and what to do. It never holds a
request's headers or body.
"""

from __future__ import annotations

from enum import StrEnum

from doughy_cli.errors import DoughyError, Failed, Unreachable


class Received(StrEnum):
    """Whether the provider may have acted on a request that failed."""

    no = "no"
    maybe = "maybe"
    yes = "yes"


class ProviderError(DoughyError):
    """A provider did not do what it was asked.

    `provider` is its name, `status` the HTTP status if it answered, `provider_code` its own
    code for the error, `received` whether it may have acted on the request all the same: after
    `maybe` a message may have been sent. `retry_after` is the wait in seconds that it asked for.
    """

    retry_after: float | None = None

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        *,
        provider: str,
        status: int | None = None,
        provider_code: str | None = None,
        received: Received = Received.no,
    ) -> None:
        super().__init__(message, hint)
        self.provider = provider
        self.status = status
        self.provider_code = provider_code
        self.received = received


class KeyRefused(ProviderError, Failed):
    """401 or 403: the key is wrong, revoked, or not allowed to do this."""

    code = "key_refused"


class Rejected(ProviderError, Failed):
    """Another 4xx: the provider understood the request, and does not do it."""

    code = "provider_rejected"


class RateLimited(ProviderError, Failed):
    """429, and it stayed so."""

    code = "rate_limited"


class ProviderFailed(ProviderError, Failed):
    """5xx, and it stayed so."""

    code = "provider_failed"


class BadAnswer(ProviderError, Failed):
    """An answer that is not what the provider's API says: no JSON, a redirect, too long."""

    code = "bad_answer"


class NoAnswer(ProviderError, Unreachable):
    """No connection, or it was cut or too slow."""

    code = "provider_unreachable"
