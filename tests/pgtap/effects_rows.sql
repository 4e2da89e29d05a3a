-- What triggers make of a row that is written: its time of change, its owner, a tidy e-mail and
-- phone, and which status of a job may follow which.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(71);

SELECT tap_person('ann');
SELECT tap_service('worker');
SELECT tap_rows('ann');

-- The time of the last change ----------------------------------------------------------------

SELECT set_eq(
    'SELECT c.relname::text FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid
    WHERE a.attname = ''updated_at'' AND c.relkind = ''r''
        AND c.relnamespace = ''public''::regnamespace',
    'SELECT name FROM tap_tables WHERE name NOT IN (''lead_events'', ''deal_events'', ''ai_jobs'',
        ''re_property_documents'', ''system_logs'')',
    'every table but these five says when a row was changed'
);
CREATE FUNCTION pgtap.tap_touch(table_name text, change text DEFAULT NULL) RETURNS interval
LANGUAGE plpgsql
AS $$
DECLARE
    before timestamptz;
    after timestamptz;
BEGIN
    EXECUTE replace(tap_select(table_name, 'ann'), 'SELECT 1', 'SELECT updated_at') INTO before;
    EXECUTE tap_update(table_name, 'ann', change);
    EXECUTE replace(tap_select(table_name, 'ann'), 'SELECT 1', 'SELECT updated_at') INTO after;
    RETURN after - before;
END
$$;
SELECT cmp_ok(tap_touch(name), '>', '0'::interval, name || '.updated_at moves with a change')
FROM tap_tables WHERE name NOT IN ('lead_events', 'deal_events', 'ai_jobs',
    're_property_documents', 'system_logs') ORDER BY place;
SELECT cmp_ok(
    tap_touch(name, 'updated_at = ''2001-01-01'''), '>', '0'::interval,
    name || '.updated_at is not for its writer to say'
)
FROM tap_tables WHERE name NOT IN ('lead_events', 'deal_events', 'ai_jobs',
    're_property_documents', 'system_logs') ORDER BY place;
UPDATE auth.users SET must_change_password = false WHERE id = tap_id('ann');
SELECT cmp_ok(
    (SELECT updated_at - created_at FROM auth.users WHERE id = tap_id('ann')), '>', '0'::interval,
    'auth.users.updated_at moves with a change'
);

-- Whose row it is ----------------------------------------------------------------------------

