"""Storing many rows, of which some may be there already: those are left out, one by one.

It is what ON CONFLICT DO NOTHING does. The tables take no ON CONFLICT (migrations/sql/
30_triggers.sql says why), and have a trigger for this that a setting switches on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg

# Two imports of one person's: the second finds what the first has stored, once that is done.
_ONE_AT_A_TIME = """
SELECT FROM public.profiles WHERE id = (SELECT auth.uid()) FOR NO KEY UPDATE
"""
# The trigger's questions are planned for all rows, while the table may be empty or seem so: to
# who looks on (autovacuum), what this transaction has stored is not there. Read in an index's
# order a question costs the same with a million rows; all else reads all of them for each row.
_SKIP = """
SELECT
    set_config('doughy.skip_taken', %(skip)s, true),
    set_config('enable_seqscan', %(others)s, true),
    set_config('enable_bitmapscan', %(others)s, true),
    set_config('enable_sort', %(others)s, true),
    set_config('enable_incremental_sort', %(others)s, true)
"""
_ATTEMPTS = 10


def insert_untaken(
    connection: psycopg.Connection[Any], statement: str, values: Mapping[str, Any]
) -> int:
    """Run an INSERT into leads that leaves out rows whose id, e-mail or phone is taken, or one
    into contacts or re_properties that leaves out rows whose id is; return how many are stored.

    The person's other imports wait for the end of the transaction.
    """
    connection.execute(_ONE_AT_A_TIME)
    connection.execute(_SKIP, {"skip": "on", "others": "off"})
    for attempt in range(_ATTEMPTS):
        try:
            with connection.transaction():
                stored = connection.execute(statement, values).rowcount
            break
        except psycopg.errors.UniqueViolation:
            # Of somebody who was first: their row is there now, and is found the next time.
            if attempt == _ATTEMPTS - 1:
                raise
    connection.execute(_SKIP, {"skip": "off", "others": "on"})
    return stored
