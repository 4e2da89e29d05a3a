-- What triggers and the functions for people write into system_logs, what a signup makes, and
-- that no log holds a secret.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(44);

-- What this transaction has logged since the last look: level, source, message.
CREATE TEMPORARY TABLE seen (id uuid PRIMARY KEY);
CREATE FUNCTION pgtap.tap_logs() RETURNS text
LANGUAGE sql
AS $$
    WITH new AS (
        SELECT * FROM public.system_logs AS l
        WHERE xid = pg_current_xact_id() AND NOT EXISTS (SELECT FROM seen WHERE seen.id = l.id)
    ), kept AS (INSERT INTO seen SELECT id FROM new)
    SELECT string_agg(concat_ws(' | ', level, source, message), ' + ' ORDER BY message) FROM new
$$;
-- The groups of the database that a login is in.
CREATE FUNCTION pgtap.tap_groups(who text) RETURNS text
LANGUAGE sql
AS $$
    SELECT string_agg(replace(g.rolname, 'doughy_', ''), ' ' ORDER BY g.rolname)
    FROM tap_people AS p
    JOIN pg_roles AS r ON r.rolname = p.login
    JOIN pg_auth_members AS m ON m.member = r.oid
    JOIN pg_roles AS g ON g.oid = m.roleid
    WHERE p.name = who AND g.rolname LIKE 'doughy_%'
$$;
CREATE FUNCTION pgtap.tap_details(message text) RETURNS jsonb
LANGUAGE sql
AS $$
    SELECT l.details FROM public.system_logs AS l
    WHERE l.xid = pg_current_xact_id() AND l.message = tap_details.message
$$;

-- Signup -------------------------------------------------------------------------------------

SELECT tap_person('ann');
SELECT results_eq(
    'SELECT email, role::text, full_name FROM public.profiles WHERE id = tap_id(''ann'')',
    $$ VALUES ('ann@tap.example.com', 'user', NULL::text) $$, 'a signup makes a profile'
);
SELECT is(
    tap_logs(), 'info | auth | ann@tap.example.com was added as user', 'a signup is logged'
);
SELECT is(tap_groups('ann'), 'member', 'a user is a member');
SELECT is(
    (SELECT login FROM tap_people WHERE name = 'ann'),
    (current_database() || '/ann@tap.example.com')::name, 'the login is named after the database'
);

SELECT tap_service('worker');
SELECT is_empty(
    'SELECT FROM public.profiles WHERE id = tap_id(''worker'')', 'a service has no profile'
);
SELECT is(tap_logs(), 'info | auth | the service worker.tap was added', 'a service is logged');
SELECT is(tap_groups('worker'), 'service', 'a service is in its own group alone');

SELECT tap_person('sue', 'support');
SELECT is(tap_groups('sue'), 'member support', 'support is a member too');
SELECT tap_person('sam', 'standard');
SELECT is(tap_groups('sam'), 'member', 'standard is a member');
SELECT tap_person('adam', 'admin');
SELECT is(tap_groups('adam'), 'admin member', 'an admin is a member too');
SELECT matches(
    tap_logs(), 'warning \| auth \| adam@tap.example.com went from user to admin',
    'who begins as an admin is logged as one'
);
SELECT throws_ok(
    $$ SELECT tap_person('ann') $$, '23505',
    'ann@tap.example.com is already a person of this database', 'nobody signs up twice'
);

-- Roles --------------------------------------------------------------------------------------

SELECT tap_act_as('adam');
UPDATE public.profiles SET role = 'support' WHERE id = tap_id('ann');
SELECT tap_reset();
SELECT is(tap_groups('ann'), 'member support', 'a new role gives the login its groups');
SELECT is(
    tap_logs(), 'warning | auth | ann@tap.example.com went from user to support',
    'a new role is logged'
);
SELECT is(
    tap_details('ann@tap.example.com went from user to support') - 'by',
    jsonb_build_object('user_id', tap_id('ann'), 'email', 'ann@tap.example.com',
        'before', 'user', 'after', 'support'),
    'with what was before and after'
);
SELECT is(
    tap_details('ann@tap.example.com went from user to support') ->> 'by',
    (SELECT login::text FROM tap_people WHERE name = 'adam'), 'and who did it'
);
SELECT lives_ok($$ SELECT auth.set_role(tap_id('ann'), 'user') $$, 'and back');
SELECT is(tap_groups('ann'), 'member', 'takes the groups away');
SELECT is(
    tap_logs(), 'warning | auth | ann@tap.example.com went from support to user', 'is logged'
);
UPDATE public.profiles SET full_name = 'Ann' WHERE id = tap_id('ann');
SELECT is(tap_logs(), NULL, 'a change of name is not');

-- API keys -----------------------------------------------------------------------------------

