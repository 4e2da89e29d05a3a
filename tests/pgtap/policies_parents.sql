-- Foreign keys are checked without row level security, so the policies check them: a row can
-- only point at what is one's own. Every foreign key there is, inserted and updated.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(109);

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
SELECT is((SELECT count(*)::integer FROM keys), 32, 'there are 32 foreign keys');

-- A copy would break the primary key, but the policy is asked first.
SELECT is(
    tap_try(
        'ann',
        tap_copy(child, 'ann', jsonb_build_object(child_column, tap_row('ben', parent)))
    ),
    '42501', format('no row of %s is inserted with another''s %s', child, child_column)
)
FROM keys ORDER BY child, child_column;

-- Changed without a WHERE, which would also ask what may be read; first as privileges are, then
-- with privileges on every column, so that the policies stand alone.
CREATE FUNCTION pgtap.tap_move(child text, child_column text, parent text) RETURNS text
LANGUAGE sql
AS $$
    SELECT tap_try(
        'ann',
        format('UPDATE public.%I SET %I = %L', child, child_column, tap_row('ben', parent))
    )
$$;
SELECT is(
    tap_move(child, child_column, parent), '42501',
    format('no row of %s is moved to another''s %s', child, child_column)
)
FROM keys ORDER BY child, child_column;
GRANT UPDATE ON ALL TABLES IN SCHEMA public TO doughy_member;
SELECT is(
    tap_move(child, child_column, parent),
    CASE WHEN child IN ('deal_events', 'lead_events', 're_property_documents', 'user_plans')
        THEN '0 row(s)' ELSE '42501' END,
    format('by policy alone, no row of %s is moved to another''s %s', child, child_column)
)
FROM keys ORDER BY child, child_column;

-- A service writes into everybody's timelines, as itself.
SELECT tap_service('worker');
SELECT is(
    tap_try('worker', format(
        'INSERT INTO public.%1$s_events (%1$s_id, event_type, created_by) VALUES (%2$L, %3$L, %4$L)',
        kind, tap_row('ann', kind || 's'), 'note_added', tap_id(who)
    )),
    wanted, format('a service writes into a %s''s timeline as %s: %s', kind, who, wanted)
)
FROM (VALUES ('lead'), ('deal')) AS a (kind)
CROSS JOIN (VALUES ('worker', '1 row(s)'), ('ann', '42501')) AS b (who, wanted);

-- A member's job is queued or cancelled, even if the trigger that says when were not there.
ALTER TABLE public.ai_jobs DISABLE TRIGGER ai_jobs_check_status;
SELECT is(
    tap_try('ann', format('UPDATE public.ai_jobs SET status = %L', status)), wanted,
    format('by policy alone, a member sets a job to %s: %s', status, wanted)
)
FROM (
    VALUES ('running', '42501'), ('succeeded', '42501'), ('failed', '42501'),
        ('queued', '1 row(s)'), ('cancelled', '1 row(s)')
) AS a (status, wanted);

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
