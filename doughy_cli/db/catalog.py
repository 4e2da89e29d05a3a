"""What is defined in a database, read from PostgreSQL's catalog, and how to compare it.

`managed()` lists the definitions that `migrations/sql/` keeps (policies, triggers,
functions, privileges); `tables()` lists columns, constraints, indexes and types. Both are
plain dictionaries from a name to a definition, so that two states can be compared and
their differences named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from psycopg import Connection
    from sqlalchemy import MetaData

Definitions = dict[str, str]

# Each query gives a name and a definition. No access list means the built-in one. The
# functions of extensions are theirs, and left out.
_MANAGED = (
    """
    SELECT
        format('policy %s on %s.%s', policyname, schemaname, tablename),
        concat_ws(' | ', permissive, roles, cmd, qual, with_check)
    FROM pg_policies
    WHERE schemaname IN ('auth', 'public', 'internal')
    """,
    """
    SELECT
        format('trigger %s on %s', t.tgname, t.tgrelid::regclass),
        concat_ws(' | ', pg_get_triggerdef(t.oid), t.tgenabled)
    FROM pg_trigger AS t
    JOIN pg_class AS c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal
        AND c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
    """,
    """
    SELECT
        format('function %s', p.oid::regprocedure),
        concat_ws(
            ' | ', pg_get_functiondef(p.oid), p.proowner::regrole,
            ARRAY(
                SELECT a::text
                FROM unnest(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
                ORDER BY 1
            )
        )
    FROM pg_proc AS p
    WHERE p.pronamespace::regnamespace::text IN ('auth', 'public', 'internal')
        AND p.prokind IN ('f', 'p')
        AND NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        )
    """,
    """
    SELECT
        format('privileges on %s', c.oid::regclass),
        concat_ws(
            ' | ', c.relowner::regrole,
            ARRAY(
                SELECT a::text
                FROM unnest(coalesce(c.relacl, acldefault('r', c.relowner))) AS a
                ORDER BY 1
            ),
            ARRAY(
                SELECT format('%s %s', a.attname, ARRAY(SELECT unnest(a.attacl)::text ORDER BY 1))
                FROM pg_attribute AS a
                WHERE a.attrelid = c.oid AND a.attacl <> '{}'
                ORDER BY 1
            )
        )
    FROM pg_class AS c
    WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
        AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    """,
    """
    SELECT
        format('privileges on schema %s', n.nspname),
        concat_ws(
            ' | ', n.nspowner::regrole,
            ARRAY(
                SELECT a::text
                FROM unnest(coalesce(n.nspacl, acldefault('n', n.nspowner))) AS a
                ORDER BY 1
            )
        )
    FROM pg_namespace AS n
    WHERE n.nspname IN ('auth', 'public', 'internal')
    """,
)

_TABLES = (
    """
    SELECT
        format('table %s', c.oid::regclass),
        concat_ws(
            ' ', c.relkind, c.relpersistence,
            CASE WHEN c.relrowsecurity THEN 'row security' END,
            CASE WHEN c.relforcerowsecurity THEN 'forced' END
        )
    FROM pg_class AS c
    WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
        AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
    """,
    """
    SELECT
        format('column %s.%s', a.attrelid::regclass, a.attname),
        concat_ws(
            ' ', format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull THEN 'NOT NULL' END,
            'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)
        )
    FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
        AND c.relkind IN ('r', 'p', 'v', 'm')
        AND a.attnum > 0
        AND NOT a.attisdropped
    """,
    # PostgreSQL 18 lists NOT NULL among the constraints; the columns above have it already.
    """
    SELECT
        format('constraint %s on %s', k.conname, k.conrelid::regclass),
        pg_get_constraintdef(k.oid)
    FROM pg_constraint AS k
    WHERE k.connamespace::regnamespace::text IN ('auth', 'public', 'internal')
        AND k.conrelid <> 0
        AND k.contype NOT IN ('n', 't')
    """,
    """
    SELECT format('index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indrelid
    WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
        AND c.relkind IN ('r', 'p', 'm')
    """,
    """
    SELECT
        format('enum %s', t.oid::regtype),
        array_to_string(
            ARRAY(
                SELECT e.enumlabel
                FROM pg_enum AS e
                WHERE e.enumtypid = t.oid
                ORDER BY e.enumsortorder
            ),
            ', '
        )
    FROM pg_type AS t
    WHERE t.typnamespace::regnamespace::text IN ('auth', 'public', 'internal')
        AND t.typtype = 'e'
    """,
)


def managed(connection: Connection[Any]) -> Definitions:
    """Policies, triggers, functions and privileges of the database."""
    return _read(connection, _MANAGED)


def tables(connection: Connection[Any]) -> Definitions:
    """Tables, columns, constraints, indexes and enums of the database."""
    return _read(connection, _TABLES)


def differences(found: Mapping[str, str], wanted: Mapping[str, str]) -> list[str]:
    """Name each difference in a line: what is missing, what is too many, what is not the same."""
    lines = [f"missing: {name}" for name in wanted.keys() - found.keys()]
    lines += [f"not ours: {name}" for name in found.keys() - wanted.keys()]
    lines += [
        f"changed: {name}" for name in wanted.keys() & found.keys() if wanted[name] != found[name]
    ]
    return sorted(lines)


def _read(connection: Connection[Any], queries: tuple[str, ...]) -> Definitions:
    found: Definitions = {}
    # Names are shown with their schema, whatever the caller's search_path is; theirs is set
    # back by hand because a transaction within another does not do it.
    with connection.transaction(), connection.cursor() as cursor:
        cursor.execute(b"SELECT current_setting('search_path')")
        callers = cursor.fetchone()
        cursor.execute(b"SELECT set_config('search_path', '', true)")
        for query in queries:
            cursor.execute(query.encode())
            found.update((name, definition) for name, definition in cursor)
        cursor.execute("SELECT set_config('search_path', %s, true)", callers)
    return found


def declared(metadata: MetaData) -> Definitions:
    """Columns and enums that SQLAlchemy's tables declare, named as `tables()` names them.

    Defaults are left out: PostgreSQL and SQLAlchemy spell the same default differently.
    """
    from sqlalchemy import Enum
    from sqlalchemy.dialects import postgresql

    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    found: Definitions = {}
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Enum):
                kind = f"public.{column.type.name}"
                found[f"enum {kind}"] = ", ".join(column.type.enums)
            else:
                kind = _spelt(column.type.compile(dialect))
            name = f"column {table.schema or 'public'}.{table.name}.{column.name}"
            found[name] = kind if column.nullable else f"{kind} NOT NULL"
    return found


def _spelt(kind: str) -> str:
    """A type as `format_type` spells it; a string without a limit is `text` everywhere."""
    kind = kind.lower().replace(", ", ",")
    if kind == "varchar":
        return "text"
    return kind.replace("varchar(", "character varying(")
