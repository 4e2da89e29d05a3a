"""Which of the staged properties are there already, or are those of earlier rows.

A property is there already if one of the person's own has its parcel number and ZIP code, or its
address; at one address two parcel numbers are two properties (flats without a number). What it
is compared by is put together in Python, as addresses are.

They are staged in `pg_temp.incoming_properties`, which has beside what is stored: `place`, the
row's number; `property_id`, a new id or that of the one that is `there`; `address_key` and
`parcel_key`; and `fixed` for rows that bring an id of their own, which are no other row's.
"""

from __future__ import annotations

from typing import Any

import psycopg

from doughy_cli.addresses import ADDRESS_PARTS, address_key
from doughy_cli.property_lists.keys import parcel_key

_FETCHED = 5000  # rows
# The notes that a property `r` has after an update from the row `f`: what another program says
# beside its columns is added to those that are there; our own export has the notes whole.
UPDATED_NOTES = """
CASE
    WHEN f.notes IS NULL THEN r.notes
    WHEN f.fixed OR r.notes IS NULL THEN f.notes
    WHEN strpos(r.notes, f.notes) > 0 THEN r.notes
    ELSE r.notes || E'\\n' || f.notes
END
"""
# Only one import of the person's decides at a time: no unique index knows what two spellings of
# an address have in common.
_LOCK = """
SELECT id FROM public.profiles WHERE id = (SELECT auth.uid()) FOR NO KEY UPDATE
"""
_SEEN = """
SELECT p.id, p.parcel_number, p.address_line_1, p.address_line_2, p.city, p.state, p.zip
FROM public.re_properties AS p
WHERE p.user_id = (SELECT auth.uid())
    AND left(p.zip, 5) IN (SELECT left(i.zip, 5) FROM pg_temp.incoming_properties AS i)
ORDER BY p.created_at, p.id
"""
_CREATE_KNOWN = """
CREATE TEMPORARY TABLE pg_temp.known_properties (
    age bigint, id uuid, address_key text, parcel_key text
) ON COMMIT DROP
"""
_COPY_KNOWN = """
COPY pg_temp.known_properties (age, id, address_key, parcel_key) FROM STDIN
"""
_SAME_PARCEL = """
UPDATE pg_temp.incoming_properties AS p
SET property_id = k.id, there = true
FROM (
    SELECT DISTINCT ON (parcel_key) parcel_key, id
    FROM pg_temp.known_properties
    WHERE parcel_key IS NOT NULL
    ORDER BY parcel_key, age
) AS k
WHERE k.parcel_key = p.parcel_key AND NOT p.there
"""
_SAME_ADDRESS = """
UPDATE pg_temp.incoming_properties AS p
SET property_id = k.id, there = true
FROM (
    SELECT DISTINCT ON (address_key) address_key, id
    FROM pg_temp.known_properties
    ORDER BY address_key, age
) AS k
WHERE k.address_key = p.address_key AND p.parcel_key IS NULL AND NOT p.there
"""
# One that is there without a parcel number is one of those at its address, not all of them.
_NEW_PARCEL = """
UPDATE pg_temp.incoming_properties AS p
SET property_id = k.id, there = true
FROM (
    SELECT DISTINCT ON (address_key) address_key, id
    FROM pg_temp.known_properties
    WHERE parcel_key IS NULL
    ORDER BY address_key, age
) AS k
JOIN (
    SELECT address_key, min(parcel_key) AS parcel_key
    FROM pg_temp.incoming_properties
    WHERE parcel_key IS NOT NULL
    GROUP BY address_key
) AS f ON f.address_key = k.address_key
WHERE NOT p.there AND p.address_key = f.address_key AND p.parcel_key = f.parcel_key
"""
_REPEATED_PARCEL = """
UPDATE pg_temp.incoming_properties AS p
SET property_id = r.first_id, there = true
FROM (
    SELECT
        place,
        row_number() OVER same_parcel AS number,
        first_value(property_id) OVER same_parcel AS first_id
    FROM pg_temp.incoming_properties
    WHERE parcel_key IS NOT NULL AND NOT fixed
    WINDOW same_parcel AS (PARTITION BY parcel_key ORDER BY place)
) AS r
WHERE r.place = p.place AND r.number > 1 AND NOT p.there
"""
_REPEATED_ADDRESS = """
UPDATE pg_temp.incoming_properties AS p
SET property_id = r.first_id, there = true
FROM (
    SELECT
        place,
        row_number() OVER same_address AS number,
        first_value(property_id) OVER same_address AS first_id
    FROM pg_temp.incoming_properties
    WHERE address_key IS NOT NULL AND NOT fixed
    WINDOW same_address AS (PARTITION BY address_key ORDER BY parcel_key IS NULL, place)
) AS r
WHERE r.place = p.place AND r.number > 1 AND p.parcel_key IS NULL AND NOT p.there
"""


def match_properties(connection: psycopg.Connection[Any]) -> None:
    """Mark the staged properties that are `there`, with the id of the one that is."""
    connection.execute("ANALYZE pg_temp.incoming_properties")
    connection.execute(_LOCK)
    _know(connection)
    for statement in (
        *(_SAME_PARCEL, _SAME_ADDRESS, _NEW_PARCEL, _REPEATED_PARCEL, _REPEATED_ADDRESS),
    ):
        connection.execute(statement)


def _know(connection: psycopg.Connection[Any]) -> None:
    """Copy what the person's own properties are compared by, a part at a time."""
    connection.execute(_CREATE_KNOWN)
    age = 0
    with connection.cursor(name="seen_properties") as seen:
        seen.execute(_SEEN)
        while rows := seen.fetchmany(_FETCHED):
            with connection.cursor() as cursor, cursor.copy(_COPY_KNOWN) as copy:
                for known, parcel, *address in rows:
                    parts = dict(zip(ADDRESS_PARTS, address, strict=True))
                    keys = address_key(parts), parcel_key(parcel, parts["zip"])
                    copy.write_row((age, known, *keys))
                    age += 1
    connection.execute("ANALYZE pg_temp.known_properties")
