-- Who owns what, and who may touch it at all: schemas, the database, tables, columns.
BEGIN;
\ir helpers/people.psql
SELECT plan(189);

SELECT tap_person('ann');
SELECT tap_service('worker');

-- S select, I insert, D delete on the whole table. Updates go by column.
CREATE TEMPORARY TABLE privileges (
    table_name name PRIMARY KEY, doughy_member text, doughy_support text, doughy_admin text,
    doughy_service text
);
INSERT INTO privileges VALUES
    ('profiles', 'S', '', '', 'S'),
    ('api_keys', 'SID', '', '', ''),
    ('user_plans', 'S', '', 'ID', 'SI'),
    ('workspaces', 'SID', '', '', 'S'),
    ('contacts', 'SID', '', '', 'S'),
    ('leads', 'SID', '', '', 'S'),
    ('lead_contacts', 'SID', '', '', 'S'),
    ('messages', 'SID', '', '', 'SI'),
    ('calls', 'SID', '', '', 'S'),
    ('transcripts', 'SID', '', '', 'S'),
    ('lead_events', 'SI', '', '', 'SI'),
    ('re_properties', 'SID', '', '', 'S'),
    ('deals', 'SID', '', '', 'S'),
    ('deal_events', 'SI', '', '', 'SI'),
    ('ai_jobs', 'SI', '', '', 'S'),
    ('re_documents', 'SID', '', '', 'S'),
    ('re_lead_documents', 'SID', '', '', 'S'),
    ('re_property_documents', 'SID', '', '', 'S'),
    ('system_logs', '', '', 'SD', ''),
    ('users', '', '', '', ''),
    ('schema_version', '', '', '', ''),
    ('document_places', '', '', '', '');
CREATE TEMPORARY TABLE tables AS
SELECT
    p.*, CASE WHEN table_name IN ('users', 'schema_version', 'document_places') THEN 'auth' ELSE 'public' END::name
        AS schema_name
FROM privileges AS p;

SELECT table_owner_is(schema_name, table_name, 'doughy_owner'::name)
FROM tables ORDER BY schema_name, table_name;
SELECT table_privs_are(
    schema_name, table_name, role,
    ARRAY(
        SELECT name
        FROM (VALUES ('S', 'SELECT'::name), ('I', 'INSERT'), ('D', 'DELETE')) AS l (letter, name)
        WHERE position(letter IN letters) > 0
    )
)
FROM tables
CROSS JOIN LATERAL (
    VALUES
        ('doughy_member'::name, doughy_member), ('doughy_support', doughy_support),
        ('doughy_admin', doughy_admin), ('doughy_service', doughy_service),
        ('tap/' || current_database(), '')
) AS r (role, letters)
ORDER BY table_name, role;

