"""What rows change in the leads that are there already.

It is worked out in tables of its own, so that the planner knows how many leads there are: in
one statement it guesses, and takes minutes where seconds suffice.
"""

from __future__ import annotations

from typing import Any

import psycopg

# The last row that gives a field decides. A name that merely repeats the company, e-mail or
# phone was made up for a row without one, and one that is merely like the lead's may be shorter;
# of one that was merged away the merge has chosen.
_GIVEN = """
CREATE TEMPORARY TABLE pg_temp.given ON COMMIT DROP AS
SELECT
    s.lead_id,
    (array_agg(s.name ORDER BY s.place DESC) FILTER (
        WHERE s.name IS DISTINCT FROM s.company
            AND s.name IS DISTINCT FROM s.email
            AND s.name IS DISTINCT FROM s.phone
            AND s.likely IS NULL
            AND s.merged IS NULL
    ))[1] AS name,
    (array_agg(s.phone ORDER BY s.place DESC) FILTER (WHERE s.phone IS NOT NULL))[1] AS phone,
    (array_agg(s.email ORDER BY s.place DESC) FILTER (WHERE s.email IS NOT NULL))[1] AS email,
    (array_agg(s.company ORDER BY s.place DESC) FILTER (WHERE s.company IS NOT NULL))[1]
        AS company,
    (array_agg(s.status ORDER BY s.place DESC) FILTER (WHERE s.status IS NOT NULL))[1]
        AS status,
    (array_agg(s.score ORDER BY s.place DESC) FILTER (WHERE s.score IS NOT NULL))[1] AS score,
    bool_or(s.opt_status = 'opted_out') AS opted_out,
    (array_agg(s.opt_status ORDER BY s.place DESC) FILTER (
        WHERE s.opt_status IS NOT NULL
    ))[1] AS opt_status,
    (array_agg(s.source ORDER BY s.place DESC) FILTER (WHERE s.source IS NOT NULL))[1]
        AS source,
    (array_agg(s.next_action ORDER BY s.place DESC) FILTER (
        WHERE s.next_action IS NOT NULL
    ))[1] AS next_action,
    (array_agg(s.next_action_due ORDER BY s.place DESC) FILTER (
        WHERE s.next_action_due IS NOT NULL
    ))[1] AS next_action_due,
    (array_agg(s.is_deleted ORDER BY s.place DESC) FILTER (
        WHERE s.is_deleted IS NOT NULL
    ))[1] AS is_deleted,
    (array_agg(w.id ORDER BY s.place DESC) FILTER (WHERE w.id IS NOT NULL))[1]
        AS workspace_id
FROM pg_temp.incoming AS s
LEFT JOIN public.workspaces AS w ON w.id = s.workspace_id AND w.user_id = (SELECT auth.uid())
WHERE s.fate = 'same'
GROUP BY s.lead_id
"""
_GIVEN_TAGS = """
CREATE TEMPORARY TABLE pg_temp.given_tags ON COMMIT DROP AS
SELECT each.lead_id, array_agg(each.tag ORDER BY each.place, each.number) AS tags
FROM (
    SELECT DISTINCT ON (s.lead_id, t.tag) s.lead_id, t.tag, s.place, t.number
    FROM pg_temp.incoming AS s
    CROSS JOIN LATERAL unnest(s.tags) WITH ORDINALITY AS t (tag, number)
    WHERE s.fate = 'same'
    ORDER BY s.lead_id, t.tag, s.place, t.number
) AS each
GROUP BY each.lead_id
"""
# No list takes an opt-out back. Leads that are as they should be are left out: no timeline
# tells of a change that was none.
_WANTED = """
CREATE TEMPORARY TABLE pg_temp.wanted ON COMMIT DROP AS
SELECT w.*
FROM (
    SELECT
        l.id,
        coalesce(g.name, l.name) AS name,
        coalesce(g.phone, l.phone) AS phone,
        coalesce(g.email, l.email) AS email,
        coalesce(g.company, l.company) AS company,
        coalesce(g.status, l.status) AS status,
        coalesce(g.score, l.score) AS score,
        CASE
            WHEN t.tags IS NULL THEN l.tags
            ELSE coalesce(l.tags, '{}') || ARRAY(
                SELECT n.tag
                FROM unnest(t.tags) WITH ORDINALITY AS n (tag, number)
                WHERE n.tag <> ALL (coalesce(l.tags, '{}'))
                ORDER BY n.number
            )
        END AS tags,
        CASE
            WHEN g.opted_out OR l.opt_status = 'opted_out' THEN 'opted_out'
            ELSE coalesce(g.opt_status, l.opt_status)
        END AS opt_status,
        coalesce(g.source, l.source) AS source,
        coalesce(g.next_action, l.next_action) AS next_action,
        coalesce(g.next_action_due, l.next_action_due) AS next_action_due,
        coalesce(g.is_deleted, l.is_deleted) AS is_deleted,
        coalesce(g.workspace_id, l.workspace_id) AS workspace_id
    FROM pg_temp.given AS g
    JOIN public.leads AS l ON l.id = g.lead_id AND l.user_id = (SELECT auth.uid())
    LEFT JOIN pg_temp.given_tags AS t ON t.lead_id = g.lead_id
) AS w
JOIN public.leads AS l ON l.id = w.id
WHERE (
    l.name, l.phone, l.email, l.company, l.status, l.score, l.tags, l.opt_status, l.source,
    l.next_action, l.next_action_due, l.is_deleted, l.workspace_id
) IS DISTINCT FROM (
    w.name, w.phone, w.email, w.company, w.status, w.score, w.tags, w.opt_status, w.source,
    w.next_action, w.next_action_due, w.is_deleted, w.workspace_id
)
"""
_UPDATE = """
UPDATE public.leads AS l
SET name = w.name, phone = w.phone, email = w.email, company = w.company,
    status = w.status, score = w.score, tags = w.tags, opt_status = w.opt_status,
    source = w.source, next_action = w.next_action, next_action_due = w.next_action_due,
    is_deleted = w.is_deleted, workspace_id = w.workspace_id
FROM pg_temp.wanted AS w
WHERE l.id = w.id
"""
_CHANGING_ROWS = """
SELECT count(*)
FROM pg_temp.incoming AS s
JOIN pg_temp.wanted AS w ON w.id = s.lead_id
WHERE s.fate = 'same'
"""


def update_matched(connection: psycopg.Connection[Any]) -> int:
    """Give the leads what their rows say; return how many rows changed a lead."""
    for statement in (_GIVEN, _GIVEN_TAGS):
        connection.execute(statement)
    connection.execute("ANALYZE pg_temp.given, pg_temp.given_tags")
    connection.execute(_WANTED)
    connection.execute("ANALYZE pg_temp.wanted")
    connection.execute(_UPDATE)
    row = connection.execute(_CHANGING_ROWS).fetchone()
    return int(row[0]) if row else 0
