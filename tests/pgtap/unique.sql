-- Every unique index, primary keys among them: refuses a second row by its name, and takes one
-- that only looks like a second.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(41);

SELECT tap_person('ann');
SELECT tap_person('ben');
SELECT tap_rows('ann');
SELECT tap_rows('ben');
UPDATE public.leads SET email = 'owner@tap.example.com', phone = '+14155550100'
WHERE id = tap_row('ann', 'leads');

-- What a copy of Ann's row differs in, so that this index alone is in its way.
CREATE TEMPORARY TABLE uniques (name text PRIMARY KEY, table_name text, changes jsonb);
INSERT INTO uniques
SELECT t.name || '_pkey', t.name, '{}' FROM tap_tables AS t;
INSERT INTO uniques VALUES
    ('idx_api_keys_user_service_unique', 'api_keys', '{"id": true}'),
    ('idx_user_plans_user_unique', 'user_plans', '{"id": true}'),
    (
        'idx_leads_email_unique', 'leads',
        '{"id": true, "phone": null, "email": " OWNER@tap.example.com "}'
    ),
    (
        'idx_leads_phone_unique', 'leads',
        '{"id": true, "email": null, "phone": "+1 (415) 555-0100"}'
    ),
    ('idx_deals_property_active_unique', 'deals', '{"id": true, "title": "another"}'),
    ('profiles_email_key', 'profiles', '{"id": true}');
-- A new id, where one is wanted.
UPDATE uniques SET changes = changes || jsonb_build_object('id', gen_random_uuid())
WHERE changes ? 'id';
-- The keys come first in the order in which indexes are asked.
UPDATE uniques SET changes = '{"email": null, "phone": null}' WHERE name = 'leads_pkey';

SELECT set_eq(
    'SELECT i.indexrelid::regclass::text FROM pg_index AS i
    JOIN pg_class AS c ON c.oid = i.indrelid
    WHERE i.indisunique AND c.relnamespace::regnamespace::text IN (''auth'', ''public'')',
    'SELECT name FROM uniques UNION ALL VALUES (''auth.users_pkey''), (''auth.users_email_key''),
        (''auth.users_login_role_key''), (''auth.users_slot_key''), (''auth.schema_version_pkey''),
        (''auth.document_places_pkey'')',
    'every unique index is among those that are tried'
);
SELECT throws_ok(
    tap_copy(table_name, 'ann', changes), '23505',
    format('duplicate key value violates unique constraint "%s"', name),
    name || ' refuses a second row'
)
FROM uniques ORDER BY name;

SELECT throws_ok(
    format(
        'INSERT INTO auth.users SELECT (jsonb_populate_record(u, %L)).* FROM auth.users AS u
        WHERE id = tap_id(''ann'')', changes
    ),
    '23505', format('duplicate key value violates unique constraint "%s"', name),
    name || ' refuses a second row'
)
FROM (
    VALUES
        ('users_pkey', jsonb_build_object('email', 'c@tap.example.com', 'login_role', 'c')),
        ('users_email_key', jsonb_build_object('id', gen_random_uuid(), 'login_role', 'c')),
        (
            'users_login_role_key',
            jsonb_build_object('id', gen_random_uuid(), 'email', 'c@tap.example.com')
        )
) AS a (name, changes);
SELECT throws_ok(
    'INSERT INTO auth.schema_version SELECT * FROM auth.schema_version', '23505',
    'duplicate key value violates unique constraint "schema_version_pkey"',
    'schema_version_pkey refuses a second row'
);
SELECT throws_ok(
    'INSERT INTO auth.document_places (place) VALUES (''local''), (''local'')', '23505',
    'duplicate key value violates unique constraint "document_places_pkey"',
    'document_places_pkey refuses a second row'
);

-- What is not a second one.
SELECT lives_ok(
    format('INSERT INTO public.leads (user_id, name, email, phone, is_deleted) '
        'VALUES (%L, %L, %L, %L, %L)', tap_id(who), 'y', email, phone, is_deleted),
    description
)
FROM (
    VALUES
        (
            'ben', 'owner@tap.example.com', '+14155550100', false,
            'another person has a lead with the same e-mail and phone'
        ),
        (
            'ann', 'owner@tap.example.com', '+14155550100', true,
            'a deleted lead has the same e-mail and phone'
        ),
        ('ann', NULL, NULL, false, 'a lead has neither'),
        ('ann', NULL, NULL, false, 'and so has another')
) AS a (who, email, phone, is_deleted, description);
SELECT lives_ok(
    format('INSERT INTO public.deals (user_id, stage, title, status, property_id) '
        'VALUES (%L, %L, %L, %L, %L)', tap_id('ann'), 'analyzing', 'y', status, property_id),
    description
)
FROM (
    VALUES
        (
            'lost', tap_row('ann', 're_properties'),
            'a property has an old deal beside its active one'
        ),
        ('active', NULL, 'a deal has no property'),
        ('active', NULL, 'and so has another')
) AS a (status, property_id, description);
SELECT lives_ok(
    format('INSERT INTO public.api_keys (user_id, service, key_ciphertext) VALUES (%L, %L, %L)',
        tap_id(who), service, 'sealed'),
    description
)
FROM (
    VALUES
        ('ann', 'stripe', 'a person has a key for another service'),
        ('ben', 'twilio', 'and another person for theirs')
) AS a (who, service, description);
SELECT throws_ok(
    'UPDATE public.leads SET is_deleted = false, phone = NULL
    WHERE user_id = tap_id(''ann'') AND is_deleted',
    '23505', 'duplicate key value violates unique constraint "idx_leads_email_unique"',
    'a deleted lead does not come back beside its successor'
);

SELECT * FROM finish();
ROLLBACK;
