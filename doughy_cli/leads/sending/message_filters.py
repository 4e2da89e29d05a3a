"""Which messages: the flags that narrow `leads messages list`, `sync` and `retry`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from doughy_cli.dates import read_since, read_until
from doughy_cli.flagset import WHEN, Flag, given


class Status(StrEnum):
    """What became of a message."""

    pending = "pending"
    sent = "sent"
    delivered = "delivered"
    read = "read"
    failed = "failed"


class Way(StrEnum):
    """How a message travelled."""

    sms = "sms"
    email = "email"
    voice = "voice"


class Direction(StrEnum):
    """From the lead (incoming), or to them."""

    incoming = "incoming"
    outgoing = "outgoing"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilter:
    """Which messages are meant; what is not given does not narrow."""

    lead: Annotated[str | None, Flag("Of this lead: an id, e-mail or phone.", metavar="ID")] = None
    status: Annotated[
        list[Status] | None,
        Flag("In this status; repeat it for several.", case_sensitive=False),
    ] = None
    channel: Annotated[
        list[Way] | None, Flag("By this channel; repeat it.", case_sensitive=False)
    ] = None
    direction: Annotated[Direction | None, Flag("From the lead or to them.")] = None
    unresolved: Annotated[bool, Flag("Of which nobody knows yet whether they were sent.")] = False
    since: Annotated[datetime | None, Flag("Since.", metavar=WHEN, parser=read_since)] = None
    until: Annotated[datetime | None, Flag("Until.", metavar=WHEN, parser=read_until)] = None

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return bool(given(self))
