"""The flags that say what the deals are made with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated

from doughy_cli.amounts import read_amount
from doughy_cli.dates import read_due
from doughy_cli.errors import Usage
from doughy_cli.flagset import WHEN, Flag, flag_name, given
from doughy_cli.leads.converting.deals import DealValues
from doughy_cli.stages import FIRST_STAGE, checked_stage, read_stage


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFlags:
    """What the deals are made with."""

    stage: Annotated[
        str, Flag("The stage that the deals begin at.", metavar="STAGE", parser=read_stage)
    ] = FIRST_STAGE
    any_stage: Annotated[bool, Flag("Take a stage that is not one of the list.")] = False
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
    values["stage"] = checked_stage(flags.stage, any_stage=values.pop("any_stage", False))
    for name in ("title", "next_action"):
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
