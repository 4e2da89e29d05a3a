"""Staged rows → properties: the way into the database, the INSERT and the UPDATE."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple
from uuid import uuid4

import psycopg

from doughy_cli.db.taken import insert_untaken
from doughy_cli.properties.importing.reader import IncomingProperty
from doughy_cli.property_lists.match_queries import UPDATED_NOTES, match_properties

_COLUMNS = (
    *("address_line_1", "address_line_2", "city", "state", "zip", "status", "property_type"),
    *("bedrooms", "bathrooms", "square_feet", "lot_size", "year_built", "purchase_price", "arv"),
    *("repair_estimate", "mls_id", "parcel_number", "latitude", "longitude", "notes"),
)
_NAMES = ", ".join(_COLUMNS)
# Row security forbids COPY into the table itself. What the columns are: see `match_queries`.
_CREATE = """
CREATE TEMPORARY TABLE pg_temp.incoming_properties (
    place bigint NOT NULL,
    line bigint NOT NULL,
    property_id uuid NOT NULL,
    fixed boolean NOT NULL,
    there boolean NOT NULL DEFAULT false,
    lead_id uuid,
    created_at timestamptz,
    updated_at timestamptz,
    address_key text,
    parcel_key text,
    address_line_1 text NOT NULL, address_line_2 text, city text NOT NULL, state text NOT NULL,
    zip text NOT NULL, status text, property_type text,
    bedrooms integer, bathrooms numeric, square_feet integer, lot_size integer,
    year_built integer, purchase_price numeric, arv numeric, repair_estimate numeric,
    mls_id text, parcel_number text, latitude numeric, longitude numeric, notes text
) ON COMMIT DROP
"""
_COPY = f"""
COPY pg_temp.incoming_properties (
    place, line, property_id, fixed, lead_id, created_at, updated_at, address_key, parcel_key,
    {_NAMES}
) FROM STDIN
"""
_FINISH = "ALTER TABLE pg_temp.incoming_properties ADD PRIMARY KEY (place)"
_KNOWN_IDS = """
UPDATE pg_temp.incoming_properties AS i
SET there = true
FROM public.re_properties AS p
WHERE i.fixed AND p.id = i.property_id AND p.user_id = (SELECT auth.uid())
"""
_REPEATED_IDS = """
UPDATE pg_temp.incoming_properties AS i
SET there = true
FROM (
    SELECT place, row_number() OVER (PARTITION BY property_id ORDER BY place) AS number
    FROM pg_temp.incoming_properties
    WHERE fixed
) AS r
WHERE r.place = i.place AND r.number > 1
"""
STEP = 20_000  # rows of one INSERT, after which progress is told
# A lead that is not the person's own is left out, as a row with it would be refused. A
# microsecond each keeps the rows in the file's order.
_INSERT = f"""
INSERT INTO public.re_properties (id, user_id, lead_id, {_NAMES}, created_at, updated_at)
SELECT
    i.property_id, (SELECT auth.uid()), l.id, {", ".join(f"i.{each}" for each in _COLUMNS)},
    coalesce(i.created_at, now() + i.place * interval '1 microsecond'),
    coalesce(i.updated_at, now() + i.place * interval '1 microsecond')
FROM pg_temp.incoming_properties AS i
LEFT JOIN public.leads AS l ON l.id = i.lead_id AND l.user_id = (SELECT auth.uid())
WHERE NOT i.there AND i.place >= %(first)s AND i.place < %(end)s
    AND (NOT %(renamed)s OR NOT i.fixed)
ORDER BY i.place
"""  # noqa: S608 -- names from above
# The id of a row that the person cannot see: the property gets another, and nothing tells that
# there was a reason.
_RENAME_UNSEEN = """
UPDATE pg_temp.incoming_properties AS i
SET property_id = md5(%(salt)s || i.property_id::text)::uuid, fixed = false
WHERE i.fixed AND NOT i.there
    AND NOT EXISTS (
        SELECT FROM public.re_properties AS p
        WHERE p.id = i.property_id AND p.user_id = (SELECT auth.uid())
    )
