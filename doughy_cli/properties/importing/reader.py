"""Records → properties: the pure half of `properties import`. Nothing here grows with the file."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from doughy_cli.addresses import address_key, missing_parts
from doughy_cli.dates import HERE
from doughy_cli.errors import Usage
from doughy_cli.intake.headers import HeaderMatch
from doughy_cli.intake.records import Record, Reject
from doughy_cli.intake.row import Row, as_text
from doughy_cli.intake.values import written_day, written_moment
from doughy_cli.properties.importing.fields import OWN
from doughy_cli.property_lists.keys import has_number, parcel_key
from doughy_cli.property_lists.reading import read_address, read_values
from doughy_cli.property_lists.sales import sale_line
from doughy_cli.property_lists.values import known_status, known_text

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_LONGEST = 300
_LONGEST_NOTES = 100_000


@dataclass(frozen=True, slots=True)
class IncomingProperty:
    """A property of a file: its columns, and what it is compared by. `id`, `lead_id` and the
    times are those of our own export."""

    line: int
    columns: Mapping[str, Any]
    address_key: str | None
    parcel_key: str | None
    id: str | None
    lead_id: str | None
    created_at: datetime | None
    updated_at: datetime | None


class PropertyReader:
    """Reads records as properties, given which column is which field."""

    def __init__(
        self, match: HeaderMatch, headers: Sequence[str], *, status: str | None = None
    ) -> None:
        """`status` is for all rows. Raises Usage if no column is an address."""
        if "address_line_1" not in match.columns.values() and match.by_header:
            raise Usage(
                f"no column is an address; there are: {', '.join(match.by_header)}",
                'say which it is: --map "Their Header=address_line_1"',
            )
        self._match = match
        self._status = status
        self.exact = OWN.issubset(headers)

    def read(self, record: Record) -> IncomingProperty | list[Reject]:
        """One record as a property, or everything that is wrong with it."""
        row = Row(record, self._match)
        address = read_address(row)
        columns = {**address, **read_values(row, exact=self.exact)}
        if status := self._status or self._status_of(row):
            columns["status"] = status
        found = IncomingProperty(
            line=row.line,
            columns=columns,
            address_key=address_key(address),
            parcel_key=parcel_key(columns.get("parcel_number"), address.get("zip", "")),
            id=_uuid(row, "id"),
            lead_id=_uuid(row, "lead_id"),
            created_at=self._moment(row, "created_at"),
            updated_at=self._moment(row, "updated_at"),
        )
        columns.pop("notes", None)
        if notes := self._notes(row):
            columns["notes"] = notes
        for part in () if row.problems else missing_parts(address):
            row.reject(self._header(part), "", f"no {part.replace('_', ' ')}")
        if not row.problems and not self.exact and not _one_place(found):
            reason = "a street without a number can be many places: give the parcel number"
            row.reject(row.header("address_line_1"), address["address_line_1"], reason)
        return row.problems or found

    def _header(self, field: str) -> str:
        """The header of a field, though the row has nothing there; else the field's name."""
        columns = self._match.columns.items()
        return next((header for header, each in columns if each == field), field)

    def _status_of(self, row: Row) -> str | None:
        text = row.text("status", _LONGEST)
        return text if text is None or self.exact else known_status(text)

    def _notes(self, row: Row) -> str:
        """What is said of a property and has no column of its own, a line each."""
        lines = [text for _, text in row.texts("notes")]
        if (sold := row.text("sale_date")) is not None and known_text(sold):
            if day := written_day(sold):
                lines.append(sale_line(day))
            else:
                row.reject(row.header("sale_date"), sold, "not a date such as 2026-01-31")
        more = [
            *row.texts("property_notes"),
            *((name, as_text(v)) for name, v in row.extra.items()),
        ]
        lines += [f"{header}: {text}" for header, text in more if known_text(text)]
        notes = "\n".join(lines)
        if len(notes) > _LONGEST_NOTES:
            row.reject("", notes[:_LONGEST], f"notes longer than {_LONGEST_NOTES:,} characters")
        return notes

    def _moment(self, row: Row, field: str) -> datetime | None:
        if (text := row.text(field)) is None:
            return None
        found = written_moment(text, HERE)
        if found is None:
            row.reject(row.header(field), text, "not a date and time such as 2026-01-31 14:30")
        return found


def _one_place(found: IncomingProperty) -> bool:
    return bool(found.parcel_key or (found.address_key and has_number(found.address_key)))


def _uuid(row: Row, field: str) -> str | None:
    """Our own id. Another program's is of no use here and is kept with the rest."""
    if (text := row.text(field)) is None:
        return None
    if _UUID.fullmatch(text):
        return text.lower()
    row.extra[row.header(field)] = text
    return None
