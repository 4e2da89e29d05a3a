"""Rows that name a lead which was merged away: they are the lead that took its place.

Leads that were merged keep their e-mail and phone, so that a list which is imported again still
knows them. A lead that is there and has the e-mail or the phone itself comes first; one that
took another's place and was deleted since blocks nothing, as any deleted lead.
"""

from __future__ import annotations

from typing import Any

import psycopg

# A merge's target may be merged itself: the last one counts.
_CREATE = """
CREATE TEMPORARY TABLE pg_temp.merged ON COMMIT DROP AS
WITH RECURSIVE chain (id, survivor) AS (
    SELECT l.id, l.merged_into
    FROM public.leads AS l
    WHERE l.user_id = (SELECT auth.uid()) AND l.merged_into IS NOT NULL
    UNION
    SELECT c.id, l.merged_into
    FROM chain AS c
    JOIN public.leads AS l ON l.id = c.survivor
    WHERE l.merged_into IS NOT NULL
)
SELECT DISTINCT ON (m.id) m.id, s.id AS survivor, m.name, m.email, m.phone
FROM chain AS c
JOIN public.leads AS m ON m.id = c.id
JOIN public.leads AS s ON s.id = c.survivor AND NOT s.is_deleted
ORDER BY m.id
"""
# An e-mail or phone that several of them had is that of the one merged last.
_CREATE_ADDRESSES = """
CREATE TEMPORARY TABLE pg_temp.merged_{field} ON COMMIT DROP AS
SELECT DISTINCT ON (m.{field}) m.{field}, m.survivor
FROM pg_temp.merged AS m
JOIN public.leads AS l ON l.id = m.id
WHERE m.{field} IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM public.leads AS o
        WHERE o.user_id = (SELECT auth.uid()) AND NOT o.is_deleted AND o.{field} = m.{field}
    )
ORDER BY m.{field}, l.updated_at DESC, m.id
"""
_MARK_BY_ID = """
UPDATE pg_temp.incoming AS s
SET fate = 'same', lead_id = m.survivor
FROM pg_temp.merged AS m
WHERE m.id = s.id AND s.is_deleted IS NOT TRUE
"""
_MARK = """
UPDATE pg_temp.incoming AS s
SET fate = 'same', lead_id = m.survivor
FROM pg_temp.merged_{field} AS m
WHERE s.fate IS NULL AND s.is_deleted IS NOT TRUE AND s.{field} = m.{field}
"""
# What the merged lead said is no news: the merge has chosen between the two leads.
_TELL = """
UPDATE pg_temp.incoming AS s
SET merged = m.id,
    phone = nullif(s.phone, l.phone),
    email = nullif(s.email, l.email),
    company = nullif(s.company, l.company),
    status = nullif(s.status, l.status),
    score = nullif(s.score, l.score),
    source = nullif(s.source, l.source),
    next_action = nullif(s.next_action, l.next_action),
    next_action_due = nullif(s.next_action_due, l.next_action_due)
FROM pg_temp.merged AS m
JOIN public.leads AS l ON l.id = m.id
WHERE s.fate = 'same' AND s.lead_id = m.survivor
    AND (
        s.id = m.id OR s.email = m.email OR s.phone = m.phone
        OR (s.email IS NULL AND s.phone IS NULL AND lower(s.name) = lower(m.name))
    )
"""


def find_merged(connection: psycopg.Connection[Any]) -> bool:
    """Find the person's merged leads, and who took their places; return whether there are any."""
    found = connection.execute(_CREATE).rowcount > 0
    for field in ("email", "phone"):
        connection.execute(_CREATE_ADDRESSES.format(field=field).encode())
    connection.execute("ANALYZE pg_temp.merged, pg_temp.merged_email, pg_temp.merged_phone")
    return found


def follow_merged_ids(connection: psycopg.Connection[Any]) -> None:
    """Mark the rows whose id is a merged lead's as the `same` as who took its place."""
    connection.execute(_MARK_BY_ID)


def follow_merged(connection: psycopg.Connection[Any]) -> None:
    """Mark the rows that have a merged lead's e-mail or phone, and nothing else is known of."""
    for field in ("email", "phone"):
        connection.execute(_MARK.format(field=field).encode())


def tell_merged(connection: psycopg.Connection[Any]) -> None:
    """Leave to the rows that name a merged lead what it did not say itself, for an update."""
    connection.execute(_TELL)
