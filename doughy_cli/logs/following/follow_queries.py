"""Reading the log from where it was read to: a page at a time, each in one snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from doughy_cli.logs.conditions_queries import (
    COLUMNS,
    NEWEST_FIRST,
    OLDEST_FIRST,
    conditions,
    together,
)
from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.following.cursor import Cursor, Snapshot
from doughy_cli.logs.reading_queries import (
    BOUNDED,
    MEASURED,
    PAGE,
    PAGE_BYTES,
    bounded,
    in_pages,
    streamed,
)
from doughy_cli.logs.rows import LogRow

_MOST_COUNTED = 1_000_000  # rows behind; counting more of them says nothing

_SNAPSHOT = "SELECT pg_current_snapshot()::text, now()"
# On a standby: whose rows are there although others may be running still.
_AHEAD = "SELECT DISTINCT xid::text::bigint FROM public.system_logs WHERE xid >= %(xmin)s::xid8"

_LAST = f"""
SELECT {BOUNDED}
FROM (
    SELECT l.*, {MEASURED}
    FROM (
        SELECT {{columns}}, l.ctid
        FROM public.system_logs AS l
        WHERE {{conditions}}
        ORDER BY {{newest}}
        LIMIT %(count)s
    ) AS l
    ORDER BY {{oldest}}
    OFFSET 0
) AS r
ORDER BY r.created_at, r.ctid
"""  # noqa: S608 (constants)

# What is not below the snapshot's end comes from another server, whose numbers a restore has kept.
_SETTLED = "l.xid < pg_snapshot_xmax(s.snapshot)"
_NOT_AHEAD = "l.xid <> ALL (%(ahead)s::xid8[])"
_NOT_PARTIAL = """NOT EXISTS (
    SELECT
    FROM unnest(%(partial)s::xid8[], %(partial_ids)s::uuid[]) AS p (xid, id)
    WHERE p.xid = l.xid AND l.id <= p.id
)"""
# Each is read by the index, in its order.
_FROM = "l.xid >= %(upto)s::xid8"
_OPEN = "l.xid = ANY (%(open)s::xid8[])"
_PART = """
    (
        SELECT l.xid, l.ctid, {columns}
        FROM public.system_logs AS l
        WHERE {where} AND {new}
        ORDER BY l.xid, l.id
        LIMIT %(size)s
    )
"""
_PAGE = f"""
SELECT s.snapshot::text, s.now, r.found, r.xid::text::bigint, {BOUNDED}
FROM (SELECT pg_current_snapshot() AS snapshot, now() AS now) AS s
LEFT JOIN LATERAL (
    SELECT
        m.*,
        count(*) OVER () AS found,
        sum(m.message_bytes + m.details_bytes)
            OVER (ORDER BY m.xid, m.id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
            - (m.message_bytes + m.details_bytes) AS bytes_before
    FROM (
        SELECT l.*, {MEASURED}
        FROM (
            SELECT *
            FROM ({{parts}}) AS u
            ORDER BY xid, id
            LIMIT %(size)s
        ) AS l
        OFFSET 0
    ) AS m
) AS r ON r.bytes_before < %(most)s
ORDER BY r.xid, r.ctid
"""  # noqa: S608 (constants)
_BEHIND = """
SELECT count(*)
FROM (
    SELECT
    FROM public.system_logs AS l
    CROSS JOIN (SELECT pg_current_snapshot() AS snapshot) AS s
    WHERE ({where}) AND {new}
    LIMIT %(most)s
) AS found
"""
_SYSTEM = "SELECT system_identifier FROM pg_control_system()"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows that were read at once, in the order of their transactions; the cursor behind them;
    the server's time; whether there may be more already."""

    rows: list[LogRow]
    cursor: Cursor
    now: datetime
    full: bool


def begin(connection: psycopg.Connection[Any]) -> tuple[Cursor, datetime]:
    """Return the cursor behind all that is visible now, and the server's time.

    The connection must be in a transaction that keeps its snapshot (REPEATABLE READ).
    """
    [(text, now)] = connection.execute(_SNAPSHOT).fetchall()
    snapshot = Snapshot.read(text)
    ahead: frozenset[int] = frozenset()
    if not snapshot.exact:
        found = connection.execute(_AHEAD, {"xmin": str(snapshot.xmin)})
        ahead = frozenset(xid for (xid,) in found)
    return Cursor.at(snapshot, ahead), now


def last(
    connection: psycopg.Connection[Any], where: LogFilter, count: int | None
) -> Iterator[list[LogRow]]:
    """Yield the last `count` logs that `where` means (None: all), the oldest first, in pages.

    The connection must be in a transaction: they are read bit by bit.
    """
    condition, values = conditions(where)
    statement = _LAST.format(
        columns=COLUMNS, conditions=condition, newest=NEWEST_FIRST, oldest=OLDEST_FIRST
    )
    found = streamed(connection, statement, values | {"count": count})
    yield from in_pages(bounded(*row) for row in found)


def page(
    connection: psycopg.Connection[Any],
    where: LogFilter,
    cursor: Cursor,
    size: int = PAGE,
    most: int = PAGE_BYTES,
) -> Page:
    """Return the next logs behind the cursor that `where` means: at most `size` of them, and none
    after the first `most` bytes."""
    new, values = _new(where, cursor)
    parts = [_PART.format(columns=COLUMNS, where=each, new=new) for each in _where(cursor)]
    statement = _PAGE.format(parts="UNION ALL".join(parts))
    values |= _values(cursor) | {"size": size, "most": most}
    found = connection.execute(statement, values).fetchall()
    snapshot, now, there = Snapshot.read(found[0][0]), found[0][1], found[0][2] or 0
    rows = [(xid, bounded(*row).row) for _, _, _, xid, *row in found if xid is not None]
    full = there == size or len(rows) < there
    read = sorted((xid, row.id) for xid, row in rows)
    return Page([row for _, row in rows], cursor.after(read, snapshot, full=full), now, full)


def behind(connection: psycopg.Connection[Any], where: LogFilter, cursor: Cursor) -> int:
    """Return how many logs are behind the cursor; a million at most are counted."""
    new, values = _new(where, cursor)
    statement = _BEHIND.format(where=" OR ".join(_where(cursor)), new=new)
    values |= _values(cursor) | {"most": _MOST_COUNTED}
    [(count,)] = connection.execute(statement, values).fetchall()
    return int(count)


def system(connection: psycopg.Connection[Any]) -> int | None:
    """Return the number that all copies of one database server share; None if it is not told."""
    try:
        [(number,)] = connection.execute(_SYSTEM).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return None
    return int(number)


def _where(cursor: Cursor) -> list[str]:
    return [_FROM, _OPEN] if cursor.open else [_FROM]


def _new(where: LogFilter, cursor: Cursor) -> tuple[str, dict[str, Any]]:
    """Return the condition that a row is meant and was not delivered. Only what the cursor holds is
    asked for: this runs hundreds of times a second, and most of its time is the planner's."""
    condition, values = conditions(where)
    found = [_SETTLED, condition]
    if cursor.ahead:
        found.append(_NOT_AHEAD)
    if cursor.partial:
        found.append(_NOT_PARTIAL)
    return together(found), values


def _values(cursor: Cursor) -> dict[str, Any]:
    partial: dict[int, UUID] = dict(cursor.partial)
    return {
        "upto": str(cursor.upto),
        "open": [str(each) for each in sorted(cursor.open)],
        "ahead": [str(each) for each in sorted(cursor.ahead)],
        "partial": [str(each) for each in partial],
        "partial_ids": list(partial.values()),
    }
