-- Every index: its name, whether it is unique, its method, keys, INCLUDE and predicate.
BEGIN;
\ir helpers/people.psql
SELECT plan(131);

CREATE TEMPORARY TABLE indexes (
    table_name name, name name PRIMARY KEY, is_unique boolean, definition text
);
INSERT INTO indexes VALUES
    ('users', 'users_email_key', true, 'btree (email)'),
    ('users', 'users_login_role_key', true, 'btree (login_role)'),
    ('users', 'users_pkey', true, 'btree (id)'),
    ('users', 'users_slot_key', true, 'btree (((uuid_hash(id) >> 1)))'),
    ('schema_version', 'schema_version_pkey', true, 'btree (version_num)'),
    ('document_places', 'document_places_pkey', true, 'btree (place)'),
    ('profiles', 'profiles_email_key', true, 'btree (email)'),
    ('profiles', 'profiles_pkey', true, 'btree (id)'),
    ('api_keys', 'api_keys_pkey', true, 'btree (id)'),
    ('api_keys', 'idx_api_keys_user_id', false, 'btree (user_id)'),
    ('api_keys', 'idx_api_keys_user_service', false, 'btree (user_id, service)'),
    ('api_keys', 'idx_api_keys_user_service_unique', true, 'btree (user_id, service)'),
    ('user_plans', 'idx_user_plans_user_unique', true, 'btree (user_id)'),
    ('user_plans', 'user_plans_pkey', true, 'btree (id)'),
    ('workspaces', 'idx_workspaces_user_id', false, 'btree (user_id)'),
    ('workspaces', 'workspaces_pkey', true, 'btree (id)'),
    ('contacts', 'contacts_pkey', true, 'btree (id)'),
    ('contacts', 'idx_contacts_user_created', false, 'btree (user_id, created_at DESC)'),
    ('contacts', 'idx_contacts_user_email', false, 'btree (user_id, email)'),
    ('contacts', 'idx_contacts_user_phone', false, 'btree (user_id, phone)'),
    (
        'leads', 'idx_leads_active', false,
        'btree (user_id, created_at DESC)'
        ' WHERE ((status = ANY (ARRAY[''active''::lead_status, ''qualified''::lead_status]))'
        ' AND (is_deleted = false))'
    ),
    ('leads', 'idx_leads_email', false, 'btree (user_id, email)'),
    ('leads', 'idx_leads_email_lower', false, 'hash (lower(email))'),
    (
        'leads', 'idx_leads_email_unique', true,
        'btree (user_id, lower(email)) WHERE ((email IS NOT NULL) AND (is_deleted = false))'
    ),
    (
        'leads', 'idx_leads_merged_into', false,
        'btree (merged_into) WHERE (merged_into IS NOT NULL)'
    ),
    ('leads', 'idx_leads_name_lower', false, 'btree (user_id, lower(name))'),
    (
        'leads', 'idx_leads_next_action', false,
        'btree (user_id, next_action_due)'
        ' WHERE ((next_action_due IS NOT NULL) AND (is_deleted = false))'
    ),
    ('leads', 'idx_leads_phone', false, 'btree (user_id, phone)'),
    (
        'leads', 'idx_leads_phone_unique', true,
        'btree (user_id, phone) WHERE ((phone IS NOT NULL) AND (is_deleted = false))'
    ),
    ('leads', 'idx_leads_status', false, 'btree (status)'),
    ('leads', 'idx_leads_tags_gin', false, 'gin (tags)'),
    (
        'leads', 'idx_leads_triage', false,
        'btree (user_id, created_at)'
        ' WHERE ((status = ''new''::lead_status) AND (is_deleted = false))'
    ),
    ('leads', 'idx_leads_user_created', false, 'btree (user_id, created_at DESC)'),
    ('leads', 'idx_leads_user_id', false, 'btree (user_id)'),
    ('leads', 'idx_leads_user_status', false, 'btree (user_id, status)'),
    (
        'leads', 'idx_leads_user_status_covering', false,
        'btree (user_id, status) INCLUDE (name, email, phone, score, created_at)'
    ),
    ('leads', 'idx_leads_workspace_id', false, 'btree (workspace_id)'),
    ('leads', 'leads_pkey', true, 'btree (id)'),
    ('lead_contacts', 'idx_lead_contacts_contact_id', false, 'btree (contact_id)'),
    ('lead_contacts', 'lead_contacts_pkey', true, 'btree (lead_id, contact_id)'),
    ('messages', 'idx_messages_external_id', false, 'hash (external_id)'),
    ('messages', 'idx_messages_user_id', false, 'btree (user_id)'),
    ('messages', 'idx_messages_lead_id', false, 'btree (lead_id)'),
    ('messages', 'messages_pkey', true, 'btree (id)'),
    ('calls', 'calls_pkey', true, 'btree (id)'),
    ('calls', 'idx_calls_lead_id', false, 'btree (lead_id)'),
    ('transcripts', 'idx_transcripts_call_id', false, 'btree (call_id)'),
    ('transcripts', 'idx_transcripts_created_by', false, 'btree (created_by)'),
    ('transcripts', 'idx_transcripts_lead_id', false, 'btree (lead_id)'),
    ('transcripts', 'transcripts_pkey', true, 'btree (id)'),
    ('lead_events', 'idx_lead_events_created_by', false, 'btree (created_by)'),
    ('lead_events', 'idx_lead_events_lead_id', false, 'btree (lead_id)'),
    ('lead_events', 'lead_events_pkey', true, 'btree (id)'),
    (
        're_properties', 'idx_re_properties_active', false,
        'btree (user_id, created_at DESC) WHERE (status = ''active''::text)'
    ),
    ('re_properties', 'idx_re_properties_city_state', false, 'btree (user_id, city, state)'),
    (
        're_properties', 'idx_re_properties_lead_id', false,
        'btree (lead_id) WHERE (lead_id IS NOT NULL)'
    ),
    ('re_properties', 'idx_re_properties_location', false, 'btree (user_id, city, state, zip)'),
    ('re_properties', 'idx_re_properties_user_id', false, 'btree (user_id)'),
    ('re_properties', 'idx_re_properties_user_status', false, 'btree (user_id, status)'),
    ('re_properties', 'idx_re_properties_zip', false, 'btree (user_id, zip)'),
    ('re_properties', 're_properties_pkey', true, 'btree (id)'),
    ('deals', 'deals_pkey', true, 'btree (id)'),
    (
        'deals', 'idx_deals_active_next_action', false,
        'btree (user_id, next_action_due)'
        ' WHERE ((status = ''active''::deal_status) AND (next_action_due IS NOT NULL))'
    ),
    ('deals', 'idx_deals_lead_id', false, 'btree (lead_id) WHERE (lead_id IS NOT NULL)'),
    (
        'deals', 'idx_deals_next_action_due', false,
        'btree (user_id, next_action_due) WHERE (next_action_due IS NOT NULL)'
    ),
    (
        'deals', 'idx_deals_property_active_unique', true,
        'btree (property_id)'
        ' WHERE ((status = ''active''::deal_status) AND (property_id IS NOT NULL))'
    ),
    (
        'deals', 'idx_deals_property_id', false,
        'btree (property_id) WHERE (property_id IS NOT NULL)'
    ),
    ('deals', 'idx_deals_status', false, 'btree (status)'),
    ('deals', 'idx_deals_user_created', false, 'btree (user_id, created_at DESC)'),
    ('deals', 'idx_deals_user_id', false, 'btree (user_id)'),
    ('deals', 'idx_deals_user_stage', false, 'btree (user_id, stage)'),
    ('deals', 'idx_deals_user_status', false, 'btree (user_id, status)'),
    (
        'deals', 'idx_deals_user_status_covering', false,
        'btree (user_id, status) INCLUDE (title, estimated_value, next_action_due, created_at)'
    ),
    ('deal_events', 'deal_events_pkey', true, 'btree (id)'),
    ('deal_events', 'idx_deal_events_created_at', false, 'btree (user_id, created_at DESC)'),
    ('deal_events', 'idx_deal_events_created_by', false, 'btree (created_by)'),
    ('deal_events', 'idx_deal_events_deal_id', false, 'btree (deal_id)'),
    ('deal_events', 'idx_deal_events_metadata_gin', false, 'gin (metadata)'),
    ('ai_jobs', 'ai_jobs_pkey', true, 'btree (id)'),
    ('ai_jobs', 'idx_ai_jobs_created_at', false, 'btree (user_id, created_at DESC)'),
    ('ai_jobs', 'idx_ai_jobs_deal_id', false, 'btree (deal_id)'),
    (
        'ai_jobs', 'idx_ai_jobs_leases', false,
        'btree (lease_expires_at) WHERE (status = ''running''::job_status)'
    ),
    (
        'ai_jobs', 'idx_ai_jobs_pending', false,
        'btree (created_at DESC)'
        ' WHERE (status = ANY (ARRAY[''queued''::job_status, ''failed''::job_status]))'
    ),
    (
        'ai_jobs', 'idx_ai_jobs_queue', false,
        'btree (run_after) WHERE (status = ''queued''::job_status)'
    ),
    ('ai_jobs', 'idx_ai_jobs_status', false, 'btree (status)'),
    ('re_documents', 'idx_re_documents_created_at', false, 'btree (user_id, created_at DESC)'),
    ('re_documents', 'idx_re_documents_deal_id', false, 'btree (deal_id)'),
    ('re_documents', 'idx_re_documents_metadata_gin', false, 'gin (metadata)'),
    (
        're_documents', 'idx_re_documents_property_created', false,
        'btree (user_id, property_id, created_at DESC) WHERE (property_id IS NOT NULL)'
    ),
    ('re_documents', 'idx_re_documents_property_id', false, 'btree (property_id)'),
    ('re_documents', 'idx_re_documents_type', false, 'btree (type)'),
    ('re_documents', 'idx_re_documents_uploaded_by', false, 'btree (uploaded_by)'),
    ('re_documents', 'idx_re_documents_user_id', false, 'btree (user_id)'),
    ('re_documents', 'idx_re_documents_user_type', false, 'btree (user_id, type)'),
    ('re_documents', 're_documents_pkey', true, 'btree (id)'),
    ('re_lead_documents', 'idx_lead_documents_lead_id', false, 'btree (lead_id)'),
    ('re_lead_documents', 'idx_lead_documents_type', false, 'btree (type)'),
    ('re_lead_documents', 're_lead_documents_pkey', true, 'btree (id)'),
    ('re_property_documents', 'idx_property_documents_document', false, 'btree (document_id)'),
    ('re_property_documents', 'idx_property_documents_property', false, 'btree (property_id)'),
    (
        're_property_documents', 're_property_documents_pkey', true,
        'btree (property_id, document_id)'
    ),
    ('system_logs', 'idx_system_logs_created_at', false, 'btree (created_at DESC)'),
    (
        'system_logs', 'idx_system_logs_deal', false,
        'btree ("left"((details ->> ''deal_id''::text), 36))'
        ' WHERE ((details ->> ''deal_id''::text) IS NOT NULL)'
    ),
    (
        'system_logs', 'idx_system_logs_job', false,
        'btree ("left"((details ->> ''job_id''::text), 36))'
        ' WHERE ((details ->> ''job_id''::text) IS NOT NULL)'
    ),
    ('system_logs', 'idx_system_logs_level', false, 'btree (level)'),
    (
        'system_logs', 'idx_system_logs_lead', false,
        'btree ("left"((details ->> ''lead_id''::text), 36))'
        ' WHERE ((details ->> ''lead_id''::text) IS NOT NULL)'
    ),
    ('system_logs', 'idx_system_logs_recent', false, 'btree (created_at DESC, level)'),
    ('system_logs', 'idx_system_logs_xid', false, 'btree (xid)'),
    ('system_logs', 'system_logs_pkey', true, 'btree (id)');

SELECT indexes_are(n.nspname, i.table_name, array_agg(i.name))
FROM indexes AS i
JOIN pg_class AS c ON c.relname = i.table_name
JOIN pg_namespace AS n ON n.oid = c.relnamespace AND n.nspname IN ('auth', 'public')
GROUP BY n.nspname, i.table_name ORDER BY i.table_name;

SELECT is(
    (
        SELECT p.indexdef
        FROM pg_indexes AS p
        WHERE p.indexname = i.name AND p.schemaname IN ('auth', 'public')
    ),
    format(
        'CREATE %sINDEX %I ON %s.%I USING %s', CASE WHEN i.is_unique THEN 'UNIQUE ' END, i.name,
        CASE WHEN i.table_name IN ('users', 'schema_version', 'document_places') THEN 'auth' ELSE 'public' END,
        i.table_name, i.definition
    ),
    'the definition of ' || i.name
)
FROM indexes AS i ORDER BY i.name;

SELECT * FROM finish();
ROLLBACK;
