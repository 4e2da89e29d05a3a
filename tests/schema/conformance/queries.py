"""The questions that a database's catalog is asked for its shape; names without `public`."""

from __future__ import annotations

# Tables and the like in every schema that is not PostgreSQL's own or an extension's.
_OURS = """
    c.relnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
    AND NOT EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e'
    )
"""

RELATIONS = f"""
    SELECT
        c.oid::regclass::text,
        CASE c.relkind
            WHEN 'r' THEN 'table'
            WHEN 'p' THEN 'partitioned table'
            WHEN 'v' THEN 'view'
            WHEN 'm' THEN 'materialised view'
            WHEN 'f' THEN 'foreign table'
            WHEN 'S' THEN 'sequence'
            ELSE 'relation'
        END,
        c.relrowsecurity, c.relforcerowsecurity, c.relpersistence::text
    FROM pg_class AS c
    WHERE c.relkind NOT IN ('i', 'I', 't', 'c') AND {_OURS}
"""  # noqa: S608 -- put together from what is written here

TYPES = """
    SELECT
        t.oid::regtype::text,
        CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' ELSE 'type' END,
        coalesce(
            (
                SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
                FROM pg_enum AS e
                WHERE e.enumtypid = t.oid
            ),
            nullif(t.typbasetype, 0)::regtype::text,
            'defined'
        )
    FROM pg_type AS t
    LEFT JOIN pg_class AS c ON c.oid = t.typrelid
    WHERE t.typnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
        AND (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c')
        AND NOT EXISTS (
            SELECT FROM pg_depend AS d
            WHERE d.classid = 'pg_type'::regclass AND d.objid = t.oid AND d.deptype = 'e'
        )
"""

COLUMNS = f"""
    SELECT
        c.oid::regclass::text, a.attname, format_type(a.atttypid, a.atttypmod),
        concat_ws(
            ' ',
            CASE WHEN a.attcollation <> t.typcollation THEN 'COLLATE ' || o.collname END,
            CASE WHEN a.attidentity <> '' THEN 'IDENTITY' END,
            CASE WHEN a.attgenerated <> '' THEN 'GENERATED' END
        ),
        a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
    FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid
    JOIN pg_type AS t ON t.oid = a.atttypid
    LEFT JOIN pg_collation AS o ON o.oid = a.attcollation
    LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND {_OURS}
"""  # noqa: S608

# From version 18 on NOT NULL is a constraint too; it says more than the column only where it
# has not been checked.
CONSTRAINTS = f"""
    SELECT
        c.oid::regclass::text, k.conname, k.contype::text,
        ARRAY(
            SELECT a.attname::text
            FROM unnest(k.conkey) WITH ORDINALITY AS key (number, place)
            JOIN pg_attribute AS a ON a.attrelid = k.conrelid AND a.attnum = key.number
            ORDER BY key.place
        ),
        pg_get_constraintdef(k.oid), pg_get_expr(k.conbin, k.conrelid)
    FROM pg_constraint AS k
    JOIN pg_class AS c ON c.oid = k.conrelid
    WHERE k.contype <> 't' AND (k.contype <> 'n' OR NOT k.convalidated) AND {_OURS}
    ORDER BY k.conname
"""  # noqa: S608

# An index that a constraint made is in the constraint.
INDEXES = f"""
    SELECT
        c.oid::regclass::text, x.relname, pg_get_indexdef(i.indexrelid),
        i.indisvalid AND i.indisready
    FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indrelid
    JOIN pg_class AS x ON x.oid = i.indexrelid
    WHERE NOT EXISTS (
            SELECT FROM pg_constraint AS k
            WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x')
        )
        AND {_OURS}
"""  # noqa: S608

TRIGGERS = f"""
    SELECT c.oid::regclass::text, t.tgname, pg_get_triggerdef(t.oid, true), t.tgenabled::text
    FROM pg_trigger AS t
    JOIN pg_class AS c ON c.oid = t.tgrelid
    WHERE NOT t.tgisinternal AND {_OURS}
"""  # noqa: S608

# A row for each table: role to letters, without a condition and with one. Restrictive
# policies give nothing; they are counted as a role of their own.
POLICIES = f"""
    WITH letters AS (
        SELECT
            p.polrelid,
            concat(
                CASE role WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(role)::text END,
                CASE WHEN NOT p.polpermissive THEN ' restrictive' END
            ) AS role,
            translate(p.polcmd::text, 'rawd', 'SIUD') AS command,
            concat(
                coalesce(pg_get_expr(p.polqual, p.polrelid), 'true'),
                coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'true')
            ) <> 'truetrue' AS conditional
        FROM pg_policy AS p
        CROSS JOIN LATERAL unnest(p.polroles) AS role
    ),

    given AS (
        SELECT
            l.polrelid, l.role, l.conditional,
            replace(string_agg(l.command, ''), '*', 'SIUD') AS commands
        FROM letters AS l
        GROUP BY l.polrelid, l.role, l.conditional
    )

    SELECT
        c.oid::regclass::text,
        coalesce(jsonb_object_agg(g.role, g.commands) FILTER (WHERE NOT g.conditional), '{{}}'),
        coalesce(jsonb_object_agg(g.role, g.commands) FILTER (WHERE g.conditional), '{{}}')
    FROM pg_class AS c
    LEFT JOIN given AS g ON g.polrelid = c.oid
    WHERE c.relkind IN ('r', 'p') AND {_OURS}
    GROUP BY c.oid
"""  # noqa: S608
