"""Rows whose lead is there already: which lead that is, and what the row changes in it.

A row belongs to one lead only. One whose e-mail is one lead's and whose phone is another's
says that the two are the same person; that is for `leads merge` to decide, so it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg

_CREATE = """
CREATE TEMPORARY TABLE pg_temp.matches (
    place bigint PRIMARY KEY,
    line bigint NOT NULL,
    name text NOT NULL,
    email text,
    phone text,
    known uuid,
    by_email uuid,
    by_phone uuid,
    target uuid,
    problem text
) ON COMMIT DROP
"""
# `known`: found by id or by name. A row that says it is deleted claims no e-mail or phone.
_FIND = """
INSERT INTO pg_temp.matches
SELECT
    s.place, s.line, s.name,
    CASE WHEN s.is_deleted IS NOT TRUE THEN s.email END,
    CASE WHEN s.is_deleted IS NOT TRUE THEN s.phone END,
    k.id, e.id, p.id, coalesce(k.id, e.id, p.id)
FROM pg_temp.incoming AS s
LEFT JOIN public.leads AS k
    ON k.id = s.lead_id AND k.user_id = (SELECT auth.uid())
LEFT JOIN public.leads AS e
    ON e.email = s.email AND e.user_id = (SELECT auth.uid())
    AND NOT e.is_deleted AND s.is_deleted IS NOT TRUE
LEFT JOIN public.leads AS p
    ON p.phone = s.phone AND p.user_id = (SELECT auth.uid())
    AND NOT p.is_deleted AND s.is_deleted IS NOT TRUE
WHERE s.fate = 'same'
"""
_REFUSE_SPLIT = """
UPDATE pg_temp.matches
SET problem = CASE WHEN target IS NULL THEN 'gone' ELSE 'split' END
WHERE target IS NULL OR by_email <> target OR by_phone <> target
"""
# Two leads cannot be given the same new e-mail or phone: the first row in the file has it.
_REFUSE_CLAIMED_EMAIL = """
UPDATE pg_temp.matches AS m
SET problem = 'email'
FROM (
    SELECT place, target, first_value(target) OVER (PARTITION BY email ORDER BY place) AS first
    FROM pg_temp.matches
    WHERE problem IS NULL AND email IS NOT NULL AND by_email IS NULL
) AS c
WHERE c.place = m.place AND c.target <> c.first
"""
_REFUSE_CLAIMED_PHONE = """
UPDATE pg_temp.matches AS m
SET problem = 'phone'
FROM (
    SELECT place, target, first_value(target) OVER (PARTITION BY phone ORDER BY place) AS first
    FROM pg_temp.matches
    WHERE problem IS NULL AND phone IS NOT NULL AND by_phone IS NULL
) AS c
WHERE c.place = m.place AND c.target <> c.first
"""
_SETTLE = """
UPDATE pg_temp.incoming AS s
SET lead_id = coalesce(m.target, s.lead_id),
    fate = CASE WHEN m.problem IS NULL THEN 'same' ELSE 'refused' END
