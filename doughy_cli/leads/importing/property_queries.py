"""The properties of imported leads: stored and linked to their owners, each once.

A property is there already if one of the person's own has its parcel number and ZIP code, or its
address; at one address two parcel numbers are two properties (flats without a number). What it
is compared by is put together in Python, as addresses are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

from doughy_cli.addresses import ADDRESS_PARTS, address_key
from doughy_cli.leads.importing.incoming_property import parcel_key

_COLUMNS = (
    *("address_line_1", "address_line_2", "city", "state", "zip", "bedrooms", "bathrooms"),
    *("square_feet", "lot_size", "year_built", "purchase_price", "arv", "repair_estimate"),
    *("property_type", "mls_id", "parcel_number", "latitude", "longitude", "notes"),
)
_NAMES = ", ".join(_COLUMNS)
# `there`: the property is one that was there, or that of an earlier row. A row whose lead
# vanished has none to link it to.
_CREATE = """
CREATE TEMPORARY TABLE pg_temp.incoming_properties ON COMMIT DROP AS
SELECT
    s.place, s.lead_id, gen_random_uuid() AS property_id, false AS there, false AS linked,
    p.*
FROM pg_temp.incoming AS s
JOIN public.leads AS l ON l.id = s.lead_id AND l.user_id = (SELECT auth.uid())
CROSS JOIN LATERAL jsonb_to_record(s.property) AS p (
    address_line_1 text, address_line_2 text, city text, state text, zip text,
    bedrooms integer, bathrooms numeric, square_feet integer, lot_size integer,
    year_built integer, purchase_price numeric, arv numeric, repair_estimate numeric,
    property_type text, mls_id text, parcel_number text, latitude numeric, longitude numeric,
    notes text, address_key text, parcel_key text
)
WHERE s.property IS NOT NULL AND s.fate IS DISTINCT FROM 'refused'
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
WHERE k.parcel_key = p.parcel_key
"""
_SAME_ADDRESS = """
UPDATE pg_temp.incoming_properties AS p
SET property_id = k.id, there = true
FROM (
    SELECT DISTINCT ON (address_key) address_key, id
    FROM pg_temp.known_properties
    ORDER BY address_key, age
) AS k
WHERE k.address_key = p.address_key AND p.parcel_key IS NULL
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
    WHERE parcel_key IS NOT NULL
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
    WINDOW same_address AS (PARTITION BY address_key ORDER BY parcel_key IS NULL, place)
) AS r
WHERE r.place = p.place AND r.number > 1 AND p.parcel_key IS NULL AND NOT p.there
"""
_INSERT = f"""
INSERT INTO public.re_properties (id, user_id, lead_id, {_NAMES}, created_at, updated_at)
SELECT
    p.property_id, (SELECT auth.uid()), p.lead_id, {_NAMES},
    now() + p.place * interval '1 microsecond', now() + p.place * interval '1 microsecond'
FROM pg_temp.incoming_properties AS p
WHERE NOT p.there
ORDER BY p.place
"""  # noqa: S608 -- names from above
# One that is nobody's, or whose lead is in the bin, is the owner's from now on.
_LINK = """
WITH owned AS (
    UPDATE public.re_properties AS r
    SET lead_id = f.lead_id
    FROM (
        SELECT DISTINCT ON (property_id) property_id, lead_id
        FROM pg_temp.incoming_properties
        WHERE there
        ORDER BY property_id, place
    ) AS f
    WHERE r.id = f.property_id
        AND (
            r.lead_id IS NULL
            OR EXISTS (
                SELECT FROM public.leads AS l
                WHERE l.id = r.lead_id AND l.is_deleted AND l.id <> f.lead_id
            )
        )
    RETURNING r.id, r.lead_id
)
UPDATE pg_temp.incoming_properties AS p
SET linked = true
FROM owned AS o
WHERE o.id = p.property_id AND o.lead_id = p.lead_id
"""
_WANTED = ", ".join(f"coalesce(f.{each}, r.{each})" for each in _COLUMNS)
_STORED = ", ".join(f"r.{each}" for each in _COLUMNS)
# The last row that gives the property decides.
_UPDATE = f"""
UPDATE public.re_properties AS r
SET ({_NAMES}) = ROW ({_WANTED})
FROM (
    SELECT DISTINCT ON (property_id) *
    FROM pg_temp.incoming_properties
    WHERE there
    ORDER BY property_id, place DESC
) AS f
WHERE r.id = f.property_id AND ({_STORED}) IS DISTINCT FROM ({_WANTED})
"""  # noqa: S608 -- names from above
_MARK_ADDING = """
UPDATE pg_temp.incoming AS s
SET adds = true
FROM pg_temp.incoming_properties AS p
WHERE s.place = p.place AND s.fate = 'same' AND (p.linked OR NOT p.there)
"""
# The lead is left as it is; what its row says beside the property is not lost.
_KEEP = """
INSERT INTO public.lead_events
    (lead_id, event_type, description, metadata, created_at, created_by)
