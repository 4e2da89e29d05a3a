"""The questions that PostgreSQL's catalog is asked. Each answers rows of plain values.

Every name comes with its schema (the search_path is empty when they are asked); what belongs to
an extension is left out, and so is what one version of PostgreSQL lists and another does not.
Everybody (PUBLIC) is the role "-".
"""

from __future__ import annotations

TABLES = """
    SELECT
        c.oid, replace(c.oid::regclass::text, 'public.', '') AS name,
        obj_description(c.oid, 'pg_class') AS purpose, c.relrowsecurity AS row_security
    FROM pg_class AS c
    WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
        AND c.relkind IN ('r', 'p')
        AND NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
        )
"""

COLUMNS = """
    SELECT
        a.attrelid AS of, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
        NOT a.attnotnull AS nullable, pg_get_expr(d.adbin, d.adrelid) AS default,
        nullif(a.attstattarget, -1)::integer AS statistics,
        col_description(a.attrelid, a.attnum) AS purpose
    FROM pg_attribute AS a
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attrelid, a.attnum
"""

# A key goes backwards (DESC) with the first bit of its option, and then empty values come
# first unless the second says otherwise.
INDEXES = """
    SELECT
        i.indrelid AS of, c.relname AS name, i.indisunique AS unique, i.indisprimary AS primary,
        EXISTS (
            SELECT FROM pg_constraint AS k WHERE k.conindid = c.oid AND k.contype IN ('p', 'u')
        ) AS constraint,
        m.amname AS method,
        ARRAY(
            SELECT concat(
                pg_get_indexdef(c.oid, key, false),
                CASE WHEN NOT o.opcdefault THEN ' ' || o.opcname END,
                CASE i.indoption[key - 1] & 3
                    WHEN 1 THEN ' DESC NULLS LAST'
                    WHEN 2 THEN ' NULLS FIRST'
                    WHEN 3 THEN ' DESC'
                END
            )
            FROM generate_series(1, i.indnkeyatts) AS key
            JOIN pg_opclass AS o ON o.oid = i.indclass[key - 1]
            ORDER BY key
        ) AS keys,
        ARRAY(
            SELECT pg_get_indexdef(c.oid, key, false)
            FROM generate_series(i.indnkeyatts + 1, i.indnatts) AS key
            ORDER BY key
        ) AS include,
        pg_get_expr(i.indpred, i.indrelid) AS where
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indexrelid
    JOIN pg_am AS m ON m.oid = c.relam
    ORDER BY i.indisprimary DESC, c.relname
"""

CHECKS = """
    SELECT
        k.conrelid AS of, k.conname AS name, pg_get_expr(k.conbin, k.conrelid) AS condition
    FROM pg_constraint AS k
    WHERE k.contype = 'c' AND k.conrelid <> 0
    ORDER BY k.conname
"""

# `one`: whether a unique index over the whole table covers no more than these columns.
FOREIGN_KEYS = """
    SELECT
        k.conrelid AS of, k.conname AS name,
        replace(k.conrelid::regclass::text, 'public.', '') AS table,
        replace(k.confrelid::regclass::text, 'public.', '') AS target,
        ARRAY(
            SELECT a.attname::text
            FROM unnest(k.conkey) WITH ORDINALITY AS key (number, place)
            JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = key.number
            ORDER BY key.place
        ) AS columns,
        ARRAY(
            SELECT a.attname::text
            FROM unnest(k.confkey) WITH ORDINALITY AS key (number, place)
            JOIN pg_attribute AS a ON a.attrelid = k.confrelid AND a.attnum = key.number
            ORDER BY key.place
        ) AS target_columns,
        CASE k.confdeltype
            WHEN 'a' THEN 'no action'
            WHEN 'r' THEN 'restrict'
            WHEN 'c' THEN 'cascade'
            WHEN 'n' THEN 'set null'
            WHEN 'd' THEN 'set default'
        END AS on_delete,
        EXISTS (
            SELECT
            FROM pg_attribute AS a
            WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey) AND NOT a.attnotnull
        ) AS optional,
        EXISTS (
            SELECT
            FROM pg_index AS i
            WHERE i.indrelid = k.conrelid AND i.indisunique AND i.indpred IS NULL
                AND i.indexprs IS NULL AND (i.indkey::int2[])[0:i.indnkeyatts - 1] <@ k.conkey
        ) AS one,
        EXISTS (
            SELECT
            FROM pg_index AS i
            WHERE i.indrelid = k.conrelid AND i.indisprimary AND k.conkey <@ i.indkey::int2[]
        ) AS identifying
    FROM pg_constraint AS k
    WHERE k.contype = 'f'
    ORDER BY k.conname
"""

