-- What the revisions make: tables, columns, constraints, indexes, types, and who owns them;
-- with it whatever else turns up in the schemas, which nobody of ours made. Each row is a name
-- and a definition, the same on every version of PostgreSQL.

WITH ours AS (
    SELECT n.oid, n.nspname, n.nspowner, n.nspacl
    FROM pg_namespace AS n
    WHERE n.nspname IN ('auth', 'public', 'internal')
),

-- What an extension brought is its own business.
foreigners AS (
    SELECT d.classid, d.objid
    FROM pg_depend AS d
    WHERE d.deptype = 'e'
),

relations AS (
    SELECT c.*
    FROM pg_class AS c
    JOIN ours ON ours.oid = c.relnamespace
    WHERE ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM foreigners)
),

-- Nobody but PUBLIC and the groups, of whom `up` takes care, and the people of this database.
strangers (object, line) AS (
    SELECT
        l.object,
        format(
            '%s: %s',
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
            string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type)
        )
    FROM (
        SELECT r.oid::regclass::text, r.relowner, r.relacl, false
        FROM relations AS r

        UNION ALL

        SELECT format('%s.%s', r.oid::regclass, a.attname), r.relowner, a.attacl, false
        FROM relations AS r
        JOIN pg_attribute AS a ON a.attrelid = r.oid
        WHERE a.attacl <> '{}'

        UNION ALL

        SELECT format('schema %s', o.nspname), o.nspowner, o.nspacl, false
        FROM ours AS o

        UNION ALL

        SELECT 'the database', d.datdba, coalesce(d.datacl, acldefault('d', d.datdba)), true
        FROM pg_database AS d
        WHERE d.datname = current_database()
    ) AS l (object, owner, acl, is_database)
    CROSS JOIN LATERAL aclexplode(l.acl) AS a
    LEFT JOIN pg_roles AS r ON r.oid = a.grantee
    WHERE a.grantee <> l.owner
        AND coalesce(
            r.rolname NOT IN ('doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service')
            AND NOT (l.is_database AND starts_with(r.rolname, current_database() || '/')),
            l.is_database
        )
    GROUP BY l.object, a.grantee
)

SELECT
    format('table %s', r.oid::regclass),
    concat_ws(
        ', ',
        CASE r.relkind
            WHEN 'r' THEN 'table'
            WHEN 'p' THEN 'partitioned'
            WHEN 'v' THEN 'view'
            WHEN 'm' THEN 'materialised view'
            WHEN 'f' THEN 'foreign'
        END,
        'of ' || r.relowner::regrole::text,
        CASE r.relpersistence WHEN 'u' THEN 'unlogged' END,
        CASE WHEN r.relrowsecurity THEN 'row security' END,
        CASE WHEN r.relforcerowsecurity THEN 'forced' END,
        CASE WHEN r.relkind IN ('r', 'p', 'm') THEN
            CASE r.relreplident
                WHEN 'n' THEN 'replica identity nothing'
                WHEN 'f' THEN 'replica identity full'
                WHEN 'i' THEN 'replica identity index'
            END
        END,
        'with ' || array_to_string(r.reloptions, ' '),
        'typed ' || nullif(r.reloftype, 0)::regtype::text,
        'method ' || nullif(am.amname, 'heap'),
        'in ' || s.spcname,
        (
            SELECT 'inherits ' || string_agg(i.inhparent::regclass::text, ' ' ORDER BY i.inhseqno)
            FROM pg_inherits AS i
            WHERE i.inhrelid = r.oid
        ),
        CASE WHEN r.relkind IN ('v', 'm') THEN pg_get_viewdef(r.oid) END
    )
FROM relations AS r
LEFT JOIN pg_am AS am ON am.oid = r.relam
LEFT JOIN pg_tablespace AS s ON s.oid = r.reltablespace
WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f')

UNION ALL

SELECT
    format('column %s.%s', r.oid::regclass, a.attname),
    concat_ws(
        ' ', format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull THEN 'NOT NULL' END,
        -- From version 18 on NOT NULL is a constraint with a name and may wait for validation.
        CASE WHEN EXISTS (
            SELECT
            FROM pg_constraint AS k
            WHERE k.conrelid = a.attrelid AND k.contype = 'n' AND NOT k.convalidated
                AND a.attnum = ANY (k.conkey)
        ) THEN 'NOT VALID' END,
        CASE WHEN a.attcollation <> t.typcollation THEN 'COLLATE ' || o.collname END,
        CASE a.attidentity
            WHEN 'a' THEN 'IDENTITY ALWAYS'
            WHEN 'd' THEN 'IDENTITY BY DEFAULT'
        END,
        CASE WHEN a.attstorage <> t.typstorage THEN 'STORAGE ' || a.attstorage::text END,
        'COMPRESSION ' || nullif(a.attcompression::text, ''),
        'STATISTICS ' || nullif(a.attstattarget, -1)::text, -- NULL from version 17 on
        'WITH ' || array_to_string(a.attoptions, ' '),
        CASE a.attgenerated WHEN 's' THEN 'STORED' WHEN 'v' THEN 'VIRTUAL' END,
        'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)
    )
