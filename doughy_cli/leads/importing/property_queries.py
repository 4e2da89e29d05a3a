"""The properties of imported leads: stored and linked to their owners, each once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg

from doughy_cli.leads.importing.property_staging_queries import stage_properties
from doughy_cli.property_lists.match_queries import UPDATED_NOTES, match_properties

_COLUMNS = (
    *("address_line_1", "address_line_2", "city", "state", "zip", "bedrooms", "bathrooms"),
    *("square_feet", "lot_size", "year_built", "purchase_price", "arv", "repair_estimate"),
    *("property_type", "mls_id", "parcel_number", "latitude", "longitude", "notes"),
)
_NAMES = ", ".join(_COLUMNS)
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
_WANTED = ", ".join(
    UPDATED_NOTES if each == "notes" else f"coalesce(f.{each}, r.{each})" for each in _COLUMNS
)
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
    stage_properties(connection)
    match_properties(connection)
    connection.execute(_INSERT)
    connection.execute(_LINK)
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


def _count(connection: psycopg.Connection[Any], statement: str) -> int:
    row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0
