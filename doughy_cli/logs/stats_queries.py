"""Counting logs by level, source and hour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg

from doughy_cli.logs.conditions_queries import conditions
from doughy_cli.logs.filters import LogFilter

# The hours are those of whoever asks, whose zone the server need not know.
_COUNTS = """
SELECT
    width_bucket(l.created_at, %(hours)s::timestamptz[]) AS hour,
    l.level, l.source, count(*), max(l.created_at)
FROM public.system_logs AS l
WHERE {conditions}
GROUP BY 1, 2, 3
"""

Count = tuple[int, str, str, int, datetime]


def counts(
    connection: psycopg.Connection[Any], where: LogFilter, hours: Sequence[datetime]
) -> list[Count]:
    """Return how many logs there are by hour (1 is the first of `hours`, which are when they
    begin), level and source, and when the last of them was written."""
    condition, values = conditions(where)
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS.format(conditions=condition), values | {"hours": list(hours)})
        return cursor.fetchall()