SELECT
    s.lead_id, 'imported', %(file)s::text, k.metadata,
    statement_timestamp() + s.place * interval '1 microsecond', (SELECT auth.uid())
FROM pg_temp.incoming AS s
JOIN public.leads AS l ON l.id = s.lead_id
CROSS JOIN LATERAL (
    SELECT coalesce(s.kept, '{}') || jsonb_strip_nulls(jsonb_build_object(
        'email', CASE WHEN s.email IS DISTINCT FROM l.email THEN s.email END,
        'phone', CASE WHEN s.phone IS DISTINCT FROM l.phone THEN s.phone END
    )) AS metadata
) AS k
WHERE s.adds AND k.metadata <> '{}'
"""
# The property was there, under another's name perhaps or another spelling: the new lead has to be
# found by it when the file comes again.
_KEEP_ADDRESS = """
INSERT INTO public.lead_events
    (lead_id, event_type, description, metadata, created_at, created_by)
SELECT
    s.lead_id, 'imported', %(file)s::text,
    jsonb_build_object(
        'property_id', p.property_id,
        'property_address', jsonb_strip_nulls(jsonb_build_object(
            'address_line_1', p.address_line_1, 'address_line_2', p.address_line_2,
            'city', p.city, 'state', p.state, 'zip', p.zip
        ))
    ),
    statement_timestamp() + s.place * interval '1 microsecond', (SELECT auth.uid())
FROM pg_temp.incoming AS s
JOIN pg_temp.incoming_properties AS p ON p.place = s.place
WHERE s.fate IS NULL AND p.there
"""
_COUNTS = """
SELECT
    count(*) FILTER (WHERE NOT p.there),
    count(*) FILTER (WHERE p.linked),
    count(*) FILTER (WHERE p.there AND NOT p.linked)
FROM pg_temp.incoming_properties AS p
"""
_WITHOUT = "SELECT count(*) FROM pg_temp.incoming WHERE fate IS NULL AND property IS NULL"
_ADDING = "SELECT count(*) FROM pg_temp.incoming WHERE adds"
_ADDING_ONLY = """
SELECT count(*)
FROM pg_temp.incoming AS s
WHERE s.adds AND NOT EXISTS (SELECT FROM pg_temp.wanted AS w WHERE w.id = s.lead_id)
"""


@dataclass(frozen=True, slots=True)
class StoredProperties:
    """How many properties were added, given their owner, updated and there already; and how
    many new leads have none."""

    added: int = 0
    linked: int = 0
    updated: int = 0
    known: int = 0
    without: int = 0


def add_properties(connection: psycopg.Connection[Any], *, updating: bool) -> StoredProperties:
    """Store the staged properties and link them to their owners, whose rows are settled.

    Rows that give a lead that is there already a property are marked: `adds`.
    """
    connection.execute(_CREATE)
    connection.execute("ANALYZE pg_temp.incoming_properties")
    _know(connection)
    for statement in (
        *(_SAME_PARCEL, _SAME_ADDRESS, _NEW_PARCEL, _REPEATED_PARCEL, _REPEATED_ADDRESS),
        *(_INSERT, _LINK),
    ):
        connection.execute(statement)
    updated = connection.execute(_UPDATE).rowcount if updating else 0
    connection.execute(_MARK_ADDING)
    added, linked, known = connection.execute(_COUNTS).fetchone() or (0, 0, 0)
    return StoredProperties(added, linked, updated, known, _count(connection, _WITHOUT))


def keep_of_owners(connection: psycopg.Connection[Any], file: str, *, updating: bool) -> int:
    """Add `imported` events: of new leads whose property was there, and (unless the others are
    updated anyway) of rows that only add a property. Return how many."""
    kept = connection.execute(_KEEP_ADDRESS, {"file": file}).rowcount
    return kept if updating else kept + connection.execute(_KEEP, {"file": file}).rowcount


def count_adding(connection: psycopg.Connection[Any], *, updating: bool) -> int:
    """Return how many rows gave a lead that was there a property, and did not change it."""
    return _count(connection, _ADDING_ONLY if updating else _ADDING)


def _know(connection: psycopg.Connection[Any]) -> None:
    rows = connection.execute(_SEEN).fetchall()
    connection.execute(_CREATE_KNOWN)
    with connection.cursor() as cursor, cursor.copy(_COPY_KNOWN) as copy:
        for age, (known, parcel, *address) in enumerate(rows):
            parts = dict(zip(ADDRESS_PARTS, address, strict=True))
            copy.write_row((age, known, address_key(parts), parcel_key(parcel, parts["zip"])))
    connection.execute("ANALYZE pg_temp.known_properties")


def _count(connection: psycopg.Connection[Any], statement: str) -> int:
    row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0
