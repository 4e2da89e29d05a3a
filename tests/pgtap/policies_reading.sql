-- Who sees which rows, as each of them: a row of one's own, a row of somebody else's.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(128);

SELECT tap_person('ann');
SELECT tap_person('ben', 'standard');
SELECT tap_person('sue', 'support');
SELECT tap_person('adam', 'admin');
SELECT tap_service('worker');
SELECT tap_rows('ann');
SELECT tap_rows('ben');

SELECT is(
    (SELECT count(*) FROM tap_tables),
    (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'),
    'every table is among those that are tried'
);

SELECT tap_act_as('ann');
SELECT is(auth.uid(), tap_id('ann'), 'a member is who they signed in as');
SELECT results_eq(tap_select(name, 'ann'), 'SELECT 1', 'a member sees their own row of ' || name)
FROM tap_tables WHERE name <> 'system_logs' ORDER BY place;
SELECT is_empty(tap_select(name, 'ben'), 'a member does not see another''s row of ' || name)
FROM tap_tables WHERE name <> 'system_logs' ORDER BY place;
SELECT throws_ok(
    'SELECT FROM public.system_logs', '42501', 'permission denied for table system_logs',
    'a member sees no logs'
);

SELECT tap_act_as('ben');
SELECT results_eq(
    'SELECT user_id FROM public.leads', ARRAY[tap_id('ben')],
    'without any condition, there are one''s own leads alone'
);

SELECT tap_act_as('sue');
SELECT results_eq(tap_select(name, 'ann'), 'SELECT 1', 'support sees a member''s row of ' || name)
FROM tap_tables WHERE name NOT IN ('api_keys', 'system_logs') ORDER BY place;
SELECT is_empty(tap_select('api_keys', 'ann'), 'support does not see a member''s API keys');
SELECT throws_ok(
    'SELECT FROM public.system_logs', '42501', 'permission denied for table system_logs',
    'support sees no logs'
);

SELECT tap_act_as('adam');
SELECT results_eq(tap_select(name, 'ann'), 'SELECT 1', 'an admin sees a member''s row of ' || name)
FROM tap_tables ORDER BY place;

SELECT tap_act_as('worker');
SELECT is(auth.uid(), tap_id('worker'), 'a service is who it signed in as');
SELECT results_eq(tap_select(name, 'ann'), 'SELECT 1', 'a service sees a member''s row of ' || name)
FROM tap_tables WHERE name NOT IN ('api_keys', 'system_logs') ORDER BY place;
SELECT throws_ok(
    tap_select(name, 'ann'), '42501', 'permission denied for table ' || name,
    'a service does not see ' || name
)
FROM tap_tables WHERE name IN ('api_keys', 'system_logs') ORDER BY place;

SELECT tap_act_as_nobody();
SELECT throws_ok(
    tap_select(name, 'ann'), '42501', 'permission denied for schema public',
    'who is nobody here sees nothing of ' || name
)
FROM tap_tables ORDER BY place;
SELECT throws_ok(
    'SELECT auth.uid()', '42501', 'permission denied for schema auth',
    'who is nobody here has no id'
);
SELECT tap_reset();
SELECT is(auth.uid(), NULL, 'a superuser is not a person');

-- The names of people are auth's alone.
SELECT is(
    tap_try(name, 'SELECT FROM auth.users'), '42501', name || ' cannot read auth.users'
)
FROM tap_people ORDER BY name;

-- Somebody who is disabled: their login is shut, and an open session sees nothing.
SELECT tap_reset();
SELECT lives_ok($$ SELECT auth.disable_user(tap_id('ben')) $$, 'a person can be disabled');
SELECT is(
    (SELECT rolcanlogin FROM pg_roles JOIN tap_people ON login = rolname WHERE name = 'ben'),
    false, 'who is disabled cannot sign in'
);
SELECT tap_act_as('ben');
SELECT throws_ok(
    'SELECT FROM public.leads', '42501', 'permission denied for schema public',
    'who is disabled sees nothing'
);

SELECT tap_reset();
SELECT * FROM finish();
ROLLBACK;
