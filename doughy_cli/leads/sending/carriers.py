"""What carries a message: a provider, as the loop that sends sees it."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from doughy_cli.errors import DoughyError
from doughy_cli.leads.sending.drafts import Draft
from doughy_cli.leads.sending.rules import Refusal


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
