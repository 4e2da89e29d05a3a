"""Phone numbers: whatever people type, into the one form that is stored.

That form is E.164, with `;ext=` (RFC 3966) where there is an extension:
`+18158908301` or `+19629527601;ext=89555`.
"""

from __future__ import annotations

import re

from doughy_cli.errors import Usage

DEFAULT_REGION = "US"

# The ways in which a number of North America is nearly always written. It says what
# `phonenumbers` would say, at a twentieth of the time, which is most of an import's time;
# a test holds the two together. Area codes from 2 up only: a leading 0 or 1 may be a prefix.
_NORTH_AMERICAN = re.compile(
    r"(?:(?:\+1|001|1)[-. ]?)?\(?([2-9][0-9]{2})\)?[-. ]?([0-9]{3})[-. ]?([0-9]{4})"
    r"(?:(?: ?x ?|;ext=)([0-9]{1,7}))?"
)


def normal_phone(typed: str, region: str = DEFAULT_REGION) -> str | None:
    """The stored form of a phone number, or None if it cannot be one.

    `region` (ISO 3166, such as `US`) is where a number without a country code is dialled.
    The test is whether the number *could* exist (its length fits its country), not whether
    its area code is in use today: codes are added every year, lists are full of numbers
    that are slightly wrong, and a person who typed one wants to see it as a phone number.
    """
    if region == "US" and (written := _NORTH_AMERICAN.fullmatch(typed)):
        area, exchange, line, extension = written.groups()
        number = f"+1{area}{exchange}{line}"
        return f"{number};ext={extension}" if extension else number
    return _by_library(typed, region)


def _by_library(typed: str, region: str) -> str | None:
    import phonenumbers

    text = typed.strip()
    # 00 means "abroad" nearly everywhere; where it does not (the US dials 011), no number
    # starts with it, and exports write 001-314-… all the same.
    if text.startswith("00"):
        text = "+" + text[2:]
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    # Not `is_possible_number`: it also takes seven digits without an area code, which
    # nobody can dial once it is written with +1.
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    stored = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{stored};ext={number.extension}" if number.extension else stored


def check_region(region: str) -> str:
    """The region in capitals; raises Usage if no such region has phone numbers."""
    import phonenumbers

    if region.upper() not in phonenumbers.SUPPORTED_REGIONS:
        raise Usage(
            f'"{region}" is not a region with phone numbers',
            "use a two-letter country code such as US, CA or GB",
        )
    return region.upper()
