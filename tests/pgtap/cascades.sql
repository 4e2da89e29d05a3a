-- Every foreign key: what becomes of a row when the one it points at is deleted.
BEGIN;
\ir helpers/people.psql
\ir helpers/rows.psql
SELECT plan(72);

SELECT tap_person('ann');
SELECT tap_rows('ann');

CREATE TEMPORARY TABLE keys (child text, name text, parent text, rule text);
INSERT INTO keys VALUES
    ('profiles', 'id', 'users', 'NO ACTION'),
    ('api_keys', 'user_id', 'users', 'NO ACTION'),
    ('user_plans', 'user_id', 'users', 'NO ACTION'),
    ('workspaces', 'user_id', 'users', 'NO ACTION'),
    ('contacts', 'user_id', 'users', 'NO ACTION'),
    ('leads', 'user_id', 'users', 'NO ACTION'),
    ('leads', 'workspace_id', 'workspaces', 'NO ACTION'),
    ('leads', 'merged_into', 'leads', 'SET NULL'),
    ('lead_contacts', 'lead_id', 'leads', 'CASCADE'),
    ('lead_contacts', 'contact_id', 'contacts', 'CASCADE'),
    ('messages', 'lead_id', 'leads', 'CASCADE'),
    ('calls', 'lead_id', 'leads', 'CASCADE'),
    ('transcripts', 'lead_id', 'leads', 'CASCADE'),
    ('transcripts', 'call_id', 'calls', 'SET NULL'),
    ('transcripts', 'created_by', 'users', 'NO ACTION'),
    ('lead_events', 'lead_id', 'leads', 'CASCADE'),
    ('lead_events', 'created_by', 'users', 'NO ACTION'),
    ('re_properties', 'user_id', 'users', 'NO ACTION'),
    ('re_properties', 'lead_id', 'leads', 'SET NULL'),
    ('deals', 'user_id', 'users', 'NO ACTION'),
    ('deals', 'lead_id', 'leads', 'SET NULL'),
    ('deals', 'property_id', 're_properties', 'SET NULL'),
    ('deal_events', 'deal_id', 'deals', 'CASCADE'),
    ('deal_events', 'created_by', 'users', 'NO ACTION'),
    ('ai_jobs', 'deal_id', 'deals', 'CASCADE'),
    ('re_documents', 'user_id', 'users', 'NO ACTION'),
    ('re_documents', 'property_id', 're_properties', 'SET NULL'),
    ('re_documents', 'deal_id', 'deals', 'SET NULL'),
    ('re_documents', 'uploaded_by', 'users', 'NO ACTION'),
    ('re_lead_documents', 'lead_id', 'leads', 'CASCADE'),
    ('re_property_documents', 'property_id', 're_properties', 'CASCADE'),
    ('re_property_documents', 'document_id', 're_documents', 'CASCADE');

SELECT set_eq(
    'SELECT conname::text FROM pg_constraint
    WHERE contype = ''f'' AND connamespace::regnamespace::text IN (''auth'', ''public'')',
    'SELECT format(''%s_%s_fkey'', child, name) FROM keys',
    'every foreign key is among those that are tried'
);
SELECT fk_ok(
    'public', child::name, name::name,
    CASE parent WHEN 'users' THEN 'auth' ELSE 'public' END, parent::name, 'id'
)
FROM keys ORDER BY child, name;

-- Make a parent that nothing else points at, point Ann's row at it, delete it and look. All of
-- it is taken back, so that each trial finds Ann's rows as they were.
CREATE FUNCTION pgtap.tap_orphan(child text, name text, parent text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    schema_name text := CASE parent WHEN 'users' THEN 'auth' ELSE 'public' END;
    new_id uuid := gen_random_uuid();
    changes jsonb := jsonb_build_object('id', new_id);
    is_there boolean;
    is_null boolean;
    rows integer;
    outcome text;
BEGIN
    IF parent = 'users' THEN
        changes := changes
            || jsonb_build_object('email', new_id || '@tap.example.com', 'login_role', new_id);
    ELSIF parent = 'deals' THEN
        changes := changes || jsonb_build_object('status', 'lost');
    END IF;
    EXECUTE tap_again(
        format('%I.%I', schema_name, parent)::regclass, changes,
        format('r.id = %L', tap_row('ann', parent))
    );
    IF child = 'profiles' THEN
        DELETE FROM auth.users WHERE id = new_id;
        RETURN 'the parent was deleted';
    END IF;
    DELETE FROM public.profiles WHERE id = new_id;
    EXECUTE tap_update(child, 'ann', format('%I = %L', name, new_id));
    GET DIAGNOSTICS rows = ROW_COUNT;
    ASSERT rows = 1;
    -- A key's column names the row, so it is looked for by both.
    EXECUTE format('DELETE FROM %I.%I WHERE id = %L', schema_name, parent, new_id);
    EXECUTE format(
        'SELECT true, %2$I IS NULL FROM public.%1$I WHERE %3$s', child, name,
        CASE WHEN child IN ('lead_contacts', 're_property_documents')
            THEN format('%I = %L', name, new_id)
            ELSE format('id = %L', tap_row('ann', child))
        END
    ) INTO is_there, is_null;
    outcome := CASE WHEN is_there IS NULL THEN 'CASCADE' WHEN is_null THEN 'SET NULL'
        ELSE 'the row still points at it' END;
    RAISE EXCEPTION USING ERRCODE = 'TAP00';
EXCEPTION
    WHEN SQLSTATE 'TAP00' THEN
        RETURN outcome;
    WHEN foreign_key_violation THEN
        GET STACKED DIAGNOSTICS outcome = CONSTRAINT_NAME;
        RETURN 'NO ACTION by ' || outcome;
END
$$;

SELECT is(
    tap_orphan(child, name, parent),
    rule || CASE rule WHEN 'NO ACTION' THEN format(' by %s_%s_fkey', child, name) ELSE '' END,
    format('%s.%s, its %s deleted: %s', child, name, parent, rule)
)
FROM keys ORDER BY child, name;

-- As a person: a lead is deleted with what hangs on it, and its deal stays.
SELECT tap_person('ben');
SELECT tap_rows('ben');
SELECT tap_act_as('ben');
SELECT lives_ok(tap_delete('leads', 'ben'), 'a person can delete a lead with all that hangs on it');
SELECT is_empty(tap_select(t, 'ben'), t || ' go with their lead')
FROM unnest(ARRAY['messages', 'calls', 'transcripts', 'lead_events']) AS t;
SELECT results_eq(
    format('SELECT lead_id FROM public.deals WHERE id = %L', tap_row('ben', 'deals')),
    ARRAY[NULL::uuid], 'a deal stays when its lead goes'
);
SELECT results_eq(
    format(
        'SELECT lead_id FROM public.re_properties WHERE id = %L', tap_row('ben', 're_properties')
    ),
    ARRAY[NULL::uuid], 'a property stays when its lead goes'
);

SELECT tap_reset();
SELECT * FROM finish();
ROLLBACK;