FROM relations AS r
JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type AS t ON t.oid = a.atttypid
LEFT JOIN pg_collation AS o ON o.oid = a.attcollation
LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f')

UNION ALL

-- The text says NOT VALID, NOT ENFORCED and DEFERRABLE by itself.
SELECT format('constraint %s on %s', k.conname, k.conrelid::regclass), pg_get_constraintdef(k.oid)
FROM pg_constraint AS k
JOIN relations AS r ON r.oid = k.conrelid
WHERE k.contype NOT IN ('n', 't')

UNION ALL

-- A foreign key is made of triggers, which a superuser can switch off.
SELECT
    format('constraint %s, not enforced on %s', k.conname, t.tgrelid::regclass),
    string_agg(DISTINCT t.tgenabled::text, ' ')
FROM pg_trigger AS t
JOIN pg_constraint AS k ON k.oid = t.tgconstraint
JOIN relations AS r ON r.oid = t.tgrelid
WHERE t.tgisinternal AND t.tgenabled <> 'O'
GROUP BY k.conname, t.tgrelid

UNION ALL

SELECT
    format('index %s', i.indexrelid::regclass),
    concat_ws(
        ', ', pg_get_indexdef(i.indexrelid),
        CASE WHEN NOT i.indisvalid THEN 'invalid' END,
        CASE WHEN NOT i.indisready THEN 'not ready' END,
        CASE WHEN i.indisclustered THEN 'clustered' END,
        CASE WHEN i.indisreplident THEN 'replica identity' END,
        'in ' || s.spcname,
        (
            SELECT string_agg(
                format('STATISTICS %s of %s', a.attstattarget, a.attnum), ', ' ORDER BY a.attnum
            )
            FROM pg_attribute AS a
            WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0
        )
    )
FROM pg_index AS i
JOIN relations AS r ON r.oid = i.indrelid
JOIN pg_class AS c ON c.oid = i.indexrelid
LEFT JOIN pg_tablespace AS s ON s.oid = c.reltablespace
WHERE r.relkind IN ('r', 'p', 'm')

UNION ALL

SELECT
    format('sequence %s', r.oid::regclass),
    concat_ws(
        ', ', format_type(s.seqtypid, NULL), 'of ' || r.relowner::regrole::text,
        format('%s to %s from %s by %s', s.seqmin, s.seqmax, s.seqstart, s.seqincrement),
        CASE WHEN s.seqcycle THEN 'cycle' END,
        'cache ' || nullif(s.seqcache, 1)::text,
        (
            SELECT format('owned by %s.%s', d.refobjid::regclass, a.attname)
            FROM pg_depend AS d
            JOIN pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype IN ('a', 'i')
        )
    )
FROM pg_sequence AS s
JOIN relations AS r ON r.oid = s.seqrelid

UNION ALL

SELECT
    format(
        '%s %s',
        CASE t.typtype
            WHEN 'e' THEN 'enum'
            WHEN 'd' THEN 'domain'
            WHEN 'c' THEN 'composite type'
            ELSE 'type'
        END,
        t.oid::regtype
    ),
    concat_ws(
        '; ',
        (
            SELECT string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder)
            FROM pg_enum AS e
            WHERE e.enumtypid = t.oid
        ),
        (
            SELECT string_agg(
                format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)),
                ', ' ORDER BY a.attnum
            )
            FROM pg_attribute AS a
            WHERE a.attrelid = t.typrelid AND NOT a.attisdropped
        ),
        CASE WHEN t.typtype = 'd' THEN format_type(t.typbasetype, t.typtypmod) END,
        CASE WHEN t.typtype = 'd' AND t.typnotnull THEN 'NOT NULL' END,
        'DEFAULT ' || t.typdefault,
        (
            SELECT string_agg(pg_get_constraintdef(k.oid), ' ' ORDER BY k.conname)
            FROM pg_constraint AS k
            WHERE k.contypid = t.oid AND k.contype <> 'n'
        ),
        'of ' || nullif(t.typowner::regrole::text, 'doughy_owner'),
        'privileges ' || t.typacl::text
    )
