"""The flags of what sends, and what they say together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from doughy_cli.flagset import Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class SendFlags:
    """How texts and mails are sent."""

    HEADING: ClassVar[str] = "Sending"

    template: Annotated[
        str | None, Flag("The text kept under this name, instead of one given.", metavar="NAME")
    ] = None
    from_: Annotated[
        str | None,
        Flag("From this number or address, instead of your usual one.", metavar="FROM"),
    ] = None
    now: Annotated[
        bool, Flag("Also between 21:00 and 08:00 of the lead's time. Consent is never overridden.")
    ] = False
    again: Annotated[bool, Flag("Also to who was sent the same in the last 72 hours.")] = False
    rate: Annotated[
        str | None, Flag("How many to send: 1/s (the usual), 30/m, 100/h.", metavar="N/UNIT")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryFlags:
    """How what failed is sent once more."""

    HEADING: ClassVar[str] = "Sending"

    now: Annotated[
        bool, Flag("Also between 21:00 and 08:00 of the lead's time. Consent is never overridden.")
    ] = False
    again: Annotated[bool, Flag("Also to who was sent the same in the last 72 hours.")] = False
    rate: Annotated[
        str | None, Flag("How many to send: 1/s (the usual), 30/m, 100/h.", metavar="N/UNIT")
    ] = None
