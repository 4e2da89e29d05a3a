"""What spellings of one property have in common, beside its address' key."""

from __future__ import annotations

import re
from collections.abc import Mapping

from doughy_cli.addresses import address_key

_NUMBERED = re.compile(r"[^|]*[1-9]")


def parcel_key(parcel: str | None, postal: str) -> str | None:
    """Return what spellings of a parcel number in one ZIP code have in common; None if it says
    nothing."""
    digits = "".join(filter(str.isalnum, parcel or "")).lower()
    return f"{digits}|{postal[:5]}" if digits.strip("0") else None


def has_number(key: str) -> bool:
    """Return whether an address, by its key, is one place: some number other than 0 is in its
    street. `0 Mill Run` is many places."""
    return _NUMBERED.match(key) is not None


def same_property(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Return whether two records mean one property: the same parcel number in one ZIP code, or
    the same address. At one address two parcel numbers are two properties."""
    parcels = [_parcel(each) for each in (one, other)]
    if parcels[0] and parcels[1]:
        return parcels[0] == parcels[1]
    key = address_key(one)
    return key is not None and key == address_key(other)


def _parcel(record: Mapping[str, object]) -> str | None:
    parcel, postal = record.get("parcel_number"), record.get("zip")
    return parcel_key(str(parcel or ""), str(postal or ""))