"""
_WANTED = ", ".join(
    "n.notes" if each == "notes" else f"coalesce(f.{each}, r.{each})" for each in _COLUMNS
)
_STORED = ", ".join(f"r.{each}" for each in _COLUMNS)
_GIVEN = ", ".join(f"w.{each}" for each in _COLUMNS)
# The last row that gives the property decides.
_UPDATE = f"""
WITH wanted (id, {_NAMES}) AS (
    SELECT r.id, {_WANTED}
    FROM public.re_properties AS r
    JOIN (
        SELECT DISTINCT ON (property_id) *
        FROM pg_temp.incoming_properties
        WHERE there
        ORDER BY property_id, place DESC
    ) AS f ON f.property_id = r.id
    CROSS JOIN LATERAL (
        SELECT {UPDATED_NOTES} AS notes
    ) AS n
)
UPDATE public.re_properties AS r
SET ({_NAMES}) = ROW ({_GIVEN})
FROM wanted AS w
WHERE r.id = w.id AND ({_STORED}) IS DISTINCT FROM ({_GIVEN})
"""  # noqa: S608 -- names from above
_UNKNOWN_LEADS = """
SELECT count(*)
FROM pg_temp.incoming_properties AS i
WHERE i.lead_id IS NOT NULL AND NOT i.there
    AND NOT EXISTS (
        SELECT FROM public.leads AS l
        WHERE l.id = i.lead_id AND l.user_id = (SELECT auth.uid())
    )
"""
_DUPLICATES = """
SELECT i.line, i.address_line_1, i.property_id, f.line
FROM pg_temp.incoming_properties AS i
LEFT JOIN pg_temp.incoming_properties AS f ON f.property_id = i.property_id AND NOT f.there
WHERE i.there
ORDER BY i.place
"""
_REPEATED = """
SELECT count(*)
FROM pg_temp.incoming_properties AS i
WHERE i.there
    AND EXISTS (
        SELECT FROM pg_temp.incoming_properties AS f
        WHERE f.property_id = i.property_id AND NOT f.there
    )
"""
_FETCHED = 1000


class Duplicate(NamedTuple):
    """A row whose property is there already: on an earlier line, or stored before."""

    line: int
    address: str
    property_id: Any
    first_line: int | None


def stage(connection: psycopg.Connection[Any], properties: Iterable[IncomingProperty]) -> int:
    """Stream properties into `pg_temp.incoming_properties`; return how many they are."""
    connection.execute(_CREATE)
    place = -1
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        write = copy.write_row
        for place, each in enumerate(properties):
            value = each.columns.get
            write(
                (
                    *(place, each.line, each.id or uuid4(), each.id is not None, each.lead_id),
                    *(each.created_at, each.updated_at, each.address_key, each.parcel_key),
                    *(value(name) for name in _COLUMNS),
                )
            )
    connection.execute(_FINISH)
    return place + 1


def mark_known(connection: psycopg.Connection[Any]) -> None:
    """Mark rows whose property is there already, or is that of an earlier row."""
    connection.execute("ANALYZE pg_temp.incoming_properties")
    connection.execute(_KNOWN_IDS)
    connection.execute(_REPEATED_IDS)
    match_properties(connection)


def insert_new(
    connection: psycopg.Connection[Any], staged: int, watch: Callable[[int, int], None]
) -> int:
    """Store the rows that are new; return how many those were. `watch` is told how far it is."""
    new = count_new(connection)
    inserted = 0
    for first in range(0, staged, STEP):
        inserted += _insert(connection, first, first + STEP)
        watch(min(first + STEP, staged), staged)
    if inserted < new:
        connection.execute(_RENAME_UNSEEN, {"salt": str(uuid4())})
        inserted += _insert(connection, 0, staged, renamed=True)
    return inserted


def update_known(connection: psycopg.Connection[Any]) -> int:
    """Give the properties that were there what the rows say; return how many have changed."""
    return connection.execute(_UPDATE).rowcount


def count_new(connection: psycopg.Connection[Any]) -> int:
    """Return how many rows are new."""
    return _count(connection, "SELECT count(*) FROM pg_temp.incoming_properties WHERE NOT there")


def count_repeated(connection: psycopg.Connection[Any]) -> int:
    """Return how many rows are of a property that an earlier row has added."""
    return _count(connection, _REPEATED)


def count_unknown_leads(connection: psycopg.Connection[Any]) -> int:
    """Return how many new rows name a lead that is not the person's own."""
    return _count(connection, _UNKNOWN_LEADS)


def duplicates(connection: psycopg.Connection[Any]) -> Iterator[Duplicate]:
    """Yield the rows whose property is there already, in the file's order, as a stream."""
    with connection.cursor(name="duplicates") as cursor:
        cursor.itersize = _FETCHED
        cursor.execute(_DUPLICATES)
        for row in cursor:
            yield Duplicate(*row)


def _insert(
    connection: psycopg.Connection[Any], first: int, end: int, *, renamed: bool = False
) -> int:
    values = {"first": first, "end": end, "renamed": renamed}
    return insert_untaken(connection, _INSERT, values)


def _count(connection: psycopg.Connection[Any], statement: str) -> int:
    row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0
