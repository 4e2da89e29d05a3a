"""Rows for every table that there is at a revision, whatever its columns are."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from psycopg import sql

from tests.schema.history.states import Owner

# What a constraint asks for; every other column takes whatever its type does.
_FITTING = {
    ("auth.users", "is_service"): False,
    ("public.profiles", "role"): "support",
    ("public.leads", "status"): "qualified",
    ("public.leads", "opt_status"): "opted_out",
    ("public.deals", "status"): "won",
    ("public.ai_jobs", "status"): "failed",
    ("public.re_documents", "type"): "deed",
    ("public.re_lead_documents", "type"): "w9",
    ("public.re_properties", "year_built"): 1950,
    ("public.lead_contacts", "relation"): "heir",
    ("public.system_logs", "level"): "error",
}
_COLUMNS = """
    SELECT
        a.attrelid::regclass::text, a.attname::text, format_type(a.atttypid, NULL), a.attnotnull,
        f.confrelid::regclass::text,
        (SELECT e.enumlabel FROM pg_enum AS e WHERE e.enumtypid = a.atttypid LIMIT 1)
    FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid
    LEFT JOIN pg_constraint AS f
        ON f.conrelid = a.attrelid AND f.contype = 'f' AND f.conkey = ARRAY[a.attnum]
    WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attgenerated = ''
        AND c.relnamespace::regnamespace::text IN ('auth', 'public')
        AND c.relname <> 'schema_version'
    ORDER BY a.attrelid::regclass::text, a.attnum
"""


def write(connection: Owner) -> None:
    """Add two rows to each table: one says as little as it may, one fills every column."""
    connection.execute("SET search_path = ''")
    columns: dict[str, list[Any]] = {}
    for table, *column in connection.execute(_COLUMNS):
        columns.setdefault(table, []).append(column)
    # No triggers, which would write rows of their own: only what is written here is counted.
    connection.execute("SET session_replication_role = replica")
    for full in (False, True):
        ids = {table: uuid4() for table in columns}
        for table, listed in columns.items():
            _insert(connection, table, listed, ids, full=full)
    connection.execute("RESET session_replication_role")
    connection.execute("RESET search_path")


def _insert(
    connection: Owner, table: str, columns: list[Any], ids: dict[str, UUID], *, full: bool
) -> None:
    values: dict[str, Any] = {}
    for name, kind, required, target, label in columns:
        if kind == "xid8" or target == table:
            continue  # the transaction is the database's to say; a row does not point at itself
        if name == "id":
            values[name] = ids[target or table]
        elif not (full or required):
            values[name] = None
        elif target or name == "user_id":
            values[name] = ids[target or "auth.users"]
        else:
            fitting = _FITTING.get((table, name))
            values[name] = _value(kind, ids[table], label) if fitting is None else fitting
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            sql.Identifier(*table.split(".")),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(sql.Placeholder() * len(values)),
        ),
        list(values.values()),
    )


def _value(kind: str, row: UUID, label: str | None) -> Any:
    if label is not None:
        return label
    values: dict[str, Any] = {
        "text": f"{row}@example.com",
        "name": f"nobody/{row}",
        "character varying": "image/png",
        "text[]": [f"{row}", "b"],
        "jsonb": json.dumps({"row": f"{row}"}),
        "uuid": row,
        "boolean": True,
        "integer": 7,
        "numeric": 12.5,
        "date": "2026-02-03",
        "timestamp with time zone": "2026-02-03 04:05:06+00",
    }
    return values[kind]
