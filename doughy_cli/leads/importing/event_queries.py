"""The timelines of imported leads: notes, and what has no column of its own.

A new lead gets everything. One that was there already gets what it does not have yet.
The clock stands still within a statement, so a microsecond each keeps what has no time of
its own in its order.
"""

from __future__ import annotations

from typing import Any

import psycopg

_INSERT_NOTES = """
INSERT INTO public.lead_events (lead_id, event_type, description, created_at, created_by)
SELECT
    s.lead_id, 'note_added', n.text,
    coalesce(n.at, statement_timestamp() + n.ordinal * interval '1 microsecond'),
    (SELECT auth.uid())
FROM pg_temp.incoming AS s
CROSS JOIN LATERAL ROWS FROM (
    jsonb_to_recordset(s.notes) AS (text text, at timestamptz)
) WITH ORDINALITY AS n (text, at, ordinal)
WHERE s.notes IS NOT NULL AND s.fate IS NULL
"""
_INSERT_MISSING_NOTES = """
INSERT INTO public.lead_events (lead_id, event_type, description, created_at, created_by)
SELECT DISTINCT ON (s.lead_id, n.text, n.at)
    s.lead_id, 'note_added', n.text,
    coalesce(n.at, statement_timestamp() + n.ordinal * interval '1 microsecond'),
    (SELECT auth.uid())
FROM pg_temp.incoming AS s
CROSS JOIN LATERAL ROWS FROM (
    jsonb_to_recordset(s.notes) AS (text text, at timestamptz)
) WITH ORDINALITY AS n (text, at, ordinal)
WHERE s.notes IS NOT NULL
    AND s.fate = 'same'
    AND NOT EXISTS (
        SELECT FROM public.lead_events AS e
        WHERE e.lead_id = s.lead_id
            AND e.event_type = 'note_added'
            AND e.description = n.text
            AND e.created_at = coalesce(n.at, e.created_at)
    )
ORDER BY s.lead_id, n.text, n.at, s.place
"""
_INSERT_KEPT = """
INSERT INTO public.lead_events
    (lead_id, event_type, description, metadata, created_at, created_by)
SELECT
    s.lead_id, 'imported', k.description, k.metadata,
    statement_timestamp() + k.ordinal * interval '1 microsecond', (SELECT auth.uid())
FROM pg_temp.incoming AS s
CROSS JOIN LATERAL (
    SELECT NULL AS description, p.metadata, p.ordinal
    FROM jsonb_array_elements(s.past_kept) WITH ORDINALITY AS p (metadata, ordinal)
    UNION ALL
    SELECT %(file)s::text, s.kept, coalesce(jsonb_array_length(s.past_kept), 0) + 1
    WHERE s.kept IS NOT NULL
) AS k
WHERE s.fate IS NULL AND (s.kept IS NOT NULL OR s.past_kept IS NOT NULL)
"""
_INSERT_MISSING_KEPT = """
INSERT INTO public.lead_events
    (lead_id, event_type, description, metadata, created_at, created_by)
SELECT DISTINCT ON (s.lead_id, k.metadata)
    s.lead_id, 'imported', k.description, k.metadata,
    statement_timestamp() + k.ordinal * interval '1 microsecond', (SELECT auth.uid())
FROM pg_temp.incoming AS s
CROSS JOIN LATERAL (
    SELECT NULL AS description, p.metadata, p.ordinal
    FROM jsonb_array_elements(s.past_kept) WITH ORDINALITY AS p (metadata, ordinal)
    UNION ALL
    SELECT %(file)s::text, s.kept, coalesce(jsonb_array_length(s.past_kept), 0) + 1
    WHERE s.kept IS NOT NULL
) AS k
WHERE s.fate = 'same'
    AND NOT EXISTS (
        SELECT FROM public.lead_events AS e
        WHERE e.lead_id = s.lead_id AND e.event_type = 'imported' AND e.metadata = k.metadata
    )
ORDER BY s.lead_id, k.metadata, s.place
"""


def add_notes(connection: psycopg.Connection[Any], *, updating: bool) -> int:
    """Add the staged notes to the timelines; return how many are new."""
    added = connection.execute(_INSERT_NOTES).rowcount
    if updating:
        added += connection.execute(_INSERT_MISSING_NOTES).rowcount
    return added


def keep_the_rest(connection: psycopg.Connection[Any], file: str, *, updating: bool) -> int:
    """Add `imported` events with what has no column of its own; return how many are new."""
    added = connection.execute(_INSERT_KEPT, {"file": file}).rowcount
    if updating:
        added += connection.execute(_INSERT_MISSING_KEPT, {"file": file}).rowcount
    return added
