"""One record of a list read as a property: its address, and what is said of it."""

from __future__ import annotations

from typing import Any

from doughy_cli.addresses import ADDRESS_PARTS
from doughy_cli.intake.row import Row
from doughy_cli.property_lists.values import (
    READERS,
    known_text,
    property_type,
    split_line,
    zip_code,
)

_LONGEST = 300  # an index holds city, state and ZIP code
_TEXTS = ("property_type", "mls_id", "parcel_number")
_WORDS = {"property_type": property_type}


def read_address(row: Row) -> dict[str, str]:
    """Return those parts of the property's address that the record gives, by their columns."""
    found = {part: text for part in ADDRESS_PARTS if (text := row.text(part, _LONGEST))}
    line = found.get("address_line_1")
    if line and found.keys().isdisjoint(("city", "state", "zip")) and (parts := split_line(line)):
        found |= dict(zip(("address_line_1", "city", "state", "zip"), parts, strict=True))
    if "zip" in found:
        found["zip"] = zip_code(found["zip"])
    return found


def read_values(row: Row, *, exact: bool = False) -> dict[str, Any]:
    """Return what the record says of a property beside its address, by column. `exact` takes it
    as it stands, as our own export wrote it; else 0 and N/A say nothing, and types become our
    words.

    What cannot be read is rejected in `row`.
    """
    values: dict[str, Any] = {}
    for field, read in READERS.items():
        if field not in row.cells or (text := row.text(field)) is None:
            continue
        try:
            values[field] = read(text, exact=exact)
        except ValueError as error:
            row.reject(row.header(field), text, str(error))
    acres = values.pop("lot_acres", None)
    if values.get("lot_size") is None:
        values["lot_size"] = acres
    for field in _TEXTS:
        if (text := row.text(field, _LONGEST)) is not None:
            values[field] = text if exact else _WORDS.get(field, known_text)(text)
    notes = [
        f"{header}: {text}" for header, text in row.texts("property_notes") if known_text(text)
    ]
    values["notes"] = "\n".join(notes)
    return {name: value for name, value in values.items() if value not in (None, "")}
