"""Staged rows that likely are a lead that is there, or an earlier row: what they are found by,
and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import psycopg

# What the file itself says is known already: a row with an id, or one that is deleted.
_UNDECIDED = """
SELECT
    s.place, s.line, s.name, s.company, s.email, s.phone,
    (
        SELECT jsonb_agg(jsonb_build_array(
            c.value -> 'email', c.value -> 'phone', c.value -> 'emails', c.value -> 'phones'
        ))
        FROM jsonb_array_elements(s.contacts) AS c
        WHERE c.value ->> 'relation' = 'owner'
    ),
    s.kept -> 'address'
FROM pg_temp.incoming AS s
WHERE s.fate IS NULL AND s.id IS NULL AND s.is_deleted IS NOT TRUE
ORDER BY s.place
"""
_CREATE = """
CREATE TEMPORARY TABLE pg_temp.likely (
    place bigint PRIMARY KEY,
    lead_id uuid,
    first_place bigint,
    reasons text
) ON COMMIT DROP
"""
_COPY = "COPY pg_temp.likely (place, lead_id, first_place, reasons) FROM STDIN"
# Neither a lead nor an earlier row: it may be either of two.
_MARK = """
UPDATE pg_temp.incoming AS s
SET fate = CASE WHEN k.lead_id IS NULL AND f.place IS NULL THEN 'refused' ELSE 'same' END,
    lead_id = coalesce(k.lead_id, f.lead_id, s.lead_id),
    likely = k.reasons
FROM pg_temp.likely AS k
LEFT JOIN pg_temp.incoming AS f ON f.place = k.first_place
WHERE s.place = k.place
"""
# The earlier row turned out to be a lead that has its e-mail or phone: so is the later one.
_FOLLOW = """
UPDATE pg_temp.incoming AS s
SET lead_id = l.id
FROM pg_temp.likely AS k
JOIN pg_temp.incoming AS f ON f.place = k.first_place AND f.fate = 'same'
JOIN public.leads AS l
    ON l.user_id = (SELECT auth.uid()) AND NOT l.is_deleted
    AND (l.email = f.email OR l.phone = f.phone)
WHERE s.place = k.place
"""
_FETCHED = 1000


class StagedRow(NamedTuple):
    """A staged row; `contacts` are its owners' e-mail, phone, further e-mails and phones."""

    place: int
    line: int
    name: str
    company: str | None
    email: str | None
    phone: str | None
    contacts: list[list[Any]] | None
    address: Any


class Marked(NamedTuple):
    """What a row is taken for: a lead, or the row at `first_place`; neither if it is refused."""

    place: int
    lead_id: Any
    first_place: int | None
    reasons: str


def staged_rows(connection: psycopg.Connection[Any]) -> Iterator[StagedRow]:
    """Yield the rows of which nothing is known yet, in the file's order, as a stream."""
    with connection.cursor(name="staged") as cursor:
        cursor.itersize = _FETCHED
        cursor.execute(_UNDECIDED)
        for row in cursor:
            yield StagedRow(*row)


def mark(connection: psycopg.Connection[Any], marked: Iterable[Marked]) -> None:
    """Mark rows as the `same` as their lead, or as `refused`."""
    connection.execute(_CREATE)
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for each in marked:
            copy.write_row(each)
    connection.execute("ANALYZE pg_temp.likely")
    connection.execute(_MARK)


def follow(connection: psycopg.Connection[Any]) -> None:
    """After the new rows are stored: let rows go where the row that they are like has gone."""
    connection.execute(_FOLLOW)
