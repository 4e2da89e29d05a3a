-- What is no part of the schema: the administrator of a database may have more here, and
-- `check` says nothing of it. An upgrade there and back must leave it as it was all the same.

SELECT
    'database',
    concat_ws(
        ' | ', d.datdba::regrole::text, d.datallowconn, d.datconnlimit,
        (SELECT string_agg(a::text, ', ' ORDER BY a::text) FROM unnest(d.datacl) AS a)
    )
FROM pg_database AS d
WHERE d.datname = current_database()

UNION ALL

SELECT
    format(
        'settings of %s',
        CASE s.setrole WHEN 0 THEN 'the database' ELSE s.setrole::regrole::text END
    ),
    array_to_string(s.setconfig, ', ')
FROM pg_db_role_setting AS s
JOIN pg_database AS d ON d.oid = s.setdatabase
WHERE d.datname = current_database()

UNION ALL

SELECT format('schema %s', n.nspname), n.nspowner::regrole::text
FROM pg_namespace AS n
WHERE n.nspname !~ '^pg_(toast|temp)' AND n.nspname <> 'information_schema'

UNION ALL

SELECT
    format('extension %s', e.extname),
    concat_ws(
        ' | ', e.extversion, e.extnamespace::regnamespace::text, e.extowner::regrole::text
    )
FROM pg_extension AS e

UNION ALL

SELECT
    format('publication %s', p.pubname),
    concat_ws(
        ' | ', p.pubowner::regrole::text, p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete,
        p.pubtruncate,
        (
            SELECT string_agg(r.prrelid::regclass::text, ', ' ORDER BY r.prrelid::regclass::text)
            FROM pg_publication_rel AS r
            WHERE r.prpubid = p.oid
        ),
        (
            SELECT string_agg(n.pnnspid::regnamespace::text, ', ' ORDER BY n.pnnspid)
            FROM pg_publication_namespace AS n
            WHERE n.pnpubid = p.oid
        )
    )
FROM pg_publication AS p

UNION ALL

SELECT
    format('event trigger %s', t.evtname),
    concat_ws(' | ', t.evtevent, t.evtfoid::regproc::text, t.evtenabled, t.evttags::text)
FROM pg_event_trigger AS t
JOIN pg_proc AS p ON p.oid = t.evtfoid
-- The guard is the schema's.
WHERE p.pronamespace::regnamespace::text NOT IN ('auth', 'public', 'internal')

UNION ALL

SELECT format('foreign server %s', s.srvname), s.srvowner::regrole::text
FROM pg_foreign_server AS s

UNION ALL

SELECT
    format('role %s', r.rolname),
    concat_ws(
        ' | ', r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb, r.rolcanlogin,
        r.rolreplication, r.rolbypassrls
    )
FROM pg_roles AS r
WHERE r.rolname IN (
    'doughy_owner', 'doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service'
);
