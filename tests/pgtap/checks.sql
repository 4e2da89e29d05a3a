-- Every CHECK: refuses what is outside by its name, and takes what is just inside, and nothing.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(106);

SELECT tap_person('ann');
SELECT tap_rows('ann');

CREATE TEMPORARY TABLE checks (
    name text PRIMARY KEY, table_name text, column_name text, inside text[], outside text[]
);
INSERT INTO checks VALUES
    ('leads_score_check', 'leads', 'score', '{0,100,NULL}', '{-1,101}'),
    (
        'leads_merged_into_check', 'leads', 'merged_into', '{NULL}',
        ARRAY[tap_row('ann', 'leads')::text]
    ),
    ('re_properties_bedrooms_check', 're_properties', 'bedrooms', '{0,NULL}', '{-1}'),
    ('re_properties_bathrooms_check', 're_properties', 'bathrooms', '{0,1.5,NULL}', '{-0.1}'),
    ('re_properties_square_feet_check', 're_properties', 'square_feet', '{1,NULL}', '{0,-1}'),
    ('re_properties_lot_size_check', 're_properties', 'lot_size', '{1,NULL}', '{0,-1}'),
    (
        're_properties_year_built_check', 're_properties', 'year_built',
        ARRAY['1800', (extract(year FROM current_date) + 5)::text, NULL],
        ARRAY['1799', (extract(year FROM current_date) + 6)::text]
    ),
    (
        're_properties_repair_estimate_check', 're_properties', 'repair_estimate', '{0,NULL}',
        '{-0.01}'
    ),
    (
        're_properties_latitude_check', 're_properties', 'latitude', '{-90,90,NULL}',
        '{-90.000001,90.000001}'
    ),
    (
        're_properties_longitude_check', 're_properties', 'longitude', '{-180,180,NULL}',
        '{-180.000001,180.000001}'
    ),
    ('re_properties_bathrooms_not_nan', 're_properties', 'bathrooms', '{0}', '{NaN}'),
    ('re_properties_repair_estimate_not_nan', 're_properties', 'repair_estimate', '{0}', '{NaN}'),
    (
        're_properties_purchase_price_not_nan', 're_properties', 'purchase_price', '{0,NULL}',
        '{NaN}'
    ),
    ('re_properties_arv_not_nan', 're_properties', 'arv', '{0,NULL}', '{NaN}'),
    ('deals_estimated_value_not_nan', 'deals', 'estimated_value', '{0,NULL}', '{NaN}'),
    ('ai_jobs_max_attempts_check', 'ai_jobs', 'max_attempts', '{1,20}', '{0,21}'),
    ('deals_probability_check', 'deals', 'probability', '{0,100,NULL}', '{-1,101}'),
    ('re_documents_file_size_check', 're_documents', 'file_size', '{1,NULL}', '{0,-1}'),
    ('re_lead_documents_file_size_check', 're_lead_documents', 'file_size', '{1,NULL}', '{0,-1}'),
    (
        'lead_contacts_relation_check', 'lead_contacts', 'relation',
        '{owner,spouse,heir,attorney,agent,tenant,other}', '{friend,"",Owner}'
    ),
    ('calls_duration_secs_check', 'calls', 'duration_secs', '{0,NULL}', '{-1}'),
    ('transcripts_duration_secs_check', 'transcripts', 'duration_secs', '{0,NULL}', '{-1}'),
    (
        'system_logs_level_check', 'system_logs', 'level', '{debug,info,warning,error,critical}',
        '{fatal,"",Info}'
    );

SELECT set_eq(
    'SELECT conname::text FROM pg_constraint
    WHERE contype = ''c'' AND connamespace::regnamespace::text IN (''auth'', ''public'')',
    'SELECT name FROM checks
    UNION ALL VALUES (''users_email_normal''), (''users_service_has_no_at'')',
    'every CHECK is among those that are tried'
);
SELECT is_empty(
    'SELECT conname FROM pg_constraint WHERE NOT convalidated',
    'every constraint holds for all rows'
);
SELECT throws_ok(
    tap_update(table_name, 'ann', format('%I = %L', column_name, value)), '23514',
    format('new row for relation "%s" violates check constraint "%s"', table_name, name),
    format('%s.%s cannot be %L', table_name, column_name, value)
)
FROM checks CROSS JOIN unnest(outside) AS value ORDER BY name, value;
SELECT lives_ok(
    tap_update(table_name, 'ann', format('%I = %L', column_name, value)),
    format('%s.%s can be %L', table_name, column_name, value)
)
FROM checks CROSS JOIN unnest(inside) AS value ORDER BY name, value;

-- And as a person: the refusal names the constraint, and nothing is written.
SELECT tap_act_as('ann');
SELECT throws_ok(
    tap_update('leads', 'ann', 'name = ''changed'', score = 101'), '23514',
    'new row for relation "leads" violates check constraint "leads_score_check"',
    'a person is refused in the same words'
);
SELECT results_eq(
    format('SELECT name FROM public.leads WHERE id = %L', tap_row('ann', 'leads')), ARRAY['x'],
    'nothing of a refused change is kept'
);
SELECT tap_reset();

-- People: an e-mail address in lower case without blanks around it; a service's name has no @.
SELECT throws_ok(
    format(
        'INSERT INTO auth.users (email, login_role, is_service) VALUES (%L, %L, %L)',
        email, 'tap/new', is_service
    ),
    '23514', format('new row for relation "users" violates check constraint "%s"', name),
    format('%L cannot be the name of a %s', email, CASE WHEN is_service THEN 'service'
        ELSE 'person' END)
)
FROM (
    VALUES
        ('Cleo@tap.example.com', false, 'users_email_normal'),
        (' cleo@tap.example.com', false, 'users_email_normal'),
        ('Robot', true, 'users_email_normal'),
        ('', true, 'users_email_normal'),
        ('cleo', false, 'users_service_has_no_at'),
        ('robot@tap.example.com', true, 'users_service_has_no_at')
) AS a (email, is_service, name);
SELECT lives_ok(
    format(
        'INSERT INTO auth.users (email, login_role, is_service) VALUES (%L, %L, %L)',
        email, email, is_service
    ),
    format('%L can be one', email)
)
FROM (VALUES ('cleo@tap.example.com', false), ('robot.tap', true)) AS a (email, is_service);

SELECT * FROM finish();
ROLLBACK;
