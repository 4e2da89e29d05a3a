"""The flags that say what the deals are made with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

from doughy_cli.errors import Usage, quoted
from doughy_cli.flagset import WHEN, Flag, flag_name, given
from doughy_cli.leads.converting.deals import FIRST_STAGE, DealValues
from doughy_cli.leads.fields import read_due

_LARGEST = Decimal("9999999999.99")  # what the column holds


def read_amount(text: str) -> Decimal:
    """Read an amount of dollars: 250000, 250,000.50 or $250,000. Raises Usage."""
    try:
        amount = Decimal(text.strip().removeprefix("$").replace(",", ""))
    except InvalidOperation:
        raise Usage(f"{quoted(text)} is not an amount.", "Write it as 250000.") from None
    if not amount.is_finite() or not 0 <= amount <= _LARGEST:
        raise Usage(f"{quoted(text)} is not an amount from 0 to {_LARGEST:,}.")
    return amount.quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFlags:
    """What the deals are made with."""

    stage: Annotated[str, Flag("The stage that the deals begin at.")] = FIRST_STAGE
    title: Annotated[
        str | None,
        Flag("The deal's title, for one lead; else the property's address or the lead's name."),
    ] = None
    estimated_value: Annotated[
        Decimal | None, Flag("What a deal may be worth.", metavar="AMOUNT", parser=read_amount)
    ] = None
    probability: Annotated[
        int | None, Flag("How likely it is to be won, in percent.", min=0, max=100)
    ] = None
    next_action: Annotated[str | None, Flag("What to do next about it.")] = None
    next_action_due: Annotated[
        datetime | None, Flag("When to do it.", metavar=WHEN, parser=read_due)
    ] = None


def values_of(flags: DealFlags) -> DealValues:
    """Return what the flags say, texts trimmed. Raises Usage for what cannot be stored."""
    values = given(flags)
    for name in ("stage", "title", "next_action"):
        if name in values:
            values[name] = _text(flag_name(name), values[name])
    return DealValues(**values)


def _text(flag: str, value: str) -> str:
    text = value.strip()
    if not text:
        raise Usage(f"{flag} is empty.", "Leave it out.")
    if any("\ud800" <= each <= "\udfff" for each in text):
        raise Usage(f"{flag} is not valid UTF-8.")
    return text