FROM pg_type AS t
JOIN ours ON ours.oid = t.typnamespace
LEFT JOIN pg_class AS c ON c.oid = t.typrelid
WHERE (t.typtype IN ('e', 'd', 'r') OR c.relkind = 'c' OR (t.typtype = 'b' AND t.typelem = 0))
    AND ('pg_type'::regclass, t.oid) NOT IN (SELECT classid, objid FROM foreigners)

UNION ALL

SELECT format('%s %s.%s', other.kind, ours.nspname, other.name), other.owner::regrole::text
FROM (
    SELECT 'aggregate', p.oid::regprocedure::text, p.pronamespace, p.proowner, p.tableoid, p.oid
    FROM pg_proc AS p
    WHERE p.prokind = 'a'

    UNION ALL

    SELECT 'statistics', s.stxname::text, s.stxnamespace, s.stxowner, s.tableoid, s.oid
    FROM pg_statistic_ext AS s

    UNION ALL

    SELECT 'collation', c.collname::text, c.collnamespace, c.collowner, c.tableoid, c.oid
    FROM pg_collation AS c

    UNION ALL

    SELECT 'operator', o.oid::regoperator::text, o.oprnamespace, o.oprowner, o.tableoid, o.oid
    FROM pg_operator AS o

    UNION ALL

    SELECT 'operator class', o.opcname::text, o.opcnamespace, o.opcowner, o.tableoid, o.oid
    FROM pg_opclass AS o

    UNION ALL

    SELECT 'conversion', c.conname::text, c.connamespace, c.conowner, c.tableoid, c.oid
    FROM pg_conversion AS c

    UNION ALL

    SELECT 'text search', c.cfgname::text, c.cfgnamespace, c.cfgowner, c.tableoid, c.oid
    FROM pg_ts_config AS c

    UNION ALL

    SELECT 'dictionary', d.dictname::text, d.dictnamespace, d.dictowner, d.tableoid, d.oid
    FROM pg_ts_dict AS d
) AS other (kind, name, namespace, owner, catalog, oid)
JOIN ours ON ours.oid = other.namespace
WHERE (other.catalog, other.oid) NOT IN (SELECT classid, objid FROM foreigners)

UNION ALL

-- A cast has no schema; one from or to a type of ours changes what ours mean.
SELECT
    format('cast from %s to %s', k.castsource::regtype, k.casttarget::regtype),
    concat_ws(' | ', nullif(k.castfunc, 0)::regprocedure::text, k.castcontext, k.castmethod)
FROM pg_cast AS k
JOIN pg_type AS s ON s.oid = k.castsource
JOIN pg_type AS t ON t.oid = k.casttarget
WHERE k.oid >= 16384 -- what initdb made has lower ids
    AND EXISTS (SELECT FROM ours WHERE ours.oid IN (s.typnamespace, t.typnamespace))
    AND ('pg_cast'::regclass, k.oid) NOT IN (SELECT classid, objid FROM foreigners)

UNION ALL

-- Those on tables, columns, types and functions are managed; of others there are none.
SELECT format('comment on %s %s', o.type, o.identity), d.description
FROM pg_description AS d
CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
WHERE d.objoid >= 16384
    AND o.type NOT IN ('table', 'table column', 'type', 'schema', 'function', 'policy', 'trigger')
    AND (
        o.schema IN (SELECT ours.nspname FROM ours)
        OR o.identity ~ ' on (auth|public|internal)[.]'
    )
    AND (d.classoid, d.objoid) NOT IN (SELECT classid, objid FROM foreigners)

UNION ALL

-- The schema public is there before us, and whose it is differs by version.
SELECT format('owner of schema %s', o.nspname), o.nspowner::regrole::text
FROM ours AS o
WHERE o.nspname <> 'public'

UNION ALL

SELECT format('privileges on %s', s.object), string_agg(s.line, '; ' ORDER BY s.line)
FROM strangers AS s
GROUP BY s.object

UNION ALL

SELECT
    format(
        'default privileges on %s in %s',
        CASE p.defaclobjtype
            WHEN 'r' THEN 'tables'
            WHEN 'S' THEN 'sequences'
            WHEN 'f' THEN 'functions'
            WHEN 'T' THEN 'types'
            ELSE 'schemas'
        END,
        CASE p.defaclnamespace
            WHEN 0 THEN 'every schema'
            ELSE p.defaclnamespace::regnamespace::text
        END
    ),
    array_to_string(p.defaclacl, ', ')
FROM pg_default_acl AS p
WHERE p.defaclrole = to_regrole('doughy_owner');
