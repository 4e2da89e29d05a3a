"""Staged rows → leads: which are new, which are there already, and the INSERT.

Row security does not apply to the unique indexes, and they are one person's own anyway, so
ON CONFLICT DO NOTHING decides about e-mails and phones: row by row in the file's order, and
against other sessions too. What no index knows is looked for beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg

from doughy_cli.leads.staging_queries import Staged

STEP = 20_000  # rows of one INSERT, after which progress is told

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
# The id of a lead in the person's own bin, or of a row that they cannot see: the lead gets
# another, the same one for each row that has this id. Nothing tells the two cases apart.
_RENAME_WHERE = """
UPDATE pg_temp.incoming AS s
SET lead_id = md5(%(salt)s || s.id::text)::uuid
WHERE s.id IS NOT NULL AND s.lead_id = s.id AND
"""
_RENAME_IN_BIN = f"""{_RENAME_WHERE}
    s.is_deleted IS NOT TRUE
    AND EXISTS (
        SELECT FROM public.leads AS l
        WHERE l.id = s.id AND l.user_id = (SELECT auth.uid()) AND l.is_deleted
    )
"""
_RENAME_UNSEEN = f"""{_RENAME_WHERE}
    NOT EXISTS (
        SELECT FROM public.leads AS l
        WHERE l.id = s.id AND l.user_id = (SELECT auth.uid())
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
    WHERE fate IS NULL AND id IS NULL AND (is_deleted OR (phone IS NULL AND email IS NULL))
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
# statistics, and thousands may be called Occupant.
_CREATE_KNOWN = """
CREATE TEMPORARY TABLE pg_temp.known ON COMMIT DROP AS
SELECT
    l.id, lower(l.name) AS name, coalesce(lower(l.company), '') AS company,
    coalesce(l.phone, '') AS phone, coalesce(l.email, '') AS email, l.is_deleted,
    l.created_at, e.metadata
FROM public.leads AS l
LEFT JOIN public.lead_events AS e ON e.lead_id = l.id AND e.event_type = 'imported'
WHERE l.user_id = (SELECT auth.uid())
    AND (l.is_deleted OR (l.phone IS NULL AND l.email IS NULL))
    AND lower(l.name) IN (
        SELECT lower(s.name)
        FROM pg_temp.incoming AS s
        WHERE s.fate IS NULL AND (s.is_deleted OR (s.phone IS NULL AND s.email IS NULL))
    )
"""
# Two statements, because only plain equality lets a large list be joined by hashing.
_SAME_NAME_WHERE = """
UPDATE pg_temp.incoming AS s
SET fate = 'same', lead_id = k.id
FROM pg_temp.known AS k
WHERE s.fate IS NULL
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
# A workspace that is not the person's own is left out, as a row with it would be refused.
# A microsecond each keeps the rows in the file's order.
_INSERT = """
INSERT INTO public.leads (
    id, user_id, workspace_id, name, phone, email, company, status, score, tags, opt_status,
    source, next_action, next_action_due, is_deleted, created_at, updated_at
)
SELECT
    s.lead_id, (SELECT auth.uid()), w.id, s.name, s.phone, s.email, s.company,
    coalesce(s.status, 'new'), s.score, s.tags, coalesce(s.opt_status, 'pending'),
    s.source, s.next_action, s.next_action_due, coalesce(s.is_deleted, false),
    coalesce(s.created_at, now() + s.place * interval '1 microsecond'),
    coalesce(s.updated_at, now() + s.place * interval '1 microsecond')
FROM pg_temp.incoming AS s
LEFT JOIN public.workspaces AS w
    ON w.id = s.workspace_id AND w.user_id = (SELECT auth.uid())
WHERE s.place >= %(first)s AND s.place < %(end)s AND s.fate IS NULL
    AND (NOT %(renamed)s OR s.lead_id <> s.id)
ORDER BY s.place
ON CONFLICT DO NOTHING
"""
_NOT_INSERTED = """
UPDATE pg_temp.incoming AS s
SET fate = 'same'
WHERE s.fate IS NULL
    AND NOT EXISTS (
        SELECT FROM public.leads AS l
        WHERE l.id = s.lead_id AND l.user_id = (SELECT auth.uid())
    )
"""
_UNKNOWN_WORKSPACES = """
SELECT count(*)
FROM pg_temp.incoming AS s
WHERE s.workspace_id IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM public.workspaces AS w
        WHERE w.id = s.workspace_id AND w.user_id = (SELECT auth.uid())
    )
"""


def insert_new(
    connection: psycopg.Connection[Any], staged: Staged, watch: Callable[[int, int], None]
) -> int:
    """Insert the staged rows that are no duplicates; return how many those were.

    The others are marked `same`. `watch` is told how many rows are done, and of how many.
    """
    if staged.ids:
        _know_by_id(connection)
    if staged.unreachable:
        _know_by_name(connection)
    if staged.ids:
        connection.execute(_REPEATED_IDS)
    inserted = 0
    for first in range(0, staged.rows, STEP):
        inserted += _insert(connection, first, first + STEP)
        watch(min(first + STEP, staged.rows), staged.rows)
    if inserted < staged.rows:
        if staged.ids:
            connection.execute(_RENAME_UNSEEN, {"salt": str(uuid4())})
            inserted += _insert(connection, 0, staged.rows, renamed=True)
        connection.execute(_NOT_INSERTED)
    return inserted


def count_unknown_workspaces(connection: psycopg.Connection[Any]) -> int:
    """Return how many rows name a workspace that is not the person's own."""
    row = connection.execute(_UNKNOWN_WORKSPACES).fetchone()
    return int(row[0]) if row else 0


def _know_by_id(connection: psycopg.Connection[Any]) -> None:
    connection.execute(_OWN_ID)
    connection.execute(_KNOWN_BY_ID)
    connection.execute(_RENAME_IN_BIN, {"salt": str(uuid4())})


def _know_by_name(connection: psycopg.Connection[Any]) -> None:
    connection.execute(_REPEATED_NAMES)
    connection.execute(_CREATE_KNOWN)
    connection.execute("ANALYZE pg_temp.known")
    connection.execute(_SAME_NAME)
    connection.execute(_SAME_NAME_AND_KEPT)


def _insert(
    connection: psycopg.Connection[Any], first: int, end: int, *, renamed: bool = False
) -> int:
    return connection.execute(_INSERT, {"first": first, "end": end, "renamed": renamed}).rowcount
