"""The values of a property as lists write them: `1,250 sqft`, `$250,000`, `0.25 acres`.

Each reader gives None where nothing is known (lists write 0 or N/A for that) and raises
ValueError, with what was expected, for what cannot be one. `exact` is for what a person says of
one property and for our own exports: there 0 is 0, and N/A is no number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Protocol

from doughy_cli.errors import Usage, quoted

_UNKNOWN = frozenset(
    {"", "-", "--", "n/a", "na", "none", "null", "unknown", "unavailable", "not available", "?"}
)
_NUMBER = re.compile(r"\$? ?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(\.[0-9]*)? ?([a-z .]*)")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]+)?")
_SQUARE_FEET = frozenset({"", "sqft", "sq ft", "sf", "square feet", "sq feet"})
_ACRES = frozenset({"ac", "acre", "acres"})
_FEET_IN_AN_ACRE = 43_560
_LARGEST_WHOLE = 2_147_483_647
_LARGEST_AMOUNT = Decimal("9999999999.99")  # what the column holds
_MOST_BATHS = Decimal("99.9")  # what the column holds
_TENTH = Decimal("0.1")
_FIRST_YEAR = 1800
_ZIP = re.compile(r"([0-9]{3,5})(?:\.0)?(-[0-9]{4})?")
_ONE_LINE = re.compile(r"(.+?),\s*([^,]+?),?\s+([A-Za-z]{2})\.?,?\s+([0-9]{5}(?:-[0-9]{4})?)")


class Read(Protocol):
    """A reader: text → value; see the module."""

    def __call__(self, text: str, *, exact: bool = False) -> int | Decimal | None: ...


def _number(
    text: str, expected: str, exact: bool, units: frozenset[str] = frozenset({""})
) -> Decimal | None:
    """Return a number with one of `units` after it; None for nothing, and for 0 unless `exact`."""
    typed = text.strip().lower()
    if typed in _UNKNOWN and not exact:
        return None
    found = _NUMBER.fullmatch(typed)
    unit = found[3].replace(".", "").strip() if found else ""
    if not found or not (found[1] or (found[2] or "").strip(".")) or unit not in units:
        raise ValueError(expected)
    value = Decimal((found[1] or "0").replace(",", "") + (found[2] or ""))
    if unit in _ACRES:
        value *= _FEET_IN_AN_ACRE
    return value if exact else value or None


def _whole(
    expected: str, largest: int = _LARGEST_WHOLE, units: frozenset[str] = _SQUARE_FEET
) -> Read:
    def read(text: str, *, exact: bool = False) -> int | None:
        value = _number(text, expected, exact, units)
        if value is None:
            return None
        rounded = int(value.to_integral_value(ROUND_HALF_UP))
        if not 1 <= rounded <= largest:
            raise ValueError(expected)
        return rounded

    return read


def _rooms(text: str, *, exact: bool = False) -> int | None:
    expected = "not a whole number of rooms"
    value = _number(text, expected, exact)
    if value is not None and (value > 10_000 or value % 1):
        raise ValueError(expected)
    return None if value is None else int(value)


def _baths(text: str, *, exact: bool = False) -> Decimal | None:
    expected = "not a number of bathrooms such as 2 or 2.5"
    value = _number(text, expected, exact)
    if value is not None and (value >= 100 or value * 4 % 1):
        raise ValueError(expected)
    return None if value is None else min(value, _MOST_BATHS).quantize(_TENTH, ROUND_HALF_UP)


def _year(text: str, *, exact: bool = False) -> int | None:
    expected = f"not a year from {_FIRST_YEAR} to {date.today().year + 5}"  # noqa: DTZ011 -- as the rule in the database, a day more or less does not count
    value = _number(text, expected, exact)
    if value is not None and (not _FIRST_YEAR <= value <= date.today().year + 5 or value % 1):  # noqa: DTZ011
        raise ValueError(expected)
    return None if value is None else int(value)


def _amount(text: str, *, exact: bool = False) -> Decimal | None:
    expected = "not an amount such as 250000 or $250,000"
    value = _number(text, expected, exact, frozenset({"", "usd"}))
    if value is None:
        return None
    if value > _LARGEST_AMOUNT:
        raise ValueError(expected)
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _lot(text: str, *, exact: bool = False) -> int | Decimal | None:
    """Square feet. A fraction below 100 without a unit is of acres: no lot is 0.25 sq ft."""
    expected = "not a size such as 7,400 or 0.17 acres"
    typed = text.strip().lower()
    bare = re.fullmatch(r"[0-9]{0,2}\.[0-9]+", typed)
    if bare and Decimal(typed) % 1:
        typed += " acres"
    return _whole(expected, units=_SQUARE_FEET | _ACRES)(typed, exact=exact)


def _acres(text: str, *, exact: bool = False) -> int | Decimal | None:
    typed = text.strip().lower()
    if typed and typed[-1].isdigit():
        typed += " acres"
    return _whole("not a number of acres", units=_ACRES)(typed, exact=exact)


def _degrees(largest: int) -> Read:
    def read(text: str, *, exact: bool = False) -> Decimal | None:
        typed = text.strip().lower()
        if typed in _UNKNOWN and not exact:
            return None
        if not _DEGREES.fullmatch(typed) or abs(value := Decimal(typed)) > largest:
            raise ValueError(f"not a number of degrees from -{largest} to {largest}")
        degrees = value.quantize(Decimal("0.000001"), ROUND_HALF_UP)
        return degrees if exact else degrees or None

    return read


READERS: dict[str, Read] = {
    "bedrooms": _rooms,
    "bathrooms": _baths,
    "square_feet": _whole("not a number of square feet"),
    "lot_size": _lot,
    "lot_acres": _acres,
    "year_built": _year,
    "purchase_price": _amount,
    "arv": _amount,
    "repair_estimate": _amount,
    "latitude": _degrees(90),
    "longitude": _degrees(180),
}


def read_value(field: str) -> Callable[[str], Any]:
    """Return the reader of what a person says of one property in a flag: text → value of the
    column `field`. It raises Usage."""

    def read(text: str) -> int | Decimal | None:
        try:
            return READERS[field](text, exact=True)
        except ValueError as error:
            raise Usage(f"{quoted(text)} is {error}.") from None

    return read


# Words of lists for the types of property, without what stands between letters → ours.
_TYPES = {
    "single_family": (
        "residential singlefamily singlefamilyresidential singlefamilyresidence sfr sfh house "
        "singlefamilyhome detached singlefamilydetached residentialsinglefamily home"
    ),
    "multi_family": (
        "multifamily multifamilyresidential multifamilyresidence mfr multiunit apartmentbuilding "
        "residentialincome multifamilydwellings25units multifamily24units multifamily5units"
    ),
    "duplex": "duplex twofamily duplex2units",
    "triplex": "triplex threefamily triplex3units",
    "fourplex": "fourplex quadplex quadruplex fourfamily fourplex4units quad",
    "condo": "condo condominium condominiumunit residentialcondo condominiumresidential",
    "townhouse": "townhouse townhome townhouseresidential rowhouse rowhome",
    "mobile_home": "mobilehome manufacturedhome mobile manufactured mobilemanufacturedhome",
    "land": "land lot vacantland lotland residentiallot residentialvacantland vacantlot lots",
    "commercial": "commercial retail office industrial warehouse commercialgeneral mixeduse",
}
_TYPE = {word: ours for ours, words in _TYPES.items() for word in words.split()} | {
    ours.replace("_", ""): ours for ours in _TYPES
}
PROPERTY_TYPES = tuple(_TYPES)
_BETWEEN_WORDS = re.compile(r"[\s_-]+")


def property_type(text: str) -> str | None:
    """Return our word for a type of property (`Residential` is `single_family`), the text itself
    if nobody has said what it means, None for `Unknown` however it is misspelt."""
    word = "".join(filter(str.isalnum, text.lower()))
    if word in ("unkown", "unknwon") or not known_text(text):
        return None
    return _TYPE.get(word, text.strip())


def status_word(text: str) -> str:
    """Return a status as it is stored: `Under Contract` is `under_contract`."""
    return _BETWEEN_WORDS.sub("_", text.strip().lower())


def known_status(text: str) -> str | None:
    """Return a status of a list as it is stored; None for N/A and the like."""
    return status_word(text) if known_text(text) else None


def known_text(text: str) -> str | None:
    """Return a text; None for N/A and the like."""
    return None if text.strip().lower() in _UNKNOWN else text


def zip_code(text: str) -> str:
    """Return a ZIP code with the zeros before it, which spreadsheets take away."""
    found = _ZIP.fullmatch(text.strip())
    return f"{found[1]:0>5}{found[2] or ''}" if found else text.strip()


def split_line(text: str) -> tuple[str, str, str, str] | None:
    """Return street, city, state and ZIP of an address in one line; None if it is none."""
    found = _ONE_LINE.fullmatch(text.strip())
    return (found[1], found[2], found[3].upper(), found[4]) if found else None
