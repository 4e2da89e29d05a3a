"""What a database is at a moment: its definitions, and every row."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql

from doughy_cli.db import catalog, upgrade

Owner = psycopg.Connection[Any]
Rows = dict[str, dict[str, dict[str, Any]]]  # table → key → column → value

REVISIONS = [revision.id for revision in upgrade.history()]
HEAD = REVISIONS[-1]
DOCUMENT = "20260118_install_pgtap"


def definitions(connection: Owner) -> dict[str, str]:
    """Everything that is defined in the database and around it."""
    found = catalog.managed(connection)
    for more in (catalog.tables(connection), catalog.surroundings(connection)):
        assert not found.keys() & more.keys()
        found |= more
    return found


def rows(connection: Owner) -> Rows:
    """Every row of ours."""
    found: Rows = {}
    connection.execute("SET search_path = ''")  # names come with their schema
    tables = connection.execute("""
        SELECT i.indrelid::regclass::text, array_agg(a.attname::text ORDER BY a.attname)
        FROM pg_index AS i
        JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indisprimary AND i.indrelid::regclass::text ~ '^(auth|public)[.]'
        GROUP BY i.indrelid
    """).fetchall()
    for name, keys in tables:
        query = sql.SQL("SELECT to_jsonb(t) FROM {} AS t").format(sql.Identifier(*name.split(".")))
        found[name] = {
            "/".join(str(row[key]) for key in keys): row for (row,) in connection.execute(query)
        }
    connection.execute("RESET search_path")
    return found


def state(connection: Owner) -> tuple[dict[str, str], Rows]:
    """Definitions and rows: what a failure must leave as it was."""
    return definitions(connection), rows(connection)


def one(connection: Owner, query: str, *values: Any) -> Any:
    """The first column of the first row."""
    row = connection.execute(query.encode(), values).fetchone()
    assert row is not None
    return row[0]
