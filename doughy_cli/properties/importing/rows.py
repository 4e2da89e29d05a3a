"""What is shown of an import."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class ImportRow:
    """What an import did.

    `read` is the number of records in the file: those `inserted`, `updated`, `skipped` and
    `rejected` together. Of those skipped, `repeated` are of a property that an earlier row of the
    file has added. `unknown_leads` counts rows whose lead is not yours; `unmatched` are
    columns without a field, which are kept in the notes.
    """

    TABLE: ClassVar[tuple[str, ...]] = (
        *("file", "read", "inserted", "updated", "skipped", "rejected", "rejects_file"),
    )

    file: str
    read: int
    inserted: int
    updated: int
    skipped: int
    repeated: int
    rejected: int
    unknown_leads: int
    unmatched: list[str]
    rejects_file: str | None


@dataclass(frozen=True, slots=True)
class PreviewedProperty:
    """A row as it would be stored."""

    TABLE: ClassVar[tuple[str, ...]] = (
        *("line", "address_line_1", "city", "zip", "property_type", "bedrooms", "square_feet"),
        "purchase_price",
    )

    line: int
    address_line_1: str
    address_line_2: str | None
    city: str
    state: str
    zip: str
    status: str | None
    property_type: str | None
    bedrooms: int | None
    bathrooms: Decimal | None
    square_feet: int | None
    lot_size: int | None
    year_built: int | None
    purchase_price: Decimal | None
    arv: Decimal | None
    repair_estimate: Decimal | None
    mls_id: str | None
    parcel_number: str | None
    latitude: Decimal | None
    longitude: Decimal | None
    notes: str | None


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """How a file is understood, and its first rows: `read` of them, `rejected` would be."""

    file: str
    format: str
    encoding: str
    delimiter: str | None
    columns: dict[str, str]
    unmatched: list[str]
    notes: list[str]
    read: int
    rejected: int
    properties: list[PreviewedProperty]
    rejects: list[dict[str, Any]]
