"""What turns each pgTAP file red: at least one damage to the schema for each of them."""

# File, damage, what the file says of it.
DAMAGES = [
    (
        "columns.sql",
        "ALTER TABLE public.leads ALTER COLUMN is_deleted DROP DEFAULT",
        "the columns of leads",
    ),
    (
        "columns.sql",
        "ALTER TABLE public.deals ADD COLUMN extra text",
        "the columns of deals",
    ),
    ("columns.sql", "CREATE TABLE public.extra ()", "Extra tables"),
    (
        "enums.sql",
        "ALTER TYPE public.lead_status ADD VALUE 'lost'",
        "Enum public.lead_status should have labels",
    ),
    (
        "enums.sql",
        "ALTER TABLE public.ai_jobs ADD COLUMN last public.job_status",
        "every column of an enum is among those that are tried",
    ),
    ("indexes.sql", "DROP INDEX public.idx_leads_user_created", "idx_leads_user_created"),
    (
        "indexes.sql",
        "DROP INDEX public.idx_leads_active; CREATE INDEX idx_leads_active ON public.leads "
        "(user_id, created_at DESC) WHERE is_deleted = false",
        "the definition of idx_leads_active",
    ),
    (
        "triggers.sql",
        "ALTER TABLE public.deals DISABLE TRIGGER deals_touch",
        "deals_touch is enabled",
    ),
    ("triggers.sql", "DROP TRIGGER leads_normalise ON public.leads", "leads_normalise"),
    (
        "functions.sql",
        "ALTER FUNCTION auth.uid() RESET search_path",
        "auth.uid() has the search_path that it should have",
    ),
    (
        "functions.sql",
        "GRANT EXECUTE ON FUNCTION internal.log(text, text, text, jsonb) TO PUBLIC",
        "internal.log(text,text,text,jsonb) can be called by: nobody",
    ),
    (
        "functions.sql",
        "ALTER FUNCTION internal.log_plans() SECURITY INVOKER",
        "internal.log_plans() runs as its owner",
    ),
    (
        "privileges.sql",
        "GRANT UPDATE (user_id) ON public.leads TO doughy_member",
        "doughy_member may update these columns of leads",
    ),
    ("privileges.sql", "GRANT TRUNCATE ON public.deals TO doughy_admin", "TRUNCATE"),
    ("privileges.sql", "ALTER TABLE public.calls OWNER TO postgres", "calls"),
    ("privileges.sql", "GRANT USAGE ON SCHEMA internal TO doughy_member", "internal"),
    ("policies.sql", "DROP POLICY leads_staff_select ON public.leads", "leads_staff_select"),
    (
        "policies.sql",
        "ALTER POLICY api_keys_admin_select ON public.api_keys TO doughy_admin, doughy_support",
        "api_keys_admin_select",
    ),
    (
        "policies.sql",
        "ALTER TABLE public.contacts DISABLE ROW LEVEL SECURITY",
        "contacts has row level security",
    ),
    (
        "policies_reading.sql",
        "ALTER POLICY leads_member_select ON public.leads USING (true)",
        "a member does not see another's row of leads",
    ),
    (
        "policies_reading.sql",
        "DROP POLICY messages_service_select ON public.messages",
        "a service sees a member's row of messages",
    ),
    (
        "policies_writing.sql",
        "ALTER POLICY leads_member_insert ON public.leads WITH CHECK (true)",
        "ann may not insert a row of ben in leads",
    ),
    (
        "policies_writing.sql",
        "ALTER POLICY calls_member_delete ON public.calls USING (true)",
        "all that a member can delete in calls is their own row",
    ),
    (
        "policies_writing.sql",
        "ALTER POLICY contacts_member_update ON public.contacts USING (true)",
        "all that a member can change in contacts is their own row",
    ),
    (
        "policies_parents.sql",
        "ALTER POLICY deals_member_insert ON public.deals "
        "WITH CHECK (user_id = (SELECT auth.uid()))",
        "no row of deals is inserted with another's property_id",
    ),
    (
        "policies_parents.sql",
        "ALTER POLICY leads_member_update ON public.leads "
        "WITH CHECK (user_id = (SELECT auth.uid()))",
        "no row of leads is moved to another's merged_into",
    ),
    (
        "policies_parents.sql",
        "ALTER POLICY messages_member_update ON public.messages WITH CHECK (true)",
        "no row of messages is moved to another's lead_id",
    ),
    (
        "policies_parents.sql",
        "ALTER POLICY contacts_member_update ON public.contacts WITH CHECK (true)",
        "by policy alone, no row of contacts is moved to another's user_id",
    ),
    (
        "policies_parents.sql",
        "ALTER POLICY deal_events_service_insert ON public.deal_events WITH CHECK (true)",
        "a service writes into a deal's timeline as ann: 42501",
    ),
    (
        "checks.sql",
        "ALTER TABLE public.leads DROP CONSTRAINT leads_score_check",
        "leads.score cannot be '101'",
    ),
    (
        "checks.sql",
        "ALTER TABLE public.deals DROP CONSTRAINT deals_probability_check, ADD CONSTRAINT "
        "deals_probability_check CHECK (probability > 0 AND probability <= 100)",
        "deals.probability can be '0'",
    ),
    (
        "required.sql",
        "ALTER TABLE public.deals ALTER COLUMN title DROP NOT NULL",
        "deals.title must have a value",
    ),
    (
        "unique.sql",
        "DROP INDEX public.idx_deals_property_active_unique",
        "idx_deals_property_active_unique refuses a second row",
    ),
    (
        "unique.sql",
        "DROP INDEX public.idx_leads_phone_unique; CREATE UNIQUE INDEX idx_leads_phone_unique "
        "ON public.leads (phone) WHERE phone IS NOT NULL AND is_deleted = false",
        "another person has a lead with the same e-mail and phone",
    ),
    (
        "cascades.sql",
        "ALTER TABLE public.re_documents DROP CONSTRAINT re_documents_deal_id_fkey, "
        "ADD CONSTRAINT re_documents_deal_id_fkey FOREIGN KEY (deal_id) "
        "REFERENCES public.deals ON DELETE CASCADE",
        "re_documents.deal_id, its deals deleted: SET NULL",
    ),
    (
        "cascades.sql",
        "ALTER TABLE public.lead_contacts DROP CONSTRAINT lead_contacts_contact_id_fkey, "
        "ADD CONSTRAINT lead_contacts_contact_id_fkey FOREIGN KEY (contact_id) "
        "REFERENCES public.contacts",
        "lead_contacts.contact_id, its contacts deleted: CASCADE",
    ),
    (
        "cascades.sql",
        "ALTER TABLE public.leads DROP CONSTRAINT leads_workspace_id_fkey, "
        "ADD CONSTRAINT leads_workspace_id_fkey FOREIGN KEY (workspace_id) "
        "REFERENCES public.workspaces ON DELETE SET NULL",
        "leads.workspace_id, its workspaces deleted: NO ACTION",
    ),
    (
        "effects_rows.sql",
        "DROP TRIGGER contacts_touch ON public.contacts",
        "contacts.updated_at moves with a change",
    ),
    (
        "effects_rows.sql",
        "DROP TRIGGER contacts_normalise ON public.contacts",
        "contacts.email: ",
    ),
    (
        "effects_rows.sql",
        "DROP TRIGGER ai_jobs_check_status ON public.ai_jobs",
        "a member cannot turn a succeeded job into a queued one",
    ),
    (
        "effects_timelines.sql",
        "DROP TRIGGER leads_events_update ON public.leads",
        "a lead's change: score = 80",
    ),
    (
        "effects_timelines.sql",
        "DROP TRIGGER re_documents_events_update ON public.re_documents",
        "a document is moved to a deal",
    ),
    (
        "effects_logs.sql",
        "DROP TRIGGER create_profile_on_signup ON auth.users",
        "a signup makes a profile",
    ),
    (
        "effects_logs.sql",
        "DROP TRIGGER user_plans_log_update ON public.user_plans",
        "another plan is logged",
    ),
]
