"""A database with a million leads of a thousand people, for what must not depend on how many
there are. It is filled once, by a superuser and without triggers, and shared by the parts."""

from __future__ import annotations

from typing import Any

import psycopg

from bench.place import Place

ROWS = 1_000_000
PASSWORD = "bench-of-a-million"
# Of a million: whose leads are looked at. The rest belongs to a thousand others.
FEW, MANY = "few@example.com", "many@example.com"
_OTHERS = 1000

_INDEXES = """
SELECT c.relname, pg_get_indexdef(c.oid)
FROM pg_index AS i
JOIN pg_class AS c ON c.oid = i.indexrelid
WHERE i.indrelid = %s::regclass AND NOT i.indisprimary
"""
_PEOPLE = f"""
INSERT INTO auth.users (email, login_role)
SELECT 'other' || n || '@example.com', 'doughy/other' || n || '@example.com'
FROM generate_series(1, {_OTHERS}) AS n
"""  # noqa: S608 (a constant)
# A tenth is of one person, 900 of a million of another; all lie among each other, as they come in.
_LEADS = """
INSERT INTO public.leads (
    user_id, name, email, phone, company, status, score, tags, source, created_at, updated_at
)
SELECT
    CASE
        WHEN n %% 10 = 1 THEN %(many)s::uuid
        WHEN n %% 1111 = 0 THEN %(few)s::uuid
        ELSE (%(others)s::uuid[])[1 + n %% array_length(%(others)s::uuid[], 1)]
    END,
    'Owner ' || n, 'owner' || n || '@example.com', '+1' || 2010000000 + n,
    CASE WHEN n %% 3 > 0 THEN 'Holding ' || n %% 97 END,
    (ARRAY['new', 'new', 'new', 'active', 'qualified', 'closed'])[1 + n / 7 %% 6]::lead_status,
    CASE WHEN n %% 4 = 0 THEN n %% 101 END,
    CASE WHEN n / 10 %% 2 = 0 THEN ARRAY['tag' || n / 130 %% 50, 'absentee'] END,
    'bench', t.at, t.at
FROM generate_series(1, %(rows)s) AS n
CROSS JOIN LATERAL (SELECT now() - interval '1 minute' * (%(rows)s - n) AS at) AS t
"""
_EVENTS = """
INSERT INTO public.lead_events (lead_id, event_type, created_at, created_by, user_id)
SELECT id, 'created', created_at, user_id, user_id FROM public.leads WHERE source = 'bench'
"""


def fill(place: Place, rows: int = ROWS) -> None:
    """Add the people and `rows` leads, each with the event that tells of it; once."""
    with place.connect() as connection:
        if connection.execute(
            "SELECT 1 FROM public.leads WHERE source = 'bench' LIMIT 1"
        ).fetchone():
            return
        few, many = (_member(place, connection, each) for each in (FEW, MANY))
        connection.execute(_PEOPLE.encode())
        found = connection.execute("SELECT id FROM auth.users WHERE email LIKE 'other%'").fetchall()
        values = {"few": few, "many": many, "others": [each for (each,) in found], "rows": rows}
        connection.execute("SET session_replication_role = replica")
        connection.execute("SET maintenance_work_mem = '512MB'")
        for table, statement in (("leads", _LEADS), ("lead_events", _EVENTS)):
            indexes = connection.execute(_INDEXES, [f"public.{table}"]).fetchall()
            for name, _ in indexes:
                connection.execute(f"DROP INDEX public.{name}".encode())
            connection.execute(statement.encode(), values)
            for _, definition in indexes:
                connection.execute(definition.encode())
            connection.execute(f"VACUUM ANALYZE public.{table}".encode())
        connection.execute("CHECKPOINT")


def _member(place: Place, connection: psycopg.Connection[Any], email: str) -> Any:
    place.run("users", "add", email, "--json")
    connection.execute(f"ALTER ROLE \"doughy/{email}\" PASSWORD '{PASSWORD}'".encode())
    statement = "UPDATE auth.users SET must_change_password = false WHERE email = %s RETURNING id"
    [(found,)] = connection.execute(statement, [email]).fetchall()
    return found


def as_member(place: Place, email: str) -> dict[str, str]:
    """Return the environment in which doughy runs as one of the two."""
    return {**place.env, "DOUGHY_EMAIL": email, "DOUGHY_PASSWORD": PASSWORD}
