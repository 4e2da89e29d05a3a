-- Foreign keys are checked without row level security, so the policies check them: a row can
-- only point at what is one's own. Every foreign key there is, inserted and updated.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(66);

SELECT tap_person('ann');
SELECT tap_person('ben');
SELECT tap_rows('ann');
SELECT tap_rows('ben');

CREATE TEMPORARY TABLE keys AS
SELECT
    c.conname AS name, child.relname AS child, a.attname AS child_column,
    parent.relname AS parent
FROM pg_constraint AS c
JOIN pg_class AS child ON child.oid = c.conrelid
JOIN pg_class AS parent ON parent.oid = c.confrelid
JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND child.relnamespace = 'public'::regnamespace;
SELECT is((SELECT count(*)::integer FROM keys), 31, 'there are 31 foreign keys');

-- A copy would break the primary key, but the policy is asked first.
SELECT is(
    tap_try(
        'ann',
        tap_copy(child, 'ann', jsonb_build_object(child_column, tap_row('ben', parent)))
    ),
    '42501', format('no row of %s is inserted with another''s %s', child, child_column)
)
FROM keys ORDER BY child, child_column;

SELECT is(
    tap_try(
        'ann', tap_update(child, 'ann', format('%I = %L', child_column, tap_row('ben', parent)))
    ),
    '42501', format('no row of %s is moved to another''s %s', child, child_column)
)
FROM keys ORDER BY child, child_column;

-- And where it is one's own, it may.
SELECT tap_act_as('ann');
INSERT INTO public.leads (id, name) VALUES (tap_row('ann', 'other lead'), 'y');
SELECT lives_ok(
    tap_update('leads', 'ann', format('%I = %L', c, tap_row('ann', v))),
    'a lead can have one''s own ' || c
)
FROM (VALUES ('workspace_id', 'workspaces'), ('merged_into', 'other lead')) AS a (c, v);
SELECT lives_ok(
    format(
        'INSERT INTO public.leads (name, workspace_id, merged_into) VALUES (%L, %L, %L)',
        'z', tap_row('ann', 'workspaces'), tap_row('ann', 'leads')
    ),
    'a new lead can, too'
);

SELECT tap_reset();
SELECT * FROM finish();
ROLLBACK;
