"""What one record says about a property, ready for the database, and whose it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from doughy_cli.addresses import ADDRESS_PARTS, address_key, missing_parts
from doughy_cli.intake.row import Row
from doughy_cli.leads.importing.property_fields import MAILING_FIELDS
from doughy_cli.property_lists.fields import PROPERTY_FIELDS
from doughy_cli.property_lists.keys import has_number, parcel_key
from doughy_cli.property_lists.reading import read_address, read_values
from doughy_cli.property_lists.values import zip_code


@dataclass(frozen=True, slots=True)
class IncomingProperty:
    """A property: its columns, and what it is compared by.

    `address_key` and `parcel_key` are the same for the same property, `owner_key` for the same
    owner: name and mailing address, or this address where no other is given.
    """

    columns: Mapping[str, Any]
    address_key: str
    parcel_key: str | None
    owner_key: str

    def json(self) -> dict[str, Any]:
        """Return it as it is staged."""
        return {
            **{name: _plain(value) for name, value in self.columns.items()},
            "address_key": self.address_key,
            "parcel_key": self.parcel_key,
            "owner_key": self.owner_key,
        }


def read_property(
    row: Row, name: str, mailing: Mapping[str, str] | None
) -> tuple[IncomingProperty | None, dict[str, str] | None]:
    """Return the property of a record, or the parts of an address that are not all of one.

    What cannot be read is rejected in `row`; what a record says of a property that cannot be
    made goes to its `extra`.
    """
    address = read_address(row)
    columns = {**address, **read_values(row)}
    parcel = parcel_key(columns.get("parcel_number"), address.get("zip", ""))
    key = address_key(address)
    # A road without a number is many places, unless the parcel says which.
    if missing_parts(address) or key is None or not (parcel or has_number(key)):
        _keep(row)
        return None, address or None
    owner = address_key(mailing) if mailing else None
    return (
        IncomingProperty(
            columns,
            address_key=key,
            parcel_key=parcel,
            owner_key=owner_key(name, owner or key),
        ),
        None,
    )


def plain_address(row: Row) -> dict[str, str] | None:
    """Return the address of a record that is a lead's and no property's; None without one."""
    if row.cells.keys().isdisjoint(ADDRESS_PARTS):
        return None
    return {part: text for part in ADDRESS_PARTS if (text := row.text(part)) is not None}


def read_mailing(row: Row) -> dict[str, str] | None:
    """Return the owner's own address, by the names of `ADDRESS_PARTS`; None if there is none."""
    if row.cells.keys().isdisjoint(MAILING_FIELDS):
        return None
    parts = zip(ADDRESS_PARTS, MAILING_FIELDS, strict=True)
    found = {part: text for part, field in parts if (text := row.text(field)) is not None}
    if "zip" in found:
        found["zip"] = zip_code(found["zip"])
    return found or None


def owner_key(name: str, place: str) -> str:
    """Return what two rows of one owner have in common; `place` is an address' key."""
    return f"{' '.join(name.lower().split())}|{place}"


def _keep(row: Row) -> None:
    for field in PROPERTY_FIELDS:
        for header, value in row.cells.get(field, ()):
            row.extra[header] = value


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
