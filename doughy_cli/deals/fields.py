"""A deal's fields as they are given, in flags or in JSON, and as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from doughy_cli.amounts import read_amount
from doughy_cli.dates import iso_moment, read_day, read_due, read_moment
from doughy_cli.deals.values import DealStatus, Part
from doughy_cli.errors import Usage, quoted
from doughy_cli.flagset import WHEN, Flag, given
from doughy_cli.stages import checked_stage, read_stage
from doughy_cli.texts import checked_text

LONGEST_TITLE = 300  # characters: an index holds the title, and takes some 2,600 bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class DealFlags:
    """A deal's fields as flags."""

    title: Annotated[str | None, Flag("The title.")] = None
    lead: Annotated[
        str | None, Flag("The lead: an id, its beginning, e-mail or phone.", metavar="ID")
    ] = None
    property: Annotated[
        str | None, Flag("The property: an id, its beginning or its address.", metavar="ID")
    ] = None
    stage: Annotated[str | None, Flag("The stage.", metavar="STAGE", parser=read_stage)] = None
    any_stage: Annotated[bool, Flag("Take a stage that is not one of the list.")] = False
    estimated_value: Annotated[
        Decimal | None, Flag("What it may be worth.", metavar="AMOUNT", parser=read_amount)
    ] = None
    probability: Annotated[
        int | None, Flag("How likely it is to be won, in percent.", min=0, max=100)
    ] = None
    expected_close_date: Annotated[
        date | None, Flag("The day of the closing.", metavar=WHEN, parser=read_day)
    ] = None
    next_action: Annotated[str | None, Flag("What to do next.")] = None
    next_action_due: Annotated[
        datetime | None, Flag("When to do it.", metavar=WHEN, parser=read_due)
    ] = None
    notes: Annotated[str | None, Flag("Notes on the deal, in place of those that it has.")] = None


def read_clearable(text: str) -> Part:
    """Read the name of a field that can be emptied: as its flag has it, or as JSON does."""
    try:
        return Part(text.strip().lower().replace("_", "-").removesuffix("-id"))
    except ValueError:
        raise Usage(f"{quoted(text)} is not one of {', '.join(Part)}.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFlags:
    """What an edit can do beside setting fields."""

    clear: Annotated[
        list[Part] | None,
        Flag("Empty this field; repeat it.", metavar=f"<{'|'.join(Part)}>", parser=read_clearable),
    ] = None
    note: Annotated[str | None, Flag("A note on the change; `deals events` keeps it.")] = None
    if_unchanged_since: Annotated[
        datetime | None,
        Flag(
            "Only if the deal's updated_at is not later: else exit 5, with what changed.",
            metavar=WHEN,
            parser=read_moment,
        ),
    ] = None
    if_unchanged: Annotated[
        str | None,
        Flag(
            "Only if the deals are as in FILE, from `show --json`: else exit 5, with what changed.",
            metavar="FILE|-",
        ),
    ] = None


def from_flags(flags: DealFlags) -> dict[str, Any]:
    """Return the fields that were given, by name, as they are stored; see `checked`.

    `lead` and `property` are what the person calls them.
    """
    values = given(flags)
    values.pop("any_stage", None)
    return checked(values, any_stage=flags.any_stage)


def checked(values: Mapping[str, Any], *, any_stage: bool = False) -> dict[str, Any]:
    """Return `values` (by name) as they are stored. Raises Usage, naming the field, for what
    cannot be."""
    return {
        name: _stage(name, value, any_stage) if name == "stage" else _CHECKS[name](name, value)
        for name, value in values.items()
    }


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Usage(f"{name} must be a text, not {quoted(value)}.")
    return checked_text(value, name)


def _title(name: str, value: Any) -> str:
    return checked_text(_text(name, value), name, LONGEST_TITLE)


def _stage(name: str, value: Any, any_stage: bool) -> str:
    return checked_stage(read_stage(_text(name, value)), any_stage=any_stage)


def _status(name: str, value: Any) -> str:
    if value not in list(DealStatus):
        raise Usage(f"{name} must be one of {', '.join(DealStatus)}, not {quoted(value)}.")
    return str(value)


def _amount(name: str, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise Usage(f"{name} must be an amount, such as 250000.00, not {quoted(value)}.")
    amount: Decimal = _named(name, read_amount, str(value))
    return amount


def _probability(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 100:
        raise Usage(f"{name} must be a whole number from 0 to 100, not {quoted(value)}.")
    return value


def _day(name: str, value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return iso_moment(_text(name, value), None).date()
    except ValueError:
        raise Usage(f"{name} must be a day, such as 2026-01-31, not {quoted(value)}.") from None


def _moment(name: str, value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    read: datetime = _named(name, read_moment, _text(name, value))
    return read


def _named(name: str, read: Callable[[str], Any], text: str) -> Any:
    try:
        return read(text)
    except Usage as error:
        raise Usage(f"{name}: {error.message}", error.hint, code=error.code) from None


_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "title": _title,
    "lead": _text,
    "property": _text,
    "status": _status,
    "estimated_value": _amount,
    "probability": _probability,
    "expected_close_date": _day,
    "next_action": _text,
    "next_action_due": _moment,
    "notes": _text,
}
# What a new deal can be given, by its fields in JSON.
SETTABLE = (
    *("title", "lead_id", "property_id", "status", "stage", "estimated_value", "probability"),
    *("expected_close_date", "next_action", "next_action_due", "notes"),
)
