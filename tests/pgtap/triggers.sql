-- Every trigger: when it fires, for what, and what it calls; that each of them is on.
BEGIN;
\ir helpers/people.psql
SELECT plan(156);

CREATE TEMPORARY TABLE triggers (
    table_name name, name name PRIMARY KEY, event text, definition text, function name
);
INSERT INTO triggers VALUES
    (
        'leads', 'leads_skip_taken', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((current_setting(''doughy.skip_taken''::text, true) = ''on''::text))',
        'skip_taken_lead'
    ),
    (
        'contacts', 'contacts_skip_taken', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((current_setting(''doughy.skip_taken''::text, true) = ''on''::text))',
        'skip_taken_contact'
    ),
    (
        're_properties', 're_properties_skip_taken', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((current_setting(''doughy.skip_taken''::text, true) = ''on''::text))',
        'skip_taken_property'
    ),
    (
        'lead_contacts', 'lead_contacts_own', 'BEFORE INSERT OR UPDATE OF lead_id',
        'FOR EACH ROW', 'own_as_lead'
    ),
    (
        'messages', 'messages_own', 'BEFORE INSERT OR UPDATE OF lead_id',
        'FOR EACH ROW', 'own_as_lead'
    ),
    (
        'calls', 'calls_own', 'BEFORE INSERT OR UPDATE OF lead_id',
        'FOR EACH ROW', 'own_as_lead'
    ),
    (
        'transcripts', 'transcripts_own', 'BEFORE INSERT OR UPDATE OF lead_id',
        'FOR EACH ROW', 'own_as_lead'
    ),
    (
        'lead_events', 'lead_events_own', 'BEFORE INSERT OR UPDATE OF lead_id',
        'FOR EACH ROW', 'own_as_lead'
    ),
    (
        're_lead_documents', 're_lead_documents_own', 'BEFORE INSERT OR UPDATE OF lead_id',
        'FOR EACH ROW', 'own_as_lead'
    ),
    (
        're_property_documents', 're_property_documents_own', 'BEFORE INSERT OR UPDATE OF property_id, document_id',
        'FOR EACH ROW', 'own_as_property_and_document'
    ),
    (
        'deal_events', 'deal_events_own', 'BEFORE INSERT OR UPDATE OF deal_id',
        'FOR EACH ROW', 'own_as_deal'
    ),
    (
        'ai_jobs', 'ai_jobs_own', 'BEFORE INSERT OR UPDATE OF deal_id',
        'FOR EACH ROW', 'own_as_deal'
    ),
    (
        'ai_jobs', 'ai_jobs_check_status', 'BEFORE UPDATE OF status',
        'FOR EACH ROW WHEN ((old.status IS DISTINCT FROM new.status))',
        'check_job_status'
    ),
    (
        'ai_jobs', 'ai_jobs_log_update', 'AFTER UPDATE',
        'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT',
        'log_failed_jobs'
    ),
    (
        'api_keys', 'api_keys_fill_user_id', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.user_id IS NULL))',
        'fill_user_id'
    ),
    (
        'api_keys', 'api_keys_log_delete', 'AFTER DELETE',
        'REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT',
        'log_api_keys'
    ),
    (
        'api_keys', 'api_keys_log_insert', 'AFTER INSERT',
        'REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT',
        'log_api_keys'
    ),
    (
        'api_keys', 'api_keys_log_update', 'AFTER UPDATE',
        'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT',
        'log_api_keys'
    ),
    ('api_keys', 'api_keys_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    ('calls', 'calls_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    (
        'contacts', 'contacts_fill_user_id', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.user_id IS NULL))',
        'fill_user_id'
    ),
    (
        'contacts', 'contacts_normalise', 'BEFORE INSERT OR UPDATE OF email, phone',
        'FOR EACH ROW WHEN (((new.email IS NOT NULL) OR (new.phone IS NOT NULL)))',
        'normalise_contact'
    ),
    ('contacts', 'contacts_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    (
        'deal_events', 'deal_events_fill_created_by', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.created_by IS NULL))',
        'fill_created_by'
    ),
    (
        'deals', 'deals_events_insert', 'AFTER INSERT',
        'REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT',
        'deal_events'
    ),
    (
        'deals', 'deals_events_update', 'AFTER UPDATE',
        'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT',
        'deal_events'
    ),
    (
        'deals', 'deals_fill_user_id', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.user_id IS NULL))',
        'fill_user_id'
    ),
    ('deals', 'deals_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    ('lead_contacts', 'lead_contacts_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    (
        'lead_events', 'lead_events_fill_created_by', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.created_by IS NULL))',
        'fill_created_by'
    ),
    (
        'leads', 'leads_events_insert', 'AFTER INSERT',
        'REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT',
        'lead_events'
    ),
    (
        'leads', 'leads_events_update', 'AFTER UPDATE',
        'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT',
        'lead_events'
    ),
    (
        'leads', 'leads_fill_user_id', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.user_id IS NULL))',
        'fill_user_id'
    ),
    (
        'leads', 'leads_normalise', 'BEFORE INSERT OR UPDATE OF email, phone',
        'FOR EACH ROW WHEN (((new.email IS NOT NULL) OR (new.phone IS NOT NULL)))',
        'normalise_contact'
    ),
    ('leads', 'leads_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    ('messages', 'messages_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    (
        'profiles', 'profiles_change_role', 'AFTER UPDATE OF role',
        'FOR EACH ROW WHEN ((old.role IS DISTINCT FROM new.role))',
        'change_role'
    ),
    ('profiles', 'profiles_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    (
        're_documents', 're_documents_events_insert', 'AFTER INSERT',
        'REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT',
        'document_events'
    ),
    (
        're_documents', 're_documents_events_update', 'AFTER UPDATE',
        'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT',
        'document_events'
    ),
    (
        're_documents', 're_documents_fill_uploaded_by', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.uploaded_by IS NULL))',
        'fill_uploaded_by'
    ),
    (
        're_documents', 're_documents_fill_user_id', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.user_id IS NULL))',
        'fill_user_id'
    ),
    ('re_documents', 're_documents_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    ('re_lead_documents', 're_lead_documents_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    (
        're_properties', 're_properties_fill_user_id', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.user_id IS NULL))',
        'fill_user_id'
    ),
    ('re_properties', 're_properties_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    (
        'system_logs', 'system_logs_notify', 'AFTER INSERT',
        'REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT',
        'notify_logs'
    ),
    (
        'transcripts', 'transcripts_fill_created_by', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.created_by IS NULL))',
        'fill_created_by'
    ),
    ('transcripts', 'transcripts_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    ('user_plans', 'user_plans_log', 'AFTER INSERT OR DELETE', 'FOR EACH ROW', 'log_plans'),
    (
        'user_plans', 'user_plans_log_update', 'AFTER UPDATE',
        'FOR EACH ROW WHEN (((old.plan_name IS DISTINCT FROM new.plan_name)'
        ' OR (old.status IS DISTINCT FROM new.status)))',
        'log_plans'
    ),
    ('user_plans', 'user_plans_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    (
        'workspaces', 'workspaces_fill_user_id', 'BEFORE INSERT',
        'FOR EACH ROW WHEN ((new.user_id IS NULL))',
        'fill_user_id'
    ),
    ('workspaces', 'workspaces_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch'),
    (
        'users', 'create_profile_on_signup', 'AFTER INSERT',
        'FOR EACH ROW WHEN ((NOT new.is_service))',
        'create_profile'
    ),
    ('users', 'users_touch', 'BEFORE UPDATE', 'FOR EACH ROW', 'touch');

SELECT triggers_are(
    n.nspname, c.relname, ARRAY(SELECT t.name FROM triggers AS t WHERE t.table_name = c.relname)
)
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname IN ('auth', 'public')
WHERE c.relkind = 'r' ORDER BY c.relname;

SELECT is(
    (SELECT pg_get_triggerdef(p.oid) FROM pg_trigger AS p WHERE p.tgname = t.name),
    format(
        'CREATE TRIGGER %I %s ON %s.%I %s EXECUTE FUNCTION internal.%I()', t.name, t.event,
        CASE t.table_name WHEN 'users' THEN 'auth' ELSE 'public' END, t.table_name,
        t.definition, t.function
    ),
    'the definition of ' || t.name
)
FROM triggers AS t ORDER BY t.name;

SELECT is(
    (SELECT p.tgenabled::text FROM pg_trigger AS p WHERE p.tgname = t.name), 'O',
    t.name || ' is enabled'
)
FROM triggers AS t ORDER BY t.name;

-- No ON CONFLICT and no MERGE where people give ids and change rows; else no rule at all.
SELECT rules_are(
    n.nspname, c.relname,
    CASE
        WHEN c.relname IN (
            'workspaces', 'contacts', 'leads', 'messages', 'calls', 'transcripts', 're_properties',
            're_documents', 're_lead_documents', 'deals', 'ai_jobs', 'api_keys'
        )
            THEN ARRAY[format('%s_no_upsert', c.relname)::name]
        ELSE ARRAY[]::name[]
    END
)
FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname IN ('auth', 'public')
WHERE c.relkind = 'r' ORDER BY c.relname;

SELECT * FROM finish();
ROLLBACK;
