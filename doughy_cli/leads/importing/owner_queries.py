"""Rows of owners and their properties: which rows are of one owner, and which owner is there.

By e-mail and phone, as ever; and by the name with the mailing address, or with the property's
own where the row gives no other. What is compared is put together in Python, as addresses are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg

from doughy_cli.addresses import address_key
from doughy_cli.leads.importing.incoming_property import owner_key

# First the leads of these names (also those that were merged away), so that the planner knows how
# few they are: their events and properties are looked up by lead.
_NAMESAKES = """
CREATE TEMPORARY TABLE pg_temp.namesakes ON COMMIT DROP AS
SELECT l.id, l.name, l.created_at
FROM public.leads AS l
WHERE l.user_id = (SELECT auth.uid()) AND NOT l.is_deleted
    AND lower(l.name) IN (
        SELECT lower(s.name)
        FROM pg_temp.incoming AS s
        WHERE s.fate IS NULL AND s.id IS NULL AND s.property IS NOT NULL
    )
UNION ALL
SELECT m.survivor, m.name, l.created_at
FROM pg_temp.merged AS m
JOIN public.leads AS l ON l.id = m.id
WHERE lower(m.name) IN (
    SELECT lower(s.name)
    FROM pg_temp.incoming AS s
    WHERE s.fate IS NULL AND s.id IS NULL AND s.property IS NOT NULL
)
"""
_PLACES = """
SELECT
    n.id, n.name, coalesce(e.metadata -> 'mailing_address', e.metadata -> 'property_address'),
    n.created_at
FROM pg_temp.namesakes AS n
JOIN public.lead_events AS e ON e.lead_id = n.id AND e.event_type = 'imported'
WHERE e.metadata ?| ARRAY['mailing_address', 'property_address']
UNION ALL
SELECT
    n.id, n.name,
    jsonb_build_object(
        'address_line_1', p.address_line_1, 'address_line_2', p.address_line_2,
        'city', p.city, 'state', p.state, 'zip', p.zip
    ),
    n.created_at
FROM pg_temp.namesakes AS n
JOIN public.re_properties AS p ON p.lead_id = n.id
ORDER BY 4, 1
"""
_CREATE_OWNERS = """
CREATE TEMPORARY TABLE pg_temp.owners (owner_key text, lead_id uuid) ON COMMIT DROP
"""
_COPY_OWNERS = "COPY pg_temp.owners (owner_key, lead_id) FROM STDIN"
# A row whose e-mail or phone is another lead's is left to those.
_NO_OTHERS = """
    AND NOT EXISTS (
        SELECT FROM public.leads AS l
        WHERE l.user_id = (SELECT auth.uid()) AND NOT l.is_deleted
            AND l.email = s.email AND l.id <> o.lead_id
    )
    AND NOT EXISTS (
        SELECT FROM public.leads AS l
        WHERE l.user_id = (SELECT auth.uid()) AND NOT l.is_deleted
            AND l.phone = s.phone AND l.id <> o.lead_id
    )
"""
_MARK_KNOWN = f"""
UPDATE pg_temp.incoming AS s
SET fate = 'same', lead_id = o.lead_id
FROM pg_temp.owners AS o
WHERE s.fate IS NULL AND s.id IS NULL AND s.property ->> 'owner_key' = o.owner_key
{_NO_OTHERS}
"""  # noqa: S608 -- put together of the constant above
_CREATE_OWNER_ROWS = """
CREATE TEMPORARY TABLE pg_temp.owner_rows ON COMMIT DROP AS
SELECT r.place, r.first_place, r.lead_id
FROM (
    SELECT
        s.place,
        first_value(s.place) OVER same_owner AS first_place,
        first_value(s.lead_id) OVER same_owner AS lead_id
    FROM pg_temp.incoming AS s
    WHERE s.fate IS NULL AND s.id IS NULL AND s.property IS NOT NULL
    WINDOW same_owner AS (PARTITION BY s.property ->> 'owner_key' ORDER BY s.place)
) AS r
WHERE r.first_place <> r.place
"""
_MARK_REPEATED = f"""
UPDATE pg_temp.incoming AS s
SET fate = 'same', lead_id = o.lead_id
FROM pg_temp.owner_rows AS o
WHERE s.place = o.place
{_NO_OTHERS}
"""  # noqa: S608 -- put together of the constant above
# The first row turned out to be a lead that has its e-mail or phone: so are the others.
_FOLLOW = """
UPDATE pg_temp.incoming AS s
SET lead_id = l.id
FROM pg_temp.owner_rows AS o
JOIN pg_temp.incoming AS f ON f.place = o.first_place AND f.fate = 'same'
JOIN public.leads AS l
    ON l.user_id = (SELECT auth.uid()) AND NOT l.is_deleted
    AND (l.email = f.email OR l.phone = f.phone OR l.id = f.lead_id)
WHERE s.place = o.place AND s.fate = 'same' AND s.lead_id = o.lead_id
"""


def mark_owners(connection: psycopg.Connection[Any]) -> None:
    """Mark rows as `same` whose owner is a lead that is there, or that of an earlier row."""
    connection.execute(_NAMESAKES)
    connection.execute("ANALYZE pg_temp.namesakes")
    owners = dict(_owners(connection))
    connection.execute(_CREATE_OWNERS)
    with connection.cursor() as cursor, cursor.copy(_COPY_OWNERS) as copy:
        for each in owners.items():
            copy.write_row(each)
    connection.execute("ANALYZE pg_temp.owners")
    connection.execute(_MARK_KNOWN)
    connection.execute(_CREATE_OWNER_ROWS)
    connection.execute("ANALYZE pg_temp.owner_rows")
    connection.execute(_MARK_REPEATED)


def follow_owners(connection: psycopg.Connection[Any]) -> None:
    """After the new rows are stored: let rows go where the first row of their owner has gone."""
    connection.execute(_FOLLOW)


def _owners(connection: psycopg.Connection[Any]) -> Iterator[tuple[str, Any]]:
    """Yield the keys of the owners that are there; the oldest lead of a key comes last."""
    for lead_id, name, place, _ in reversed(connection.execute(_PLACES).fetchall()):
        if isinstance(place, dict) and (key := address_key(place)):
            yield owner_key(name, key), lead_id
