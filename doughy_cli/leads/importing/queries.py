"""Staged rows → leads: which are new, which are there already, and the INSERT.

Which e-mails and phones are taken is found row by row, in the file's order: by what was there,
and by the rows before (`insert_untaken`). What no index knows is looked for beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg

from doughy_cli.db.taken import insert_untaken
from doughy_cli.leads.importing.staging_queries import Staged

STEP = 20_000  # rows of one INSERT, after which progress is told

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
"""
# The id of a row that the person cannot see: the lead gets another, the same one for each row
# that has this id, and nothing tells that there was a reason.
_RENAME_UNSEEN = """
UPDATE pg_temp.incoming AS s
SET lead_id = md5(%(salt)s || s.id::text)::uuid
WHERE s.id IS NOT NULL
    AND s.lead_id = s.id
    AND NOT EXISTS (
        SELECT FROM public.leads AS l
        WHERE l.id = s.id AND l.user_id = (SELECT auth.uid())
    )
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

    What is known to be there is marked before; what is found now is marked `same`. `watch` is
    told how many rows are done, and of how many.
    """
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


def _insert(
    connection: psycopg.Connection[Any], first: int, end: int, *, renamed: bool = False
) -> int:
    values = {"first": first, "end": end, "renamed": renamed}
    return insert_untaken(connection, _INSERT, values)
