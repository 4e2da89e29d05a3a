-- Row level security is on, and each table has these policies and no others: a name says whose
-- it is and for which command.
BEGIN;
\ir helpers/people.psql
SELECT plan(375);

-- S select, I insert, U update, D delete; staff are support and admins.
CREATE TEMPORARY TABLE policies AS
SELECT
    p.table_name::name,
    concat_ws('_', p.table_name, p.who, lower(c.command))::name AS name,
    c.command,
    CASE p.who
        WHEN 'staff' THEN ARRAY['doughy_admin', 'doughy_support']
        ELSE ARRAY['doughy_' || p.who]
    END::name[] AS roles
FROM (
    VALUES
        ('profiles', 'member', 'SU'), ('profiles', 'staff', 'S'), ('profiles', 'service', 'S'),
        ('profiles', 'admin', 'U'),
        ('api_keys', 'member', 'SIUD'), ('api_keys', 'admin', 'S'),
        ('user_plans', 'member', 'S'), ('user_plans', 'staff', 'S'),
        ('user_plans', 'admin', 'IUD'), ('user_plans', 'service', 'SIU'),
        ('workspaces', 'member', 'SIUD'), ('workspaces', 'staff', 'S'),
        ('workspaces', 'service', 'S'),
        ('contacts', 'member', 'SIUD'), ('contacts', 'staff', 'S'), ('contacts', 'service', 'S'),
        ('leads', 'member', 'SIUD'), ('leads', 'staff', 'S'), ('leads', 'service', 'S'),
        ('lead_contacts', 'member', 'SIUD'), ('lead_contacts', 'staff', 'S'),
        ('lead_contacts', 'service', 'S'),
        ('messages', 'member', 'SIUD'), ('messages', 'staff', 'S'),
        ('messages', 'service', 'SIU'),
        ('calls', 'member', 'SIUD'), ('calls', 'staff', 'S'), ('calls', 'service', 'S'),
        ('transcripts', 'member', 'SIUD'), ('transcripts', 'staff', 'S'),
        ('transcripts', 'service', 'S'),
        ('lead_events', 'member', 'SI'), ('lead_events', 'staff', 'S'),
        ('lead_events', 'service', 'SI'),
        ('re_properties', 'member', 'SIUD'), ('re_properties', 'staff', 'S'),
        ('re_properties', 'service', 'S'),
        ('deals', 'member', 'SIUD'), ('deals', 'staff', 'S'), ('deals', 'service', 'S'),
        ('deal_events', 'member', 'SI'), ('deal_events', 'staff', 'S'),
        ('deal_events', 'service', 'SI'),
        ('ai_jobs', 'member', 'SIU'), ('ai_jobs', 'staff', 'S'), ('ai_jobs', 'service', 'SU'),
        ('re_documents', 'member', 'SIUD'), ('re_documents', 'staff', 'S'),
        ('re_documents', 'service', 'S'),
        ('re_lead_documents', 'member', 'SIUD'), ('re_lead_documents', 'staff', 'S'),
        ('re_lead_documents', 'service', 'S'),
        ('re_property_documents', 'member', 'SID'), ('re_property_documents', 'staff', 'S'),
        ('re_property_documents', 'service', 'S'),
        ('system_logs', 'admin', 'SID'), ('system_logs', 'service', 'I')
) AS p (table_name, who, letters)
JOIN (
    VALUES ('S', 'SELECT'), ('I', 'INSERT'), ('U', 'UPDATE'), ('D', 'DELETE')
) AS c (letter, command) ON position(c.letter IN p.letters) > 0;

SELECT policies_are('public', table_name, array_agg(name))
FROM policies GROUP BY table_name ORDER BY table_name;
SELECT policy_cmd_is('public', table_name, name, command::text) FROM policies ORDER BY name;
SELECT policy_roles_are('public', table_name, name, roles) FROM policies ORDER BY name;

-- What is read is limited by USING, what is written by WITH CHECK, and nothing by RESTRICTIVE.
SELECT results_eq(
    format(
        'SELECT permissive, qual IS NOT NULL, with_check IS NOT NULL FROM pg_policies '
        'WHERE policyname = %L', name
    ),
    format(
        'SELECT %L, %L::boolean, %L::boolean', 'PERMISSIVE',
        command <> 'INSERT', command IN ('INSERT', 'UPDATE')
    ),
    name || ' says for what it reads, writes, or both'
)
FROM policies ORDER BY name;

SELECT ok(
    (SELECT relrowsecurity FROM pg_class WHERE oid = to_regclass('public.' || table_name)),
    table_name || ' has row level security'
)
FROM policies GROUP BY table_name ORDER BY table_name;
SELECT is_empty(
    'SELECT relname FROM pg_class AS c
    WHERE relnamespace = ''public''::regnamespace AND relkind IN (''r'', ''p'')
        AND NOT EXISTS (SELECT FROM policies WHERE table_name = relname)',
    'no table is without policies'
);
SELECT policies_are('auth', t, ARRAY[]::name[]) FROM unnest(ARRAY['users', 'schema_version', 'document_places']) AS t;

SELECT * FROM finish();
ROLLBACK;
