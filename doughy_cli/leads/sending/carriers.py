"""What carries a message: a provider, as the loop that sends sees it."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from doughy_cli.errors import DoughyError
from doughy_cli.leads.sending.drafts import Draft
from doughy_cli.leads.sending.rules import Refusal
from doughy_cli.providers.faults import KeyRefused, NoAnswer, ProviderError, RateLimited

_FORBIDDEN = 403


class Declined(Exception):
    """The provider did not take it.

    `error` says so in one line. `opted_out`: the lead unsubscribed there. `stops`: it would
    decline every other as well.
    """

    def __init__(self, error: DoughyError, *, opted_out: bool = False, stops: bool = False) -> None:
        super().__init__(error.message)
        self.error = error
        self.opted_out = opted_out
        self.stops = stops


class Unclear(Exception):
    """It may have been sent, or not: the answer was lost, or made no sense."""

    def __init__(self, error: DoughyError) -> None:
        super().__init__(error.message)
        self.error = error


def declined(
    error: ProviderError,
    told: tuple[str, str | None] | None,
    *,
    opted_out: bool = False,
    stops: bool = False,
) -> Declined:
    """Return what a provider's error means for a message that was not sent. `told` are better
    words and a hint, if there are any. Who refuses the key, is asked too often or cannot be
    reached, declines all the others as well."""
    if told is not None:
        error.message, error.hint = told
    general = isinstance(error, KeyRefused | RateLimited | NoAnswer)
    if opted_out:
        error.code = "opted_out"
    elif error.provider_code and not general:
        error.code = error.provider_code
    particular = told is not None and not stops and error.status == _FORBIDDEN
    return Declined(error, opted_out=opted_out, stops=stops or (general and not particular))


class Carrier(Protocol):
    """Sends messages, one at a time."""

    def refusal(self, made: Draft) -> Refusal | None:
        """Return why the provider itself says that nothing is to be sent to this lead, if so."""
        ...

    def send(self, made: Draft, sender: str, message_id: UUID) -> str | None:
        """Hand `made` over, and return its id there; `message_id` is that of its record.

        Raises Declined or Unclear.
        """
        ...
