"""Removing old logs, a batch at a time, each in a transaction of its own.

Rows are read and removed in the order of their age; nobody who writes waits for that, and what
is removed stays removed if it is stopped in the middle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from sqlmodel import Session

from doughy_cli.db.session import raw
from doughy_cli.logs.conditions_queries import together

BATCH = 5_000  # rows

# The next batch begins where the last one ended: what is removed stays in the index for a while,
# and would be gone through again each time.
_REMOVE = """
WITH gone AS (
    DELETE FROM public.system_logs
    WHERE ctid = ANY (
        ARRAY(
            SELECT l.ctid
            FROM public.system_logs AS l
            WHERE {conditions} AND l.created_at >= %(from)s
            ORDER BY l.created_at
            LIMIT %(batch)s
        )
    )
    RETURNING created_at
)
SELECT count(*), max(created_at) FROM gone
"""
_COUNT = "SELECT count(*) FROM public.system_logs AS l WHERE {conditions}"
# Who removes what was written leaves a trace of it.
_TRACE = """
INSERT INTO public.system_logs (level, source, message, details)
SELECT 'info', 'logs', %(message)s, %(details)s || jsonb_build_object('by', session_user)
"""
_FIRST = datetime(1, 1, 3, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Old:
    """Which logs are to go: from before a moment, and of these levels and sources if any are
    given."""

    before: datetime
    levels: Sequence[str] | None = None
    sources: Sequence[str] | None = None


def count_old(session: Session, old: Old) -> int:
    """Return how many logs are to go. Raises NotPermitted for who may not read them."""
    condition, values = _conditions(old)
    with raw(session).cursor() as cursor:
        [(count,)] = cursor.execute(_COUNT.format(conditions=condition), values).fetchall()
    session.rollback()
    return int(count)


def remove_old(session: Session, old: Old, batch: int = BATCH) -> Iterator[int]:
    """Remove the logs, and yield after each transaction how many went in it."""
    condition, values = _conditions(old)
    statement = _REMOVE.format(conditions=condition)
    values |= {"batch": batch, "from": _FIRST}
    while True:
        [(count, last)] = _run(raw(session), statement, values)
        session.commit()
        yield count
        if count < batch:
            return
        values["from"] = last


def leave_trace(session: Session, old: Old, count: int) -> None:
    """Write to the log that so many logs were removed."""
    details = {
        "count": count,
        "before": old.before.astimezone(UTC).isoformat(),
        "levels": old.levels,
        "sources": old.sources,
    }
    message = f"{count:,} {'log was' if count == 1 else 'logs were'} pruned"
    raw(session).execute(_TRACE, {"message": message, "details": Jsonb(details)})
    session.commit()


def _run(
    connection: psycopg.Connection[Any], statement: str, values: dict[str, Any]
) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        return cursor.execute(statement, values).fetchall()


def _conditions(old: Old) -> tuple[str, dict[str, Any]]:
    found, values = ["l.created_at < %(before)s"], dict[str, Any](before=old.before)
    if old.levels is not None:
        found.append("l.level = ANY (%(levels)s::text[])")
        values["levels"] = old.levels
    if old.sources:
        found.append("l.source = ANY (%(sources)s::text[])")
        values["sources"] = old.sources
    return together(found), values
