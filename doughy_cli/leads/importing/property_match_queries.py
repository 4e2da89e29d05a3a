"""Which of the staged properties are there already, or are those of earlier rows.

A property is there already if one of the person's own has its parcel number and ZIP code, or its
address; at one address two parcel numbers are two properties (flats without a number). What it
is compared by is put together in Python, as addresses are.
"""

from __future__ import annotations

from typing import Any

import psycopg

from doughy_cli.addresses import ADDRESS_PARTS, address_key
from doughy_cli.leads.importing.incoming_property import parcel_key

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


def match_properties(connection: psycopg.Connection[Any]) -> None:
    """Stage the properties in `pg_temp.incoming_properties`, each with its id: that of the one
    that is there, or a new one."""
    connection.execute(_CREATE)
    connection.execute("ANALYZE pg_temp.incoming_properties")
    _know(connection)
    connection.execute(_SAME_PARCEL)
    connection.execute(_SAME_ADDRESS)
    connection.execute(_NEW_PARCEL)
    connection.execute(_REPEATED_PARCEL)
    connection.execute(_REPEATED_ADDRESS)


def _know(connection: psycopg.Connection[Any]) -> None:
    rows = connection.execute(_SEEN).fetchall()
    connection.execute(_CREATE_KNOWN)
    with connection.cursor() as cursor, cursor.copy(_COPY_KNOWN) as copy:
        for age, (known, parcel, *address) in enumerate(rows):
            parts = dict(zip(ADDRESS_PARTS, address, strict=True))
            copy.write_row((age, known, address_key(parts), parcel_key(parcel, parts["zip"])))
    connection.execute("ANALYZE pg_temp.known_properties")