TRIGGERS = """
    SELECT
        t.tgrelid AS of, t.tgname AS name, pg_get_triggerdef(t.oid) AS definition,
        t.tgenabled = 'O' AS enabled, t.tgfoid::regproc::text AS function,
        obj_description(t.tgfoid, 'pg_proc') AS purpose
    FROM pg_trigger AS t
    WHERE NOT t.tgisinternal
    ORDER BY t.tgname
"""

POLICIES = """
    SELECT
        p.polrelid AS of, p.polname AS name, p.polpermissive AS permissive,
        CASE p.polcmd
            WHEN 'r' THEN 'SELECT'
            WHEN 'a' THEN 'INSERT'
            WHEN 'w' THEN 'UPDATE'
            WHEN 'd' THEN 'DELETE'
            ELSE 'ALL'
        END AS command,
        ARRAY(
            SELECT role::regrole::text
            FROM unnest(p.polroles) AS role
            ORDER BY 1
        ) AS roles,
        pg_get_expr(p.polqual, p.polrelid) AS using,
        pg_get_expr(p.polwithcheck, p.polrelid) AS check
    FROM pg_policy AS p
    ORDER BY strpos('rawd*', p.polcmd::text), p.polname
"""

GRANTS = """
    SELECT
        c.oid AS of, g.grantee::regrole::text AS role, g.privilege_type AS privilege,
        NULL::text[] AS columns
    FROM pg_class AS c
    CROSS JOIN LATERAL aclexplode(c.relacl) AS g
    WHERE g.grantee <> c.relowner

    UNION ALL

    SELECT
        c.oid, g.grantee::regrole::text, g.privilege_type,
        array_agg(a.attname::text ORDER BY a.attnum)
    FROM pg_class AS c
    JOIN pg_attribute AS a ON a.attrelid = c.oid
    CROSS JOIN LATERAL aclexplode(a.attacl) AS g
    WHERE g.grantee <> c.relowner
    GROUP BY c.oid, g.grantee, g.privilege_type

    ORDER BY 1, 2, 3
"""

FUNCTIONS = """
    SELECT
        p.pronamespace::regnamespace || '.' || p.proname AS name,
        pg_get_function_arguments(p.oid) AS arguments, pg_get_function_result(p.oid) AS result,
        obj_description(p.oid, 'pg_proc') AS purpose,
        ARRAY(
            SELECT g.grantee::regrole::text
            FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS g
            WHERE g.grantee <> p.proowner AND g.privilege_type = 'EXECUTE'
            ORDER BY 1
        ) AS callers,
        EXISTS (
            SELECT
            FROM pg_namespace AS n
            CROSS JOIN LATERAL aclexplode(n.nspacl) AS g
            WHERE n.oid = p.pronamespace AND g.grantee <> n.nspowner
                AND g.privilege_type = 'USAGE'
        ) AS nameable
    FROM pg_proc AS p
    WHERE p.pronamespace::regnamespace::text IN ('auth', 'public', 'internal')
        AND NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
        )
    ORDER BY 1, 2
"""

ENUMS = """
    SELECT
        t.typname AS name, obj_description(t.oid, 'pg_type') AS purpose,
        ARRAY(
            SELECT e.enumlabel::text
            FROM pg_enum AS e
            WHERE e.enumtypid = t.oid
            ORDER BY e.enumsortorder
        ) AS labels
    FROM pg_type AS t
    WHERE t.typnamespace::regnamespace::text IN ('auth', 'public', 'internal')
        AND t.typtype = 'e'
    ORDER BY t.typname
"""
