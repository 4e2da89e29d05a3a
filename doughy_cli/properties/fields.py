"""A property's fields as they are given, in flags or in JSON, and as they are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from doughy_cli.amounts import read_amount
from doughy_cli.dates import read_moment
from doughy_cli.errors import Usage, quoted
from doughy_cli.flagset import WHEN, Flag, given
from doughy_cli.property_lists.values import property_type, read_value, status_word, zip_code
from doughy_cli.texts import checked_text

LONGEST = 300  # characters: an index holds city, state and ZIP code, and takes some 2,700 bytes


def _number(help: str, field: str, metavar: str = "N") -> Flag:
    return Flag(help, metavar=metavar, parser=read_value(field))


def _money(help: str) -> Flag:
    return Flag(help, metavar="AMOUNT", parser=read_amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertyFlags:
    """A property's fields as flags."""

    address: Annotated[str | None, Flag("Street and number.")] = None
    address2: Annotated[str | None, Flag("Unit, apartment.")] = None
    city: Annotated[str | None, Flag("The city.")] = None
    state: Annotated[str | None, Flag("The state.")] = None
    zip: Annotated[str | None, Flag("The ZIP code.")] = None
    status: Annotated[
        str | None, Flag("Where it stands, in a word of yours: prospect, active, owned, sold.")
    ] = None
    property_type: Annotated[
        str | None, Flag("single_family, duplex, condo, land … or a word of your own.")
    ] = None
    bedrooms: Annotated[int | None, _number("How many bedrooms.", "bedrooms")] = None
    bathrooms: Annotated[Decimal | None, _number("How many, such as 2.5.", "bathrooms")] = None
    square_feet: Annotated[int | None, _number("The living area.", "square_feet")] = None
    lot_size: Annotated[
        int | None, _number("The lot, in square feet, or as '0.25 acres'.", "lot_size", "SIZE")
    ] = None
    year_built: Annotated[int | None, _number("When it was built.", "year_built", "YEAR")] = None
    purchase_price: Annotated[Decimal | None, _money("What was paid for it.")] = None
    arv: Annotated[Decimal | None, _money("What it is worth after repairs.")] = None
    repair_estimate: Annotated[Decimal | None, _money("What the repairs will cost.")] = None
    mls_id: Annotated[str | None, Flag("Its number in the MLS.")] = None
    parcel_number: Annotated[str | None, Flag("The assessor's number (APN).")] = None
    latitude: Annotated[Decimal | None, _number("In degrees.", "latitude", "DEGREES")] = None
    longitude: Annotated[
        Decimal | None, _number("In degrees, west is negative.", "longitude", "DEGREES")
    ] = None
    notes: Annotated[str | None, Flag("Notes; they take the place of what is there.")] = None
    lead: Annotated[
        str | None, Flag("The lead whose it is, by id, e-mail or phone.", metavar="ID")
    ] = None


class Clearable(StrEnum):
    """The fields that an edit can empty."""

    address2 = "address2"
    status = "status"
    property_type = "property-type"
    bedrooms = "bedrooms"
    bathrooms = "bathrooms"
    square_feet = "square-feet"
    lot_size = "lot-size"
    year_built = "year-built"
    purchase_price = "purchase-price"
    arv = "arv"
    repair_estimate = "repair-estimate"
    mls_id = "mls-id"
    parcel_number = "parcel-number"
    latitude = "latitude"
    longitude = "longitude"
    notes = "notes"
    lead = "lead"


def read_clearable(text: str) -> Clearable:
    """Read the name of a field: as its flag has it, or as JSON does."""
    name = text.strip().lower().replace("_", "-")
    try:
        return Clearable(_CLEARED.get(name, name))
    except ValueError:
        raise Usage(f"{quoted(text)} is not one of {', '.join(Clearable)}.") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFlags:
    """What an edit can do beside setting fields."""

    clear: Annotated[
        list[Clearable] | None,
        Flag(
            "Empty this field; repeat it.",
            metavar=f"<{'|'.join(Clearable)}>",
            parser=read_clearable,
        ),
    ] = None
    if_unchanged_since: Annotated[
        datetime | None,
        Flag(
            "Only if the property's updated_at is not later: else exit 5.",
            metavar=WHEN,
            parser=read_moment,
        ),
    ] = None
    if_unchanged: Annotated[
        str | None,
        Flag(
            "Only if it still is as in this file, which `show --json` wrote: else exit 5, and "
            "what changed is told.",
            metavar="FILE|-",
        ),
    ] = None


# Where a flag has another name than its column.
COLUMNS = {"address": "address_line_1", "address2": "address_line_2", "lead": "lead_id"}
FLAGS = {column: flag for flag, column in COLUMNS.items()}
_CLEARED = {"address-line-2": "address2", "lead-id": "lead"}


def from_flags(flags: PropertyFlags) -> dict[str, Any]:
    """Return the fields that were given, by column, as they are stored; see `checked`."""
    return checked({COLUMNS.get(name, name): value for name, value in given(flags).items()})


def checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return `values` (by column) as they are stored; `lead_id` stays the text that was given.

    Raises Usage, naming the field, for what cannot be stored.
    """
    return {column: _CHECKS[column](column, value) for column, value in values.items()}


def _text(field: str, value: Any, longest: int | None = LONGEST) -> str:
    name = FLAGS.get(field, field)
    if not isinstance(value, str):
        raise Usage(f"{name} must be a text, not {quoted(value)}.")
    return checked_text(value, name, longest) if longest else checked_text(value, name)


def _value(read: Callable[[str], Any]) -> Callable[[str, Any], Any]:
    """Return the check of a number: JSON has it as a number or as a text."""

    def check(field: str, value: Any) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
            raise Usage(f"{field} must be a number, not {quoted(value)}.")
        try:
            return read(_plain(value) if isinstance(value, Decimal) else str(value))
        except Usage as error:
            raise Usage(f"{field}: {error.message}", error.hint) from None

    return check


def _plain(number: Decimal) -> str:
    # A number such as 1e999999999 would be a gigabyte of zeros.
    return f"{number:f}" if abs(number.adjusted()) < 40 else str(number)


def _state(field: str, value: Any) -> str:
    text = _text(field, value)
    return text.upper() if len(text) == 2 else text


_NUMBERS = ("bedrooms", "bathrooms", "square_feet", "lot_size", "year_built")
_DEGREES = ("latitude", "longitude")
_AMOUNTS = ("purchase_price", "arv", "repair_estimate")
_CHECKS: dict[str, Callable[[str, Any], Any]] = {
    "address_line_1": _text,
    "address_line_2": _text,
    "city": _text,
    "state": _state,
    "zip": lambda field, value: zip_code(_text(field, value)),
    "status": lambda field, value: status_word(_text(field, value)),
    "property_type": lambda field, value: property_type(_text(field, value)),
    **{field: _value(read_value(field)) for field in _NUMBERS},
    **{field: _value(read_amount) for field in _AMOUNTS},
    "mls_id": _text,
    "parcel_number": _text,
    **{field: _value(read_value(field)) for field in _DEGREES},
    "notes": lambda field, value: _text(field, value, None),
    "lead_id": _text,
}
SETTABLE = tuple(_CHECKS)
