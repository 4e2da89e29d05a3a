"""Which staged rows are there already, as far as no unique index knows.

By id: a file that we exported. By everything it says: a row without phone and e-mail, or one
that says it is deleted. Rows with a property are known by their owner (owner_queries).
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import psycopg

from doughy_cli.leads.importing.merged_queries import follow_merged_ids
from doughy_cli.leads.importing.staging_queries import Staged

_OWN_ID = "UPDATE pg_temp.incoming SET lead_id = id WHERE id IS NOT NULL"
# A lead in the bin blocks nothing, unless the row says itself that it is deleted.
_KNOWN_BY_ID = """
UPDATE pg_temp.incoming AS s
SET fate = 'same'
FROM public.leads AS l
WHERE l.id = s.id
    AND l.user_id = (SELECT auth.uid())
    AND (NOT l.is_deleted OR s.is_deleted)
"""
# Its id is taken, though the lead in the bin does not block the row.
_RENAME_IN_BIN = """
UPDATE pg_temp.incoming AS s
SET lead_id = md5(%(salt)s || s.id::text)::uuid
WHERE s.id IS NOT NULL
    AND s.lead_id = s.id
    AND s.is_deleted IS NOT TRUE
    AND EXISTS (
        SELECT FROM public.leads AS l
        WHERE l.id = s.id AND l.user_id = (SELECT auth.uid()) AND l.is_deleted
    )
"""
# Rows that no unique index knows. Within the file: the same name, company and columns
# without a field, and no id that tells them apart.
_REPEATED_NAMES = """
UPDATE pg_temp.incoming AS s
SET fate = 'same', lead_id = r.first_id
FROM (
    SELECT
        place,
        row_number() OVER same_lead AS number,
        first_value(lead_id) OVER same_lead AS first_id
    FROM pg_temp.incoming
    WHERE fate IS NULL AND id IS NULL AND property IS NULL
        AND (is_deleted OR (phone IS NULL AND email IS NULL))
    WINDOW same_lead AS (
        PARTITION BY
            lower(name), lower(company), phone, email, is_deleted, created_at, kept, past_kept
        ORDER BY place
    )
) AS r
WHERE r.place = s.place AND r.number > 1
"""
# Against the leads that are there: what the row kept must be in the lead's timeline. They are
# copied first, so that the planner knows them: leads that were just imported have no
# statistics, and thousands may be called Occupant. Their events are looked up by lead then,
# be it few or many. One that was merged away is known as who took its place, who has its
# timeline too.
_CREATE_BY_NAME = """
CREATE TEMPORARY TABLE pg_temp.by_name ON COMMIT DROP AS
WITH alike AS (
    SELECT
        l.id, lower(l.name) AS name, coalesce(lower(l.company), '') AS company,
        coalesce(l.phone, '') AS phone, coalesce(l.email, '') AS email, l.is_deleted,
        l.created_at
    FROM public.leads AS l
    WHERE l.user_id = (SELECT auth.uid())
        AND (l.is_deleted OR (l.phone IS NULL AND l.email IS NULL))
        AND lower(l.name) IN (
            SELECT lower(s.name)
            FROM pg_temp.incoming AS s
            WHERE s.fate IS NULL AND s.property IS NULL
                AND (s.is_deleted OR (s.phone IS NULL AND s.email IS NULL))
        )
)
SELECT * FROM alike
UNION ALL
SELECT m.survivor, a.name, a.company, a.phone, a.email, false, a.created_at
FROM alike AS a
JOIN pg_temp.merged AS m ON m.id = a.id
"""
_CREATE_KNOWN = """
CREATE TEMPORARY TABLE pg_temp.known ON COMMIT DROP AS
SELECT n.*, e.metadata
FROM pg_temp.by_name AS n
LEFT JOIN public.lead_events AS e ON e.lead_id = n.id AND e.event_type = 'imported'
"""
# Two statements, because only plain equality lets a large list be joined by hashing.
_SAME_NAME_WHERE = """
UPDATE pg_temp.incoming AS s
SET fate = 'same', lead_id = k.id
FROM pg_temp.known AS k
WHERE s.fate IS NULL
    AND s.property IS NULL
    AND (s.is_deleted OR (s.phone IS NULL AND s.email IS NULL))
    AND k.name = lower(s.name)
    AND k.company = coalesce(lower(s.company), '')
    AND k.phone = coalesce(s.phone, '')
    AND k.email = coalesce(s.email, '')
    AND k.is_deleted = coalesce(s.is_deleted, false)
    AND k.created_at = coalesce(s.created_at, k.created_at)
    AND
"""
_SAME_NAME = f"{_SAME_NAME_WHERE} s.kept IS NULL AND s.past_kept IS NULL"
_SAME_NAME_AND_KEPT = f"{_SAME_NAME_WHERE} k.metadata = coalesce(s.kept, s.past_kept -> -1)"
# Whatever the first row with an id turned out to be, the others are too.
_REPEATED_IDS = """
UPDATE pg_temp.incoming AS s
SET fate = 'same', lead_id = r.first_id
FROM (
    SELECT
        place,
        row_number() OVER same_id AS number,
        first_value(lead_id) OVER same_id AS first_id
    FROM pg_temp.incoming
    WHERE id IS NOT NULL
    WINDOW same_id AS (PARTITION BY id ORDER BY place)
) AS r
WHERE r.place = s.place AND r.number > 1
"""


def mark_known(connection: psycopg.Connection[Any], staged: Staged) -> None:
    """Mark rows as `same` that an index would not refuse; their `lead_id` is the lead.

    What was merged must be found before (`find_merged`).
    """
    if staged.ids:
        _know_by_id(connection)
    if staged.unreachable:
        _know_by_name(connection)
    if staged.ids:
        connection.execute(_REPEATED_IDS)


def _know_by_id(connection: psycopg.Connection[Any]) -> None:
    connection.execute(_OWN_ID)
    connection.execute(_KNOWN_BY_ID)
    follow_merged_ids(connection)
    connection.execute(_RENAME_IN_BIN, {"salt": str(uuid4())})


def _know_by_name(connection: psycopg.Connection[Any]) -> None:
    connection.execute(_CREATE_BY_NAME)
    connection.execute("ANALYZE pg_temp.by_name")
    connection.execute(_CREATE_KNOWN)
    connection.execute("ANALYZE pg_temp.known")
    connection.execute(_SAME_NAME)
    connection.execute(_SAME_NAME_AND_KEPT)
    # Only then: rows that repeat one whose lead is there are that lead, too.
    connection.execute(_REPEATED_NAMES)