FROM pg_temp.matches AS m
WHERE m.place = s.place
"""
# The last row that gives a field decides. A name that merely repeats the company, e-mail or
# phone was made up for a row without one. No list takes an opt-out back.
_UPDATE = """
WITH given AS (
    SELECT
        s.lead_id,
        (array_agg(s.name ORDER BY s.place DESC) FILTER (
            WHERE s.name IS DISTINCT FROM s.company
                AND s.name IS DISTINCT FROM s.email
                AND s.name IS DISTINCT FROM s.phone
        ))[1] AS name,
        (array_agg(s.phone ORDER BY s.place DESC) FILTER (WHERE s.phone IS NOT NULL))[1]
            AS phone,
        (array_agg(s.email ORDER BY s.place DESC) FILTER (WHERE s.email IS NOT NULL))[1]
            AS email,
        (array_agg(s.company ORDER BY s.place DESC) FILTER (WHERE s.company IS NOT NULL))[1]
            AS company,
        (array_agg(s.status ORDER BY s.place DESC) FILTER (WHERE s.status IS NOT NULL))[1]
            AS status,
        (array_agg(s.score ORDER BY s.place DESC) FILTER (WHERE s.score IS NOT NULL))[1]
            AS score,
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
    LEFT JOIN public.workspaces AS w
        ON w.id = s.workspace_id AND w.user_id = (SELECT auth.uid())
    WHERE s.fate = 'same'
    GROUP BY s.lead_id
),
wanted AS (
    SELECT
        l.id,
        coalesce(g.name, l.name) AS name,
        coalesce(g.phone, l.phone) AS phone,
        coalesce(g.email, l.email) AS email,
        coalesce(g.company, l.company) AS company,
        coalesce(g.status, l.status) AS status,
        coalesce(g.score, l.score) AS score,
        CASE
            WHEN g.opted_out OR l.opt_status = 'opted_out' THEN 'opted_out'
            ELSE coalesce(g.opt_status, l.opt_status)
        END AS opt_status,
        coalesce(g.source, l.source) AS source,
        coalesce(g.next_action, l.next_action) AS next_action,
        coalesce(g.next_action_due, l.next_action_due) AS next_action_due,
        coalesce(g.is_deleted, l.is_deleted) AS is_deleted,
        coalesce(g.workspace_id, l.workspace_id) AS workspace_id,
        coalesce(t.tags, l.tags) AS tags
    FROM given AS g
    JOIN public.leads AS l ON l.id = g.lead_id AND l.user_id = (SELECT auth.uid())
    CROSS JOIN LATERAL (
        SELECT array_agg(each.tag ORDER BY each.place, each.number) AS tags
        FROM (
            SELECT DISTINCT ON (u.tag) u.tag, u.place, u.number
            FROM (
                SELECT own.tag, -1 AS place, own.number
                FROM unnest(l.tags) WITH ORDINALITY AS own (tag, number)
                UNION ALL
                SELECT given_tag.tag, s.place, given_tag.number
                FROM pg_temp.incoming AS s
                CROSS JOIN LATERAL unnest(s.tags) WITH ORDINALITY AS given_tag (tag, number)
                WHERE s.lead_id = l.id AND s.fate = 'same'
            ) AS u
            ORDER BY u.tag, u.place, u.number
        ) AS each
    ) AS t
),
changed AS (
    UPDATE public.leads AS l
    SET name = w.name, phone = w.phone, email = w.email, company = w.company,
        status = w.status, score = w.score, tags = w.tags, opt_status = w.opt_status,
        source = w.source, next_action = w.next_action,
        next_action_due = w.next_action_due, is_deleted = w.is_deleted,
        workspace_id = w.workspace_id
    FROM wanted AS w
    WHERE l.id = w.id
        AND (
            l.name, l.phone, l.email, l.company, l.status, l.score, l.tags, l.opt_status,
            l.source, l.next_action, l.next_action_due, l.is_deleted, l.workspace_id
        ) IS DISTINCT FROM (
            w.name, w.phone, w.email, w.company, w.status, w.score, w.tags, w.opt_status,
            w.source, w.next_action, w.next_action_due, w.is_deleted, w.workspace_id
        )
    RETURNING l.id
)
SELECT count(*)
FROM pg_temp.incoming AS s
JOIN changed AS c ON c.id = s.lead_id
WHERE s.fate = 'same'
"""
_REFUSED = """
SELECT
    m.line, m.name, m.email, m.phone, m.known, m.by_email, m.by_phone, m.problem, f.line
FROM pg_temp.matches AS m
LEFT JOIN pg_temp.incoming AS f ON f.lead_id = m.target AND f.fate IS NULL
WHERE %(all)s OR m.problem IS NOT NULL
ORDER BY m.place
"""
_FETCHED = 1000


class Match(NamedTuple):
    """A row that is there already: its own e-mail and phone, and the leads that have them.

    `known` is the lead found by id or name, `problem` why it cannot be updated, `first_line`
    the line of this same import that the lead came from, if it did.
    """

    line: int
    name: str
    email: str | None
    phone: str | None
    known: Any
    by_email: Any
    by_phone: Any
    problem: str | None
    first_line: int | None


def find_matches(connection: psycopg.Connection[Any]) -> None:
    """Find for each row marked `same` the lead that it is."""
    connection.execute(_CREATE)
    connection.execute(_FIND)
    connection.execute("ANALYZE pg_temp.matches")


def update_matched(connection: psycopg.Connection[Any]) -> int:
    """Give the matched leads what their rows say; return how many rows changed a lead.

    Rows that cannot be taken are marked `refused`; see `matches`.
    """
    for statement in (_REFUSE_SPLIT, _REFUSE_CLAIMED_EMAIL, _REFUSE_CLAIMED_PHONE, _SETTLE):
        connection.execute(statement)
    connection.execute("CREATE INDEX ON pg_temp.incoming (lead_id) WHERE fate = 'same'")
    connection.execute("ANALYZE pg_temp.incoming")
    row = connection.execute(_UPDATE).fetchone()
    return int(row[0]) if row else 0


def matches(connection: psycopg.Connection[Any], *, refused: bool) -> Iterator[Match]:
    """Yield the matches, or only those with a problem, in the file's order, as a stream."""
    with connection.cursor(name="matches") as cursor:
        cursor.itersize = _FETCHED
        cursor.execute(_REFUSED, {"all": not refused})
        for row in cursor:
            yield Match(*row)
