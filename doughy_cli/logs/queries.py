"""Reading logs: lists and counts. Nothing here needs SQLAlchemy, which takes longer to load than
a list takes to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

import psycopg

from doughy_cli.errors import Usage
from doughy_cli.logs.conditions_queries import NEWEST_FIRST, OLDEST_FIRST, SHOWN, conditions
from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.reading_queries import log, streamed
from doughy_cli.logs.rows import LogRow

_SORTABLE = tuple(each.name for each in fields(LogRow) if each.name != "details")
_RANKS = "array_position('{debug,info,warning,error,critical}'::text[], l.level)"

_LIST = """
SELECT {columns}
FROM public.system_logs AS l
WHERE {conditions}
ORDER BY {order}
LIMIT %(limit)s
"""
_COUNT = """
SELECT count(*)
FROM public.system_logs AS l
WHERE {conditions}
"""
_MAY_READ = "SELECT FROM public.system_logs LIMIT 0"


def list_logs(
    connection: psycopg.Connection[Any],
    where: LogFilter,
    sort: str | None = None,
    limit: int | None = None,
) -> Iterator[LogRow]:
    """Yield the logs that `where` means, the newest first or by the field that `sort` names.

    They come one by one, so that memory does not grow with the list. Raises Usage for a field
    that logs cannot be sorted by.
    """
    condition, values = conditions(where)
    statement = _LIST.format(columns=SHOWN, conditions=condition, order=order(sort))
    for row in streamed(connection, statement, values | {"limit": limit}):
        yield log(*row)


def count_logs(connection: psycopg.Connection[Any], where: LogFilter) -> int:
    """Return how many logs `where` means."""
    condition, values = conditions(where)
    with connection.cursor() as cursor:
        [(count,)] = cursor.execute(_COUNT.format(conditions=condition), values).fetchall()
    return int(count)


def check_readable(connection: psycopg.Connection[Any]) -> None:
    """Raise for whoever may not read the log."""
    connection.execute(_MAY_READ)


def order(sort: str | None) -> str:
    """Return the order by `sort` (`-` before a field: descending), the newest first without it;
    levels by how serious they are. Raises Usage for an unknown field."""
    wanted = sort or "-created_at"
    name = wanted.removeprefix("-")
    if name not in _SORTABLE:
        raise Usage(f"Logs cannot be sorted by {name!r}.", f"There are: {', '.join(_SORTABLE)}.")
    if name == "created_at":
        return NEWEST_FIRST if wanted.startswith("-") else OLDEST_FIRST
    key = {"level": _RANKS, "source": "lower(l.source)", "message": "lower(l.message)"}.get(
        name, f"l.{name}"
    )
    # Of equals the newest comes first, whichever way they are sorted.
    return f"{key} {'DESC' if wanted.startswith('-') else 'ASC'}, {NEWEST_FIRST}"
