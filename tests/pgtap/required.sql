-- Every NOT NULL: a row without the value is refused, and the refusal names the column.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(119);

SELECT tap_person('ann');
SELECT tap_rows('ann');

CREATE TEMPORARY TABLE required (table_name text PRIMARY KEY, columns text[]);
INSERT INTO required VALUES
    ('profiles', '{id,email,role,created_at,updated_at}'),
    ('api_keys', '{id,user_id,service,key_ciphertext,created_at,updated_at}'),
    ('user_plans', '{id,user_id,created_at,updated_at}'),
    ('workspaces', '{id,user_id,name,created_at,updated_at}'),
    ('contacts', '{id,user_id,is_deleted,created_at,updated_at}'),
    ('leads', '{id,user_id,name,status,is_deleted,created_at,updated_at}'),
    ('lead_contacts', '{lead_id,contact_id,relation,created_at,updated_at,user_id}'),
    ('messages', '{id,lead_id,channel,direction,status,created_at,updated_at,user_id}'),
    ('calls', '{id,lead_id,direction,created_at,updated_at,user_id}'),
    ('transcripts', '{id,lead_id,is_deleted,created_at,updated_at,user_id}'),
    ('lead_events', '{id,lead_id,event_type,created_at,user_id}'),
    ('re_properties', '{id,user_id,address_line_1,city,state,zip,created_at,updated_at}'),
    ('deals', '{id,user_id,status,stage,title,created_at,updated_at}'),
    ('deal_events', '{id,deal_id,event_type,created_at,user_id}'),
    ('ai_jobs', '{id,job_type,status,attempts,created_at,run_after,max_attempts}'),
    ('re_documents', '{id,user_id,title,type,file_url,created_at,updated_at}'),
    ('re_lead_documents', '{id,lead_id,title,type,file_url,created_at,updated_at,user_id}'),
    ('re_property_documents', '{property_id,document_id,is_primary,created_at,user_id}'),
    ('system_logs', '{id,level,source,message,created_at,xid}'),
    (
        'users',
        '{id,email,login_role,is_service,must_change_password,created_at,updated_at}'
    ),
    ('schema_version', '{version_num}'),
    ('document_places', '{place,set_at}');

SELECT set_eq(
    'SELECT c.relname::text, a.attname::text
    FROM pg_attribute AS a
    JOIN pg_class AS c ON c.oid = a.attrelid
    WHERE a.attnotnull AND a.attnum > 0 AND c.relkind = ''r''
        AND c.relnamespace::regnamespace::text IN (''auth'', ''public'')',
    'SELECT table_name, unnest(columns) FROM required',
    'every column that must have a value is among those that are tried'
);

-- The row itself would come too late: NOT NULL is looked at before any index is.
SELECT throws_ok(
    tap_copy(table_name, 'ann', jsonb_build_object(name, NULL)), '23502',
    format('null value in column "%s" of relation "%s" violates not-null constraint', name,
        table_name),
    format('%s.%s must have a value', table_name, name)
)
FROM required CROSS JOIN unnest(columns) AS name
WHERE table_name NOT IN ('users', 'schema_version', 'document_places')
    -- What belongs to something gets its owner from that, whatever is given.
    AND (name <> 'user_id' OR NOT columns && '{lead_id,deal_id,property_id}')
ORDER BY table_name, name;

INSERT INTO auth.document_places (place) VALUES ('local');
SELECT throws_ok(
    format(
        'INSERT INTO auth.%1$I SELECT (jsonb_populate_record(r, %2$L)).* FROM auth.%1$I AS r',
        table_name, jsonb_build_object(name, NULL)
    ),
    '23502',
    format('null value in column "%s" of relation "%s" violates not-null constraint', name,
        table_name),
    format('auth.%s.%s must have a value', table_name, name)
)
FROM required CROSS JOIN unnest(columns) AS name
WHERE table_name IN ('users', 'schema_version', 'document_places') ORDER BY table_name, name;

SELECT * FROM finish();
ROLLBACK;