SELECT tap_act_as('ann');
CREATE FUNCTION pg_temp.written(statement text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    found text;
BEGIN
    EXECUTE statement INTO found;
    RETURN found;
END
$$;
SELECT is(
    pg_temp.written(format('INSERT INTO public.%I %s RETURNING %I', t, made, c)),
    tap_id('ann')::text, format('%s.%s is the writer, where nothing is said', t, c)
)
FROM (
    VALUES
        ('api_keys', 'user_id', '(service, key_ciphertext) VALUES (''stripe'', ''sealed'')'),
        ('workspaces', 'user_id', '(name) VALUES (''y'')'),
        ('contacts', 'user_id', '(first_name) VALUES (''y'')'),
        ('leads', 'user_id', '(name) VALUES (''y'')'),
        (
            're_properties', 'user_id',
            '(address_line_1, city, state, zip) VALUES (''y'', ''y'', ''CA'', ''94110'')'
        ),
        ('deals', 'user_id', '(stage, title) VALUES (''analyzing'', ''y'')'),
        (
            're_documents', 'user_id',
            '(title, type, file_url) VALUES (''y'', ''deed'', ''y'')'
        ),
        (
            're_documents', 'uploaded_by',
            '(title, type, file_url) VALUES (''y'', ''deed'', ''y'')'
        ),
        (
            'transcripts', 'created_by',
            format('(lead_id) VALUES (%L)', tap_row('ann', 'leads'))
        ),
        (
            'lead_events', 'created_by',
            format('(lead_id, event_type) VALUES (%L, ''y'')', tap_row('ann', 'leads'))
        ),
        (
            'deal_events', 'created_by',
            format('(deal_id, event_type) VALUES (%L, ''y'')', tap_row('ann', 'deals'))
        )
) AS a (t, c, made);

-- E-mails and phones -------------------------------------------------------------------------

SELECT is(
    pg_temp.written(
        format('INSERT INTO public.%I (%s, %s) VALUES (%L, %L) RETURNING %s', t, name, c, 'z', v, c)
    ),
    wanted, format('%s.%s: %L becomes %L', t, c, v, wanted)
)
FROM (VALUES ('leads', 'name'), ('contacts', 'first_name')) AS x (t, name)
CROSS JOIN (
    VALUES
        ('email', E' \tOwner@TAP.example.com\u00a0 ', 'owner@tap.example.com'),
        ('email', '  ', NULL),
        ('phone', ' +1 (415) 555-0101 ', '+14155550101'),
        ('phone', '+1 415 555 0102;ext=7', '+14155550102;ext=7'),
        ('phone', '+44 (0)20 7946 0103', '+44 (0)20 7946 0103'),
        ('phone', '415-555-0104', '415-555-0104'),
        ('phone', '+1 23', '+1 23'),
        ('phone', '', NULL)
) AS y (c, v, wanted);
SELECT is(
    pg_temp.written(
        tap_update(t, 'ann', 'email = ''ANN.OWNER@tap.example.com'', phone = ''+1 415 555 0105''')
        || ' RETURNING email || '' '' || phone'
    ),
    'ann.owner@tap.example.com +14155550105', t || ': a change is tidied, too'
)
FROM unnest(ARRAY['leads', 'contacts']) AS t;

-- Jobs ---------------------------------------------------------------------------------------

SELECT tap_reset();
CREATE FUNCTION pgtap.tap_job(who text, was public.job_status, becomes public.job_status)
RETURNS text
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE public.ai_jobs
    SET status = was, attempts = 3, error_message = 'x', started_at = now(), completed_at = NULL,
        progress = '{}', run_after = '2026-01-01', leased_by = 'x',
        lease_token = gen_random_uuid(), lease_expires_at = now()
    WHERE id = tap_row('ann', 'ai_jobs');
    PERFORM tap_act_as(who);
    UPDATE public.ai_jobs SET status = becomes WHERE id = tap_row('ann', 'ai_jobs');
    PERFORM tap_reset();
    RETURN (
        SELECT concat_ws(', ', status, attempts || ' attempts', 'said ' || error_message,
            CASE WHEN started_at IS NOT NULL THEN 'started' END,
            CASE WHEN completed_at IS NOT NULL THEN 'ended' END,
            CASE WHEN lease_expires_at IS NOT NULL THEN 'leased' END,
            CASE WHEN run_after > '2026-01-01' THEN 'due anew' END,
            'by ' || leased_by, CASE WHEN progress IS NOT NULL THEN 'come far' END)
        FROM public.ai_jobs WHERE id = tap_row('ann', 'ai_jobs')
    );
END
$$;
SELECT is(tap_job('ann', was, becomes), wanted, format('a %s job becomes %s', was, becomes))
FROM (
    VALUES
        ('queued'::public.job_status, 'cancelled'::public.job_status,
            'cancelled, 3 attempts, said x, started, ended, by x, come far'),
        ('running', 'cancelled', 'cancelled, 3 attempts, said x, started, ended, by x, come far'),
        ('failed', 'queued', 'queued, 0 attempts, due anew'),
        ('cancelled', 'queued', 'queued, 0 attempts, due anew')
) AS a (was, becomes, wanted);
SELECT throws_ok(
    format('SELECT tap_job(%L, %L, %L)', 'ann', was, becomes), '42501',
    format('a job that is %s cannot become %s', was, becomes),
    format('a member cannot turn a %s job into a %s one', was, becomes)
)
FROM (
    VALUES
        ('succeeded', 'queued'), ('succeeded', 'cancelled'), ('failed', 'cancelled'),
        ('running', 'queued'), ('running', 'succeeded'), ('queued', 'succeeded')
) AS a (was, becomes);
SELECT is(
    tap_job('worker', was, becomes), becomes || ', 3 attempts, said x, started, leased, by x, come far',
    format('a service turns a %s job into a %s one', was, becomes)
)
FROM (
    VALUES ('queued'::public.job_status, 'running'::public.job_status), ('running', 'succeeded')
) AS a (was, becomes);

SELECT * FROM finish();
ROLLBACK;
