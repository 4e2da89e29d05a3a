-- Every function: whose it is, with whose rights and what search_path it runs, who may call it.
BEGIN;
\ir helpers/people.psql
SELECT plan(321);

CREATE TEMPORARY TABLE functions (
    schema_name name, name name, arguments text, result text, volatility text,
    is_definer boolean, callers text
);
INSERT INTO functions VALUES
    ('auth', 'analyze_leads', '', 'void', 'volatile', true, 'member'),
    ('auth', 'change_password', 'text', 'void', 'volatile', true, 'member service'),
    ('auth', 'create_service', 'text,text', 'uuid', 'volatile', true, 'admin'),
    ('auth', 'create_user', 'text,text,user_role,text,boolean', 'uuid', 'volatile', true, 'admin'),
    ('auth', 'delete_user', 'uuid', 'void', 'volatile', true, 'admin'),
    ('auth', 'disable_user', 'uuid', 'void', 'volatile', true, 'admin'),
    ('auth', 'document_places', '', 'text[]', 'stable', true, 'member service'),
    ('auth', 'enable_user', 'uuid', 'void', 'volatile', true, 'admin'),
    ('auth', 'job_key', 'uuid,uuid,text', 'record', 'stable', true, 'service'),
    ('auth', 'list_users', '', 'record', 'stable', true, 'admin'),
    ('auth', 'me', '', 'record', 'stable', true, 'member service'),
    ('auth', 'merge_lead_events', 'uuid,uuid,jsonb', 'integer', 'volatile', true, 'member'),
    ('auth', 'own_slot', '', 'boolean[]', 'stable', true, 'member service'),
    ('auth', 'reset_password', 'uuid,text', 'void', 'volatile', true, 'admin'),
    ('auth', 'set_document_place', 'text', 'void', 'volatile', true, 'admin'),
    ('auth', 'set_role', 'uuid,user_role', 'void', 'volatile', true, 'admin'),
    ('auth', 'uid', '', 'uuid', 'stable', true, 'member service'),
    ('auth', 'unmerge_lead_events', 'uuid', 'integer', 'volatile', true, 'member'),
    ('internal', 'begin_admin_change', '', 'void', 'volatile', true, ''),
    ('internal', 'change_role', '', 'trigger', 'volatile', true, ''),
    ('internal', 'check_job_status', '', 'trigger', 'volatile', true, ''),
    ('internal', 'check_verifier', 'text', 'void', 'volatile', true, ''),
    ('internal', 'create_login', 'text,text,boolean,boolean', 'uuid', 'volatile', true, ''),
    ('internal', 'create_profile', '', 'trigger', 'volatile', true, ''),
    ('internal', 'deal_events', '', 'trigger', 'volatile', true, ''),
    ('internal', 'document_events', '', 'trigger', 'volatile', true, ''),
    ('internal', 'end_sessions', 'name', 'void', 'volatile', true, ''),
    ('internal', 'fill_created_by', '', 'trigger', 'volatile', false, ''),
    ('internal', 'fill_uploaded_by', '', 'trigger', 'volatile', false, ''),
    ('internal', 'fill_user_id', '', 'trigger', 'volatile', false, ''),
    ('internal', 'find_user', 'uuid', 'auth.users', 'volatile', true, ''),
    ('internal', 'in_words', 'text', 'text', 'immutable', true, ''),
    ('internal', 'is_active_admin', 'uuid', 'boolean', 'stable', true, ''),
    ('internal', 'is_admin', '', 'boolean', 'stable', true, ''),
    ('internal', 'is_own_lead', 'uuid,uuid', 'boolean', 'stable', true, 'member'),
    ('internal', 'lead_events', '', 'trigger', 'volatile', true, ''),
    ('internal', 'log', 'text,text,text,jsonb', 'void', 'volatile', true, ''),
    ('internal', 'log_api_keys', '', 'trigger', 'volatile', true, ''),
    ('internal', 'log_failed_jobs', '', 'trigger', 'volatile', true, ''),
    ('internal', 'log_plans', '', 'trigger', 'volatile', true, ''),
    ('internal', 'login_role', 'text', 'text', 'stable', true, ''),
    ('internal', 'normalise_contact', '', 'trigger', 'volatile', false, ''),
    ('internal', 'notify_logs', '', 'trigger', 'volatile', true, ''),
    ('internal', 'own_as_deal', '', 'trigger', 'volatile', true, ''),
    ('internal', 'own_as_lead', '', 'trigger', 'volatile', true, ''),
    ('internal', 'own_as_property_and_document', '', 'trigger', 'volatile', true, ''),
    ('internal', 'refuse_last_admin', 'uuid', 'void', 'volatile', true, ''),
    ('internal', 'set_password', 'name,text', 'void', 'volatile', true, ''),
    ('internal', 'skip_taken_contact', '', 'trigger', 'volatile', true, ''),
    ('internal', 'skip_taken_lead', '', 'trigger', 'volatile', true, ''),
    ('internal', 'skip_taken_property', '', 'trigger', 'volatile', true, ''),
    ('internal', 'sync_groups', 'uuid', 'void', 'volatile', true, ''),
    ('internal', 'touch', '', 'trigger', 'volatile', false, '');

-- The guard is where a superuser made the schema, and is no function that anybody calls.
SELECT functions_are(
    schema_name,
    array_agg(name) || ARRAY(
        SELECT proname FROM pg_proc
        WHERE oid = to_regprocedure('auth.guard_groups()')
            AND pronamespace = schema_name::text::regnamespace
    )
)
FROM functions GROUP BY schema_name ORDER BY schema_name;
SELECT is_empty(
    'SELECT FROM pg_proc WHERE pronamespace = ''public''::regnamespace', 'public has no functions'
);

CREATE TEMPORARY TABLE found AS
SELECT f.*, p.*, format('%I.%I(%s)', f.schema_name, f.name, f.arguments) AS signature
FROM functions AS f
LEFT JOIN pg_proc AS p
    ON p.oid = to_regprocedure(format('%I.%I(%s)', f.schema_name, f.name, f.arguments));

SELECT is(proowner::regrole::text, 'doughy_owner', signature || ' is the owner''s')
FROM found ORDER BY signature;
SELECT is(prorettype::regtype::text, result, format('%s returns %s', signature, result))
FROM found ORDER BY signature;
SELECT is(
    CASE provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END,
    volatility, format('%s is %s', signature, volatility)
)
FROM found ORDER BY signature;
SELECT is(
    prosecdef, is_definer,
    signature || CASE WHEN is_definer THEN ' runs as its owner' ELSE ' runs as its caller' END
)
FROM found ORDER BY signature;
SELECT is(
    proconfig, CASE WHEN is_definer THEN ARRAY['search_path=pg_catalog, pg_temp'] END,
    signature || ' has the search_path that it should have'
)
FROM found ORDER BY signature;
-- Without a list of its own a function is everybody's.
SELECT is(
    (
        SELECT string_agg(
            CASE a.grantee WHEN 0 THEN 'PUBLIC'
                ELSE replace(a.grantee::regrole::text, 'doughy_', '') END,
            ' ' ORDER BY a.grantee::regrole::text
        )
        FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) AS a
        WHERE a.grantee <> proowner
    ),
    nullif(callers, ''),
    format('%s can be called by: %s', signature, coalesce(nullif(callers, ''), 'nobody'))
)
FROM found ORDER BY signature;

SELECT * FROM finish();
ROLLBACK;
