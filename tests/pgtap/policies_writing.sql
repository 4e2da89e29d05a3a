-- Who may write which rows, tried as each of them. A row that may not be inserted is an error;
-- one that may not be changed or deleted is not found (0 rows) or an error.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(382);

SELECT tap_person('ann');
SELECT tap_person('ben', 'standard');
SELECT tap_person('sue', 'support');
SELECT tap_person('adam', 'admin');
SELECT tap_service('worker');

-- I insert, U update, D delete: by a member to a row of their own, by an admin and by a service
-- to a member's. Nobody may do anything else.
CREATE TEMPORARY TABLE may (
    table_name text PRIMARY KEY REFERENCES tap_tables (name),
    member text NOT NULL,
    admin text NOT NULL DEFAULT '',
    service text NOT NULL DEFAULT ''
);
INSERT INTO may VALUES
    ('profiles', 'U', 'U', ''),
    ('api_keys', 'IUD', '', ''),
    ('user_plans', '', 'IUD', 'IU'),
    ('workspaces', 'IUD', '', ''),
    ('contacts', 'IUD', '', ''),
    ('leads', 'IUD', '', ''),
    ('lead_contacts', 'IUD', '', ''),
    ('messages', 'IUD', '', 'IU'),
    ('calls', 'IUD', '', ''),
    ('transcripts', 'IUD', '', ''),
    ('lead_events', 'I', '', 'I'),
    ('re_properties', 'IUD', '', ''),
    ('deals', 'IUD', '', ''),
    ('deal_events', 'I', '', 'I'),
    ('ai_jobs', 'IU', '', 'U'),
    ('re_documents', 'IUD', '', ''),
    ('re_lead_documents', 'IUD', '', ''),
    ('re_property_documents', 'ID', '', ''),
    ('system_logs', '', 'ID', 'I');
SELECT is(
    (SELECT count(*) FROM may),
    (SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'),
    'every table is among those that are tried'
);

CREATE FUNCTION pgtap.tap_write(
    letter text, who text, statement text, allowed boolean, description text
) RETURNS text
LANGUAGE sql
AS $$
    SELECT CASE
        WHEN allowed THEN is(tap_try(who, statement), '1 row(s)', description)
        WHEN letter = 'I' THEN is(tap_try(who, statement), '42501', description)
        ELSE matches(tap_try(who, statement), '^(0 row\(s\)|42501)$', description)
    END
$$;

-- Inserts are tried when the rows they hang on are there and they are not: then they are made.
CREATE FUNCTION pgtap.tap_write_all() RETURNS SETOF text
LANGUAGE plpgsql
AS $$
DECLARE
    statement record;
BEGIN
    FOR statement IN
        SELECT
            t.name, actor.who, actor.owner, command.letter,
            command.letter = 'I' AND actor.who IS NULL AND t.name <> 'profiles' AS is_making,
            position(command.letter IN actor.letters) > 0 AS allowed,
            CASE command.letter
                WHEN 'I' THEN tap_insert(t.name, actor.owner)
                WHEN 'U' THEN tap_update(t.name, actor.owner)
                ELSE tap_delete(t.name, actor.owner)
            END AS text,
            format(
                '%s %s %s a row of %s in %s', actor.who,
                CASE WHEN position(command.letter IN actor.letters) > 0
                    THEN 'may' ELSE 'may not' END,
                CASE command.letter
                    WHEN 'I' THEN 'insert' WHEN 'U' THEN 'update' ELSE 'delete' END,
                actor.owner, t.name
            ) AS description
        FROM tap_tables AS t
        JOIN may ON may.table_name = t.name
        CROSS JOIN (VALUES (1, 'I'), (2, 'U'), (3, 'D')) AS command (place, letter)
        CROSS JOIN LATERAL (
            VALUES
                (1, 'ann', 'ann', may.member), (2, 'ann', 'ben', ''), (3, 'sue', 'ann', ''),
                (4, 'adam', 'ann', may.admin), (5, 'worker', 'ann', may.service),
                (6, 'nobody', 'ann', ''), (7, NULL, 'ann', ''), (8, NULL, 'ben', '')
        ) AS actor (place, who, owner, letters)
        ORDER BY command.letter <> 'I', t.place, command.place, actor.place
    LOOP
        IF statement.who IS NOT NULL THEN
            RETURN NEXT tap_write(
                statement.letter, statement.who, statement.text, statement.allowed,
                statement.description
            );
        ELSIF statement.is_making THEN
            EXECUTE statement.text;
        END IF;
    END LOOP;
END
$$;
SELECT tap_write_all();

-- A WHERE reads, and so is limited by what may be read. Without one, the policies for changing
-- and deleting stand alone.
SELECT is(
    tap_try('ann', CASE letter
        WHEN 'U' THEN format('UPDATE public.%I SET %s', t.name, t.changed)
        ELSE format('DELETE FROM public.%I', t.name) END),
    '1 row(s)',
    format(
        'all that a member can %s in %s is their own row',
        CASE letter WHEN 'U' THEN 'change' ELSE 'delete' END, t.name
    )
)
FROM tap_tables AS t
JOIN may ON may.table_name = t.name
JOIN (VALUES ('U'), ('D')) AS l (letter) ON position(letter IN may.member) > 0
ORDER BY t.place, letter;

-- What not even the owner of a row may change: whose it is, and which.
SELECT tap_act_as('ann');
SELECT throws_ok(
    format('UPDATE public.%I SET user_id = %L', t, tap_id('ben')), '42501',
    'permission denied for table ' || t, 'a row of ' || t || ' cannot be given away'
)
FROM unnest(ARRAY[
    'api_keys', 'user_plans', 'workspaces', 'contacts', 'leads', 're_properties', 'deals',
    're_documents'
]) AS t;
SELECT throws_ok(
    format('UPDATE public.profiles SET %I = %L', c, v), '42501',
    'permission denied for table profiles', 'nobody sets their own ' || c
)
FROM (
    VALUES ('id', gen_random_uuid()::text), ('email', 'x@example.com'), ('role', 'admin')
) AS a (c, v);
SELECT is(
    (SELECT role::text FROM public.profiles WHERE id = tap_id('ann')), 'user',
    'a member is a member still'
);

SELECT tap_reset();
SELECT * FROM finish();
ROLLBACK;
