-- Who may touch what at all. Which rows of it, the policies say (40_policies.sql).
--
-- The group roles are made once for the cluster (doughy_cli/db/bootstrap.py):
--   doughy_owner     owns every object; nobody signs in as it
--   doughy_member    every person
--   doughy_support   people who read everything, beside being members
--   doughy_admin     people who read everything and manage people, beside being members
--   doughy_service   workers and other programs, which are not members

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO doughy_member, doughy_service;
GRANT USAGE ON SCHEMA auth TO doughy_member, doughy_service;

-- Members -------------------------------------------------------------------------------

GRANT SELECT ON
    public.profiles, public.api_keys, public.user_plans, public.workspaces, public.contacts,
    public.leads, public.lead_contacts, public.messages, public.calls, public.transcripts,
    public.lead_events, public.re_properties, public.re_documents, public.re_lead_documents,
    public.re_property_documents, public.deals, public.deal_events, public.ai_jobs
TO doughy_member;

GRANT INSERT ON
    public.api_keys, public.workspaces, public.contacts, public.leads, public.lead_contacts,
    public.messages, public.calls, public.transcripts, public.lead_events,
    public.re_properties, public.re_documents, public.re_lead_documents,
    public.re_property_documents, public.deals, public.deal_events, public.ai_jobs
TO doughy_member;

GRANT DELETE ON
    public.api_keys, public.workspaces, public.contacts, public.leads, public.lead_contacts,
    public.messages, public.calls, public.transcripts, public.re_properties,
    public.re_documents, public.re_lead_documents, public.re_property_documents, public.deals
TO doughy_member;

GRANT UPDATE (full_name, avatar_url) ON public.profiles TO doughy_member;
-- To cancel or to retry; everything else about a job is the worker's.
GRANT UPDATE (status) ON public.ai_jobs TO doughy_member;

-- Admins --------------------------------------------------------------------------------

GRANT UPDATE (role) ON public.profiles TO doughy_admin;
GRANT INSERT, DELETE ON public.user_plans TO doughy_admin;
GRANT SELECT, DELETE ON public.system_logs TO doughy_admin;

-- Services ------------------------------------------------------------------------------

GRANT SELECT ON
    public.profiles, public.user_plans, public.workspaces, public.contacts, public.leads,
    public.lead_contacts, public.messages, public.calls, public.transcripts,
    public.lead_events, public.re_properties, public.re_documents, public.re_lead_documents,
    public.re_property_documents, public.deals, public.deal_events, public.ai_jobs
TO doughy_service;

GRANT INSERT ON
    public.user_plans, public.messages, public.lead_events, public.deal_events
TO doughy_service;

-- When a log was written, and in which transaction, is not for its writer to say.
GRANT INSERT (id, level, source, message, details) ON public.system_logs
TO doughy_admin, doughy_service;

-- Updates -------------------------------------------------------------------------------
-- Every column but the keys and the owner: a row never changes hands or identity.

DO $$
DECLARE
    entry record;
BEGIN
    FOR entry IN
        SELECT granted.table_name, granted.role_name,
            string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum) AS columns
        FROM (
            VALUES
                ('api_keys', 'doughy_member'), ('workspaces', 'doughy_member'),
                ('contacts', 'doughy_member'), ('leads', 'doughy_member'),
                ('lead_contacts', 'doughy_member'), ('messages', 'doughy_member'),
                ('calls', 'doughy_member'), ('transcripts', 'doughy_member'),
                ('re_properties', 'doughy_member'), ('re_documents', 'doughy_member'),
                ('re_lead_documents', 'doughy_member'), ('deals', 'doughy_member'),
                ('user_plans', 'doughy_admin'),
                ('user_plans', 'doughy_service'), ('messages', 'doughy_service'),
                ('ai_jobs', 'doughy_service')
        ) AS granted (table_name, role_name)
        JOIN pg_catalog.pg_attribute AS a
            ON a.attrelid = format('public.%I', granted.table_name)::regclass
            AND a.attnum > 0
            AND NOT a.attisdropped
        WHERE a.attname NOT IN ('id', 'user_id')
            AND a.attgenerated = ''
            AND NOT EXISTS (
                SELECT
                FROM pg_catalog.pg_index AS i
                WHERE i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)
            )
        GROUP BY granted.table_name, granted.role_name
    LOOP
        EXECUTE format(
            'GRANT UPDATE (%s) ON public.%I TO %I',
            entry.columns, entry.table_name, entry.role_name
        );
    END LOOP;
END
$$;
