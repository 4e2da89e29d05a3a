"""How logs come from the server: row by row, with bounded memory, however long one of them is.

Anybody who may write logs may write one of 50 MB. A list and an export have all of it, a row at a
time; `tail`, which keeps pages of rows and may run for months, leaves out what is too long.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

import psycopg

from doughy_cli.json_text import JsonText, json_text
from doughy_cli.logs.rows import LogRow

Row = TypeVar("Row")

LARGEST = 1_000_000  # bytes of a message or of details; what is longer is left out
PAGE = 2000  # rows in memory at a time
PAGE_BYTES = 16_000_000  # bytes of messages and details in memory at a time, beside the last row's
LEFT_OUT = JsonText(f'{{"left_out": "more than {LARGEST:,} bytes"}}')
_FETCHED = 1000  # rows that the server is asked for at a time
_CURSOR = "logs"

# Of `system_logs AS l`. What is long as it is stored, compressed, is not unpacked to be measured.
MEASURED = f"""
    octet_length(l.message) AS message_bytes,
    CASE
        WHEN l.details IS NULL THEN 0
        WHEN pg_column_size(l.details) > {LARGEST} THEN {LARGEST} + 1
        ELSE octet_length(l.details::text)
    END AS details_bytes
"""
# Of what has been measured, `AS r`: the parts of a `Bounded`.
BOUNDED = f"""
    r.id, r.created_at, r.level, r.source,
    CASE
        WHEN r.message_bytes <= {LARGEST} THEN r.message
        ELSE left(r.message, 1000) || format('… (%%s bytes)', r.message_bytes)
    END,
    CASE WHEN r.details_bytes <= {LARGEST} THEN r.details::text END,
    r.message_bytes, r.details_bytes
"""


@dataclass(frozen=True, slots=True)
class Bounded(Generic[Row]):
    """A log without what is too long of it, and its length in bytes."""

    row: Row
    size: int


def bounded(*columns: Any) -> Bounded[LogRow]:
    """Return the log of the columns `BOUNDED`."""
    *given, message_bytes, details_bytes = columns
    row = log(*given)
    if details_bytes > LARGEST:
        row = replace(row, details=LEFT_OUT)
    return Bounded(row, min(message_bytes, LARGEST) + min(details_bytes, LARGEST))


def log(
    id: UUID, created_at: datetime, level: str, source: str, message: str, details: str | None
) -> LogRow:
    """Return the log of the columns `SHOWN`."""
    return LogRow(id, created_at, level, source, message, json_text(details))


def streamed(
    connection: psycopg.Connection[Any], statement: str, values: Mapping[str, Any]
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a SELECT one by one, the first of them soon; the connection must be in a
    transaction."""
    with connection.cursor(name=_CURSOR) as cursor:
        cursor.execute(statement, values)
        read = _FETCHED
        while read == _FETCHED:
            read = 0
            with connection.cursor() as reading:
                for row in reading.stream(f"FETCH {_FETCHED} FROM {_CURSOR}".encode()):
                    read += 1
                    yield row


def in_pages(logs: Iterator[Bounded[Row]]) -> Iterator[list[Row]]:
    """Yield logs in lists that are bounded in rows and in bytes."""
    page: list[Row] = []
    size = 0
    for each in logs:
        page.append(each.row)
        size += each.size
        if len(page) >= PAGE or size >= PAGE_BYTES:
            yield page
            page, size = [], 0
    if page:
        yield page
