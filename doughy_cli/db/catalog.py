"""What is defined in a database, read from PostgreSQL's catalog, and how to compare it.

`managed()` lists the definitions that `migrations/sql/` keeps (policies, triggers,
functions, privileges, comments, guard), `tables()` what the revisions make, `surroundings()` what
lies around. All are plain dictionaries from a name to a definition, so that two states can be
compared and their differences named. The questions themselves are in `definitions/`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection

Definitions = dict[str, str]
LONGEST_QUOTED = 120  # characters


def managed(connection: Connection[Any]) -> Definitions:
    """Policies, triggers, functions, privileges, comments and the guard of the database."""
    return _read(connection, "managed")


def tables(connection: Connection[Any]) -> Definitions:
    """Tables, columns, constraints, indexes, types and owners of the database."""
    return _read(connection, "tables")


def surroundings(connection: Connection[Any]) -> Definitions:
    """The database itself, its schemas, extensions, publications, event triggers, settings."""
    return _read(connection, "surroundings")


def digests(definitions: Definitions) -> Definitions:
    """The first 16 hex digits of each definition's SHA-256: enough to see that one was changed."""
    return {
        name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in definitions.items()
    }


def differences(
    found: Mapping[str, str], wanted: Mapping[str, str], *, quote: bool = True
) -> list[str]:
    """Name each difference in a line: what is missing, what is too many, what is not the same.

    What is short enough to be read in a line is quoted, unless `quote` is false.
    """
    lines = [f"missing: {name}" for name in wanted.keys() - found.keys()]
    lines += [
        f"not ours: {name}{_quoted(found[name]) if quote else ''}"
        for name in found.keys() - wanted.keys()
    ]
    lines += [
        f"changed: {name}{_quoted(found[name], wanted[name]) if quote else ''}"
        for name in wanted.keys() & found.keys()
        if wanted[name] != found[name]
    ]
    return sorted(lines)


def _quoted(found: str, wanted: str | None = None) -> str:
    if len(found) + len(wanted or "") > LONGEST_QUOTED or "\n" in found + (wanted or ""):
        return ""
    return f" is {found!r}" + (f", not {wanted!r}" if wanted is not None else "")


def _read(connection: Connection[Any], query: str) -> Definitions:
    text = (Path(__file__).parent / "definitions" / f"{query}.sql").read_bytes()
    # Names are shown with their schema, whatever the caller's search_path is; theirs is set
    # back by hand because a transaction within another does not do it.
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(b"SELECT current_setting('search_path')")
        callers = cursor.fetchone()
        cursor.execute(b"SELECT set_config('search_path', '', true)")
        found: Definitions = dict(cursor.execute(text).fetchall())
        cursor.execute("SELECT set_config('search_path', %s, true)", callers)
    return found
