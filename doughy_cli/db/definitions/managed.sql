-- What `migrations/sql` defines: policies, triggers, functions, privileges, comments and the
-- guard. Each row is a name and a definition, the same on every version of PostgreSQL.

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
    SELECT c.oid, c.relkind, c.relowner, c.relacl
    FROM pg_class AS c
    JOIN ours ON ours.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        AND ('pg_class'::regclass, c.oid) NOT IN (SELECT classid, objid FROM foreigners)
),

functions AS (
    SELECT p.oid, p.proowner, p.proacl
    FROM pg_proc AS p
    JOIN ours ON ours.oid = p.pronamespace
    WHERE p.prokind IN ('f', 'p', 'w')
        AND ('pg_proc'::regclass, p.oid) NOT IN (SELECT classid, objid FROM foreigners)
),

-- No access list means the built-in one.
access_lists (name, owner, acl) AS (
    SELECT format('privileges on %s', r.oid::regclass), r.relowner,
        coalesce(
            r.relacl, acldefault(CASE r.relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, r.relowner)
        )
    FROM relations AS r

    UNION ALL

    SELECT format('privileges on column %s.%s', r.oid::regclass, a.attname), r.relowner, a.attacl
    FROM relations AS r
    JOIN pg_attribute AS a ON a.attrelid = r.oid
    WHERE a.attacl <> '{}'

    UNION ALL

    SELECT format('privileges on function %s', f.oid::regprocedure), f.proowner,
        coalesce(f.proacl, acldefault('f', f.proowner))
    FROM functions AS f

    UNION ALL

    SELECT format('privileges on schema %s', o.nspname), o.nspowner,
        coalesce(o.nspacl, acldefault('n', o.nspowner))
    FROM ours AS o
),

-- A line for everybody. MAINTAIN came with version 17; the owner always had it.
privileges (name, line) AS (
    SELECT
        l.name,
        format(
            '%s: %s',
            CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END,
            string_agg(
                concat(
                    a.privilege_type,
                    CASE WHEN a.is_grantable THEN ' (may grant it)' END,
                    CASE WHEN a.grantor <> l.owner THEN ' from ' || a.grantor::regrole::text END
                ),
                ', ' ORDER BY a.privilege_type
            )
        )
    FROM access_lists AS l
    CROSS JOIN LATERAL aclexplode(l.acl) AS a
    WHERE NOT (a.grantee = l.owner AND a.privilege_type = 'MAINTAIN')
    GROUP BY l.name, a.grantee
)

SELECT p.name, string_agg(p.line, '; ' ORDER BY p.line)
FROM privileges AS p
GROUP BY p.name

UNION ALL

SELECT
    format('policy %s on %s', p.polname, p.polrelid::regclass),
    concat_ws(
        ' | ',
        CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END,
        CASE p.polcmd
            WHEN 'r' THEN 'SELECT'
            WHEN 'a' THEN 'INSERT'
            WHEN 'w' THEN 'UPDATE'
            WHEN 'd' THEN 'DELETE'
            ELSE 'ALL'
        END,
        'TO ' || (
            SELECT string_agg(
                CASE r.oid WHEN 0 THEN 'PUBLIC' ELSE r.oid::regrole::text END, ', '
                ORDER BY r.oid::regrole::text
            )
            FROM unnest(p.polroles) AS r (oid)
        ),
        'USING ' || pg_get_expr(p.polqual, p.polrelid),
        'WITH CHECK ' || pg_get_expr(p.polwithcheck, p.polrelid)
    )
FROM pg_policy AS p
JOIN relations AS r ON r.oid = p.polrelid

UNION ALL

SELECT
    format('trigger %s on %s', t.tgname, t.tgrelid::regclass),
    concat_ws(
        ' | ', pg_get_triggerdef(t.oid),
        CASE t.tgenabled
            WHEN 'D' THEN 'disabled'
            WHEN 'R' THEN 'for replicas only'
            WHEN 'A' THEN 'always'
        END
    )
FROM pg_trigger AS t
JOIN relations AS r ON r.oid = t.tgrelid
WHERE NOT t.tgisinternal

UNION ALL

SELECT
    format('rule %s on %s', w.rulename, w.ev_class::regclass),
    concat_ws(' | ', pg_get_ruledef(w.oid), nullif(w.ev_enabled, 'O'))
FROM pg_rewrite AS w
JOIN relations AS r ON r.oid = w.ev_class
WHERE w.rulename <> '_RETURN'

UNION ALL

SELECT
    format('function %s', f.oid::regprocedure),
    concat_ws(
        ' | ', pg_get_functiondef(f.oid),
        -- Whichever superuser it is that made the guard.
        CASE WHEN r.rolsuper THEN 'a superuser' ELSE r.oid::regrole::text END
    )
FROM functions AS f
JOIN pg_roles AS r ON r.oid = f.proowner

UNION ALL

SELECT
    format('event trigger %s', t.evtname),
    concat_ws(' | ', t.evtevent, f.oid::regprocedure::text, t.evtenabled, t.evttags::text)
FROM pg_event_trigger AS t
JOIN functions AS f ON f.oid = t.evtfoid

UNION ALL

SELECT format('comment on %s %s', o.type, o.identity), d.description
FROM pg_description AS d
CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) AS o
WHERE d.objoid >= 16384 -- what initdb made has lower ids
    AND o.type IN ('table', 'table column', 'type', 'schema', 'function', 'policy', 'trigger')
    AND (
        o.schema IN (SELECT ours.nspname FROM ours)
        OR o.identity ~ ' on (auth|public|internal)[.]'
        OR (o.type = 'schema' AND o.identity IN (SELECT ours.nspname FROM ours))
    )
    AND (d.classoid, d.objoid) NOT IN (SELECT classid, objid FROM foreigners);
