"""Comments: everything has one, and one that is no longer in the file goes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import psycopg
import pytest

from doughy_cli.db import upgrade

if TYPE_CHECKING:
    from tests.harness import Database

Connection = psycopg.Connection[Any]
OURS = "('auth', 'public', 'internal')"

# What must have a comment and has none.
WITHOUT = f"""
    SELECT 'table ' || c.oid::regclass
    FROM pg_class AS c
    WHERE c.relnamespace::regnamespace::text IN {OURS} AND c.relkind IN ('r', 'p', 'v', 'm')
        AND obj_description(c.oid, 'pg_class') IS NULL

    UNION ALL

    SELECT format('column %s.%s', c.oid::regclass, a.attname)
    FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE c.relnamespace::regnamespace::text IN {OURS} AND c.relkind IN ('r', 'p', 'v', 'm')
        AND col_description(c.oid, a.attnum) IS NULL
        AND NOT (
            a.attname = 'id' AND pg_get_expr(d.adbin, d.adrelid) IS NOT DISTINCT FROM
                'gen_random_uuid()'
        )

    UNION ALL

    SELECT 'enum ' || t.oid::regtype
    FROM pg_type AS t
    WHERE t.typnamespace::regnamespace::text IN {OURS} AND t.typtype = 'e'
        AND obj_description(t.oid, 'pg_type') IS NULL

    UNION ALL

    -- What people, policies and triggers call; the rest is explained where it is defined.
    SELECT 'function ' || p.oid::regprocedure
    FROM pg_proc AS p
    WHERE p.pronamespace::regnamespace::text IN {OURS}
        AND obj_description(p.oid, 'pg_proc') IS NULL
        AND (
            p.prorettype = 'trigger'::regtype
            OR EXISTS (
                SELECT FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS g
                WHERE g.grantee <> p.proowner AND g.privilege_type = 'EXECUTE'
            )
        )
    ORDER BY 1
"""  # noqa: S608


def test_everything_says_what_it_is_for(connection: Connection) -> None:
    assert connection.execute(WITHOUT.encode()).fetchall() == []


@pytest.mark.parametrize(
    ("made", "name"),
    [
        ("COMMENT ON TABLE leads IS NULL", "table leads"),
        ("COMMENT ON COLUMN leads.name IS NULL", "column leads.name"),
        ("ALTER TABLE leads ADD COLUMN another text", "column leads.another"),
        ("CREATE TABLE another ()", "table another"),
        ("CREATE VIEW another AS SELECT 1 FROM leads", "table another"),
        ("CREATE TYPE another AS ENUM ('a')", "enum another"),
        ("COMMENT ON FUNCTION auth.uid() IS NULL", "function auth.uid()"),
        ("COMMENT ON FUNCTION internal.touch() IS NULL", "function internal.touch()"),
        (
            "CREATE FUNCTION auth.another() RETURNS integer LANGUAGE sql RETURN 1",
            "function auth.another()",
        ),
    ],
)
def test_what_says_nothing_is_found(connection: Connection, made: str, name: str) -> None:
    connection.execute(made.encode())
    assert (name,) in connection.execute(WITHOUT.encode()).fetchall()


@pytest.mark.parametrize(
    "thing",
    [
        "TABLE public.leads",
        "COLUMN public.leads.name",
        "COLUMN public.leads.id",
        "COLUMN auth.users.email",
        "TYPE public.lead_status",
        "SCHEMA internal",
        "FUNCTION auth.uid()",
        "FUNCTION internal.is_admin()",
    ],
)
def test_up_makes_comments_what_the_file_says(database: Database, thing: str) -> None:
    with database.connect() as connection:
        connection.execute(f"COMMENT ON {thing} IS 'of an earlier time'".encode())
        assert upgrade.check(connection).definitions
        assert upgrade.up(connection).definitions_changed
        assert upgrade.check(connection).clean
    assert database.sql("SELECT FROM pg_description WHERE description = 'of an earlier time'") == []


def test_an_older_revision_has_none(database: Database) -> None:
    ours = (
        "SELECT count(*) FROM pg_description AS d WHERE d.objoid >= 16384 "  # what initdb made
        "AND NOT EXISTS (SELECT FROM pg_depend AS e WHERE e.classid = d.classoid "
        "AND e.objid = d.objoid AND e.deptype = 'e') AND d.classoid <> 'pg_extension'::regclass"
    )
    ((before,),) = database.sql(ours)
    with database.connect() as connection:
        upgrade.down(connection, "-1")
        assert database.sql(ours) == [(0,)]
        upgrade.up(connection)
    assert database.sql(ours) == [(before,)]