SELECT tap_act_as('ann');
INSERT INTO public.api_keys (id, service, key_ciphertext, nonce, salt)
VALUES (tap_row('ann', 'api_keys'), 'openai', 'SECRET-1', 'SECRET-2', 'SECRET-3');
SELECT tap_reset();
SELECT is(tap_logs(), 'info | keys | the key for openai was set', 'a key that is set is logged');
SELECT is(
    tap_details('the key for openai was set'),
    jsonb_build_object('user_id', tap_id('ann'), 'service', 'openai', 'by',
        (SELECT login FROM tap_people WHERE name = 'ann')),
    'with whose it is and who did it'
);
SELECT tap_act_as('ann');
UPDATE public.api_keys SET status = 'healthy', last_checked = now() WHERE service = 'openai';
SELECT tap_reset();
SELECT is(tap_logs(), NULL, 'a key that is checked is not');
SELECT tap_act_as('ann');
UPDATE public.api_keys SET key_ciphertext = 'SECRET-4' WHERE service = 'openai';
SELECT tap_reset();
SELECT is(tap_logs(), 'info | keys | the key for openai was rotated', 'a new key is logged');
SELECT tap_act_as('ann');
DELETE FROM public.api_keys WHERE service = 'openai';
SELECT tap_reset();
SELECT is(tap_logs(), 'info | keys | the key for openai was removed', 'a removed key is logged');

-- Plans and jobs -----------------------------------------------------------------------------

SELECT tap_act_as('adam');
INSERT INTO public.user_plans (user_id, plan_name, status)
VALUES (tap_id('ann'), 'free', 'active');
SELECT tap_reset();
SELECT is(tap_logs(), 'info | plans | a plan was changed', 'a new plan is logged');
SELECT is(
    tap_details('a plan was changed') - 'by',
    jsonb_build_object('user_id', tap_id('ann'), 'before', NULL, 'after',
        jsonb_build_object('plan_name', 'free', 'status', 'active')),
    'with what it is'
);
SELECT tap_act_as('adam');
UPDATE public.user_plans SET stripe_customer_id = 'x' WHERE user_id = tap_id('ann');
SELECT tap_reset();
SELECT is(tap_logs(), NULL, 'a new customer number is not');
SELECT tap_act_as('adam');
UPDATE public.user_plans SET plan_name = 'pro' WHERE user_id = tap_id('ann');
SELECT tap_reset();
SELECT is(tap_logs(), 'info | plans | a plan was changed', 'another plan is logged');
SELECT tap_act_as('adam');
DELETE FROM public.user_plans WHERE user_id = tap_id('ann');
SELECT tap_reset();
SELECT is(tap_logs(), 'info | plans | a plan was changed', 'the end of a plan is logged');

SELECT tap_act_as('ann');
INSERT INTO public.deals (id, stage, title) VALUES (tap_row('ann', 'deals'), 'analyzing', 'x');
INSERT INTO public.ai_jobs (id, deal_id, job_type)
VALUES (tap_row('ann', 'ai_jobs'), tap_row('ann', 'deals'), 'document_analysis');
SELECT tap_act_as('worker');
UPDATE public.ai_jobs SET status = 'running', attempts = 1 WHERE id = tap_row('ann', 'ai_jobs');
SELECT tap_reset();
SELECT is(tap_logs(), NULL, 'a job that goes well is not logged');
SELECT tap_act_as('worker');
UPDATE public.ai_jobs SET status = 'queued' WHERE id = tap_row('ann', 'ai_jobs');
SELECT tap_reset();
SELECT is(
    tap_logs(), 'warning | jobs | a document_analysis job is tried again',
    'a job that goes back to the queue is logged'
);
SELECT tap_act_as('worker');
UPDATE public.ai_jobs SET status = 'running', attempts = 2 WHERE id = tap_row('ann', 'ai_jobs');
UPDATE public.ai_jobs SET status = 'queued', attempts = 1 WHERE id = tap_row('ann', 'ai_jobs');
UPDATE public.ai_jobs SET status = 'running' WHERE id = tap_row('ann', 'ai_jobs');
SELECT tap_reset();
SELECT is(tap_logs(), NULL, 'one that is handed back without a try is not');
SELECT tap_act_as('worker');
UPDATE public.ai_jobs SET status = 'failed', error_message = 'SECRET-5'
WHERE id = tap_row('ann', 'ai_jobs');
SELECT tap_reset();
SELECT is(
    tap_logs(), 'error | jobs | a document_analysis job failed', 'a job that fails is logged'
);
SELECT is(
    tap_details('a document_analysis job failed') - 'by',
    jsonb_build_object('job_id', tap_row('ann', 'ai_jobs'), 'deal_id', tap_row('ann', 'deals'),
        'job_type', 'document_analysis', 'attempts', 1),
    'with which it was'
);

-- Who leaves ---------------------------------------------------------------------------------

SELECT lives_ok($$ SELECT auth.disable_user(tap_id('sam')) $$, 'a person is disabled');
SELECT is(tap_logs(), 'warning | auth | sam@tap.example.com was disabled', 'and it is logged');
SELECT is(tap_groups('sam'), NULL, 'without any group left');
SELECT lives_ok($$ SELECT auth.enable_user(tap_id('sam')) $$, 'and enabled again');
SELECT is(tap_groups('sam'), 'member', 'in the group that they had');
SELECT is(tap_logs(), 'info | auth | sam@tap.example.com was enabled', 'and it is logged');
SELECT lives_ok($$ SELECT auth.delete_user(tap_id('sam')) $$, 'a person is removed');
SELECT is(tap_logs(), 'warning | auth | sam@tap.example.com was removed', 'and it is logged');

SELECT is_empty(
    'SELECT FROM public.system_logs AS l WHERE xid = pg_current_xact_id()
    AND (l::text LIKE ''%SECRET%'' OR l::text LIKE ''%SCRAM%'')',
    'no log holds a ciphertext, what a job said, or a verifier'
);

SELECT * FROM finish();
ROLLBACK;