-- The columns that may be written where not all may; `-` stands before what may not.
CREATE TEMPORARY TABLE by_column (table_name name, role name, privilege text, columns text[]);
INSERT INTO by_column VALUES
    ('profiles', 'doughy_member', 'UPDATE', '{full_name,avatar_url}'),
    ('profiles', 'doughy_admin', 'UPDATE', '{role}'),
    ('api_keys', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('user_plans', 'doughy_admin', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('user_plans', 'doughy_service', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('workspaces', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('contacts', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('leads', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('lead_contacts', 'doughy_member', 'UPDATE', '{-lead_id,-contact_id,-user_id,-owner_slot}'),
    ('messages', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('messages', 'doughy_service', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('calls', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('transcripts', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('re_properties', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('deals', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('ai_jobs', 'doughy_member', 'UPDATE', '{status}'),
    ('ai_jobs', 'doughy_service', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('re_documents', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('re_lead_documents', 'doughy_member', 'UPDATE', '{-id,-user_id,-owner_slot}'),
    ('system_logs', 'doughy_admin', 'INSERT', '{id,level,source,message,details}'),
    ('system_logs', 'doughy_service', 'INSERT', '{id,level,source,message,details}');
CREATE TEMPORARY TABLE granted AS
SELECT
    c.relname AS table_name, r.rolname AS role, x.privilege,
    array_agg(a.attname::text ORDER BY a.attname) AS columns
FROM pg_attribute AS a
JOIN pg_class AS c ON c.oid = a.attrelid
CROSS JOIN pg_roles AS r
CROSS JOIN (VALUES ('UPDATE'), ('INSERT'), ('REFERENCES'), ('SELECT')) AS x (privilege)
WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text IN ('auth', 'public')
    AND r.rolname IN ('doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service')
    AND a.attnum > 0 AND NOT a.attisdropped
    AND has_column_privilege(r.oid, c.oid, a.attnum, x.privilege)
    AND NOT has_table_privilege(r.oid, c.oid, x.privilege)
GROUP BY c.relname, r.rolname, x.privilege;
SELECT set_eq(
    'SELECT table_name, role, privilege FROM granted',
    'SELECT table_name, role, privilege FROM by_column',
    'privileges on single columns are given on these tables alone'
);
SELECT is(
    (SELECT columns FROM granted AS g WHERE (table_name, role, privilege)
        = (b.table_name, b.role, b.privilege)),
    CASE WHEN b.columns[1] LIKE '-%' THEN ARRAY(
        SELECT a.attname::text
        FROM pg_attribute AS a
        WHERE a.attrelid = to_regclass('public.' || b.table_name) AND a.attnum > 0
            AND NOT a.attisdropped AND '-' || a.attname <> ALL (b.columns)
        ORDER BY a.attname
    ) ELSE ARRAY(SELECT c COLLATE "C" FROM unnest(b.columns) AS c ORDER BY 1) END,
    format('%s may %s these columns of %s', b.role, lower(b.privilege), b.table_name)
)
FROM by_column AS b ORDER BY b.table_name, b.role;

-- Schemas, the database, the groups ----------------------------------------------------------

SELECT schema_owner_is(s, o)
FROM (
    VALUES ('auth'::name, 'doughy_owner'::name), ('internal', 'doughy_owner'),
        ('public', 'pg_database_owner')
) AS a (s, o);
SELECT schema_privs_are(s, r, CASE
    WHEN s <> 'internal' AND r IN ('doughy_member', 'doughy_service') THEN ARRAY['USAGE']
    ELSE ARRAY[]::text[]
END::name[])
FROM unnest(ARRAY['auth', 'internal', 'public']::name[]) AS s
CROSS JOIN unnest(ARRAY[
    'doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service',
    'tap/' || current_database()
]::name[]) AS r;

SELECT db_owner_is(current_database(), 'doughy_owner'::name);
SELECT database_privs_are(current_database(), login, privileges::name[])
FROM tap_people
JOIN (
    VALUES ('ann', '{CONNECT,TEMPORARY}'), ('worker', '{CONNECT,TEMPORARY}'), ('nobody', '{}')
) AS a (name, privileges) USING (name);
SELECT database_privs_are(current_database(), r, ARRAY[]::name[])
FROM unnest(ARRAY[
    'doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service'
]::name[]) AS r;

SELECT is(
    (
        SELECT format('%s %s %s %s %s', rolcanlogin, rolsuper, rolcreatedb, rolreplication,
            rolbypassrls)
        FROM pg_roles WHERE rolname = r
    ),
    'f f f f f', r || ' cannot sign in and is above nothing'
)
FROM unnest(ARRAY[
    'doughy_owner', 'doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service'
]) AS r;
SELECT is(
    (SELECT array_agg(rolname::text) FROM pg_roles WHERE rolname LIKE 'doughy_%' AND rolcreaterole),
    ARRAY['doughy_owner'], 'the owner alone makes roles'
);
SELECT is_empty(
    'SELECT m.member::regrole FROM pg_auth_members AS m
    JOIN pg_roles AS r ON r.oid = m.member AND NOT r.rolsuper
    WHERE m.roleid = ''doughy_owner''::regrole AND r.rolname LIKE current_database() || ''/%''',
    'no person is a member of the owner'
);
SELECT is_empty(
    'SELECT t.typname FROM pg_type AS t
    WHERE t.typnamespace::regnamespace::text IN (''auth'', ''public'')
        AND t.typowner <> ''doughy_owner''::regrole',
    'every type is the owner''s'
);
SELECT is_empty(
    'SELECT c.relname FROM pg_class AS c
    WHERE c.relnamespace::regnamespace::text IN (''auth'', ''internal'', ''public'')
        AND (c.relowner <> ''doughy_owner''::regrole OR c.relkind NOT IN (''r'', ''i''))',
    'there are tables and indexes, all of them the owner''s, and nothing else'
);

SELECT * FROM finish();
ROLLBACK;
