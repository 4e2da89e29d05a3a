"""Which logs are meant, as SQL: what `tail`, `list`, `stats`, `export` and `prune` share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from doughy_cli.logs.filters import LogFilter
from doughy_cli.logs.levels import at_least

# Of `system_logs AS l`, as they are stored, and as they are shown.
COLUMNS = "l.id, l.created_at, l.level, l.source, l.message, l.details"
SHOWN = f"{COLUMNS}::text"
# Rows of one transaction have one time; as they lie is how they were written.
OLDEST_FIRST = "l.created_at, l.ctid"
NEWEST_FIRST = "l.created_at DESC, l.ctid DESC"

_TEXTS = {
    False: """(
        strpos(lower(l.message), lower(%(grep)s)) > 0
        OR strpos(lower(l.details::text), lower(%(grep)s)) > 0
    )""",
    True: "(l.message ~* %(grep)s OR l.details::text ~* %(grep)s)",
}


def conditions(where: LogFilter) -> tuple[str, dict[str, Any]]:
    """Return `where` as a condition on `system_logs AS l`, and its values."""
    found: list[str] = []
    values: dict[str, Any] = {}
    if where.level is not None and len(levels := at_least(where.level)) < len(
        list(type(where.level))
    ):
        found.append("l.level = ANY (%(levels)s::text[])")
        values["levels"] = levels
    if where.source:
        found.append("l.source = ANY (%(sources)s::text[])")
        values["sources"] = where.source
    if where.grep is not None:
        found.append(_TEXTS[where.regex])
        values["grep"] = where.grep
    if where.since:
        found.append("l.created_at >= %(since)s")
        values["since"] = where.since
    if where.until:
        found.append("l.created_at <= %(until)s")
        values["until"] = where.until
    return together(found), values


def together(conditions: Iterable[str]) -> str:
    """Return the conditions as one, true if there are none."""
    return "\n    AND ".join(conditions) or "true"
