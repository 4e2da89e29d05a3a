"""Rows whose lead is there already: which lead that is, and which cannot be given to it.

A row belongs to one lead only. One whose e-mail is one lead's and whose phone is another's
says that the two are the same person; that is for `leads merge` to decide, so it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import psycopg

from doughy_cli.leads.importing.merged_queries import tell_merged

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
    k.id, coalesce(e.id, em.survivor), coalesce(p.id, pm.survivor),
    coalesce(k.id, e.id, p.id, em.survivor, pm.survivor)
FROM pg_temp.incoming AS s
LEFT JOIN public.leads AS k
    ON k.id = s.lead_id AND k.user_id = (SELECT auth.uid())
LEFT JOIN public.leads AS e
    ON e.email = s.email AND e.user_id = (SELECT auth.uid())
    AND NOT e.is_deleted AND s.is_deleted IS NOT TRUE
LEFT JOIN public.leads AS p
    ON p.phone = s.phone AND p.user_id = (SELECT auth.uid())
    AND NOT p.is_deleted AND s.is_deleted IS NOT TRUE
LEFT JOIN pg_temp.merged_email AS em ON em.email = s.email AND s.is_deleted IS NOT TRUE
LEFT JOIN pg_temp.merged_phone AS pm ON pm.phone = s.phone AND s.is_deleted IS NOT TRUE
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
# For rows that change nothing about their lead, but may have a property of it.
_NAME_TARGETS = """
UPDATE pg_temp.incoming AS s
SET lead_id = m.target
FROM pg_temp.matches AS m
WHERE m.place = s.place AND m.target IS NOT NULL
"""
_MATCHES = """
SELECT
    m.line, m.name, m.email, m.phone, m.known, m.by_email, m.by_phone, m.problem, f.line,
    s.likely
FROM pg_temp.matches AS m
JOIN pg_temp.incoming AS s ON s.place = m.place
LEFT JOIN pg_temp.incoming AS f ON f.lead_id = m.target AND f.fate IS NULL
WHERE CASE WHEN %(all)s THEN NOT s.adds ELSE m.problem IS NOT NULL END
ORDER BY m.place
"""
_FETCHED = 1000


class Match(NamedTuple):
    """A row that is there already: its own e-mail and phone, and the leads that have them.

    `known` is the lead found by id or name, `problem` why it cannot be updated, `first_line`
    the line of this same import that the lead came from, if it did; `likely` says why the row is
    taken for `known` though nothing is quite the same.
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
    likely: str | None


def find_matches(connection: psycopg.Connection[Any]) -> None:
    """Find for each row marked `same` the lead that it is."""
    connection.execute(_CREATE)
    connection.execute(_FIND)
    connection.execute("ANALYZE pg_temp.matches")


def settle_targets(connection: psycopg.Connection[Any]) -> None:
    """Mark rows that cannot be given to their lead as `refused`, and name the others' lead."""
    for statement in (_REFUSE_SPLIT, _REFUSE_CLAIMED_EMAIL, _REFUSE_CLAIMED_PHONE, _SETTLE):
        connection.execute(statement)
    tell_merged(connection)


def name_targets(connection: psycopg.Connection[Any]) -> None:
    """Name the lead of each row marked `same`, as far as there is one."""
    connection.execute(_NAME_TARGETS)


def matches(connection: psycopg.Connection[Any], *, refused: bool) -> Iterator[Match]:
    """Yield the matches, or only those with a problem, in the file's order, as a stream.

    A row that adds a property is no match: something of it is new.
    """
    with connection.cursor(name="matches") as cursor:
        cursor.itersize = _FETCHED
        cursor.execute(_MATCHES, {"all": not refused})
        for row in cursor:
            yield Match(*row)
