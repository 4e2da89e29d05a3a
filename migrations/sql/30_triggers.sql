-- Triggers, by what they do. Row triggers come before the row is written; the ones that write
-- timelines and logs run once a statement, after it.

-- People --------------------------------------------------------------------------------

CREATE TRIGGER create_profile_on_signup
    AFTER INSERT ON auth.users
    FOR EACH ROW WHEN (NOT NEW.is_service)
    EXECUTE FUNCTION internal.create_profile();

CREATE TRIGGER profiles_change_role
    AFTER UPDATE OF role ON public.profiles
    FOR EACH ROW WHEN (OLD.role IS DISTINCT FROM NEW.role)
    EXECUTE FUNCTION internal.change_role();

-- The time of the last change -----------------------------------------------------------

CREATE TRIGGER users_touch
    BEFORE UPDATE ON auth.users
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER profiles_touch
    BEFORE UPDATE ON public.profiles
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER api_keys_touch
    BEFORE UPDATE ON public.api_keys
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER user_plans_touch
    BEFORE UPDATE ON public.user_plans
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER workspaces_touch
    BEFORE UPDATE ON public.workspaces
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER contacts_touch
    BEFORE UPDATE ON public.contacts
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER leads_touch
    BEFORE UPDATE ON public.leads
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER lead_contacts_touch
    BEFORE UPDATE ON public.lead_contacts
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER messages_touch
    BEFORE UPDATE ON public.messages
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER calls_touch
    BEFORE UPDATE ON public.calls
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER transcripts_touch
    BEFORE UPDATE ON public.transcripts
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER re_properties_touch
    BEFORE UPDATE ON public.re_properties
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER re_documents_touch
    BEFORE UPDATE ON public.re_documents
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER re_lead_documents_touch
    BEFORE UPDATE ON public.re_lead_documents
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

CREATE TRIGGER deals_touch
    BEFORE UPDATE ON public.deals
    FOR EACH ROW EXECUTE FUNCTION internal.touch();

-- E-mails and phones --------------------------------------------------------------------

CREATE TRIGGER leads_normalise
    BEFORE INSERT OR UPDATE OF email, phone ON public.leads
    FOR EACH ROW WHEN (NEW.email IS NOT NULL OR NEW.phone IS NOT NULL)
    EXECUTE FUNCTION internal.normalise_contact();

CREATE TRIGGER contacts_normalise
    BEFORE INSERT OR UPDATE OF email, phone ON public.contacts
    FOR EACH ROW WHEN (NEW.email IS NOT NULL OR NEW.phone IS NOT NULL)
    EXECUTE FUNCTION internal.normalise_contact();

-- Whose row it is, where the writer does not say ----------------------------------------

CREATE TRIGGER api_keys_fill_user_id
    BEFORE INSERT ON public.api_keys
    FOR EACH ROW WHEN (NEW.user_id IS NULL)
    EXECUTE FUNCTION internal.fill_user_id();

CREATE TRIGGER workspaces_fill_user_id
    BEFORE INSERT ON public.workspaces
    FOR EACH ROW WHEN (NEW.user_id IS NULL)
    EXECUTE FUNCTION internal.fill_user_id();

CREATE TRIGGER contacts_fill_user_id
    BEFORE INSERT ON public.contacts
    FOR EACH ROW WHEN (NEW.user_id IS NULL)
    EXECUTE FUNCTION internal.fill_user_id();

CREATE TRIGGER leads_fill_user_id
    BEFORE INSERT ON public.leads
    FOR EACH ROW WHEN (NEW.user_id IS NULL)
    EXECUTE FUNCTION internal.fill_user_id();

CREATE TRIGGER re_properties_fill_user_id
    BEFORE INSERT ON public.re_properties
    FOR EACH ROW WHEN (NEW.user_id IS NULL)
    EXECUTE FUNCTION internal.fill_user_id();

CREATE TRIGGER re_documents_fill_user_id
    BEFORE INSERT ON public.re_documents
    FOR EACH ROW WHEN (NEW.user_id IS NULL)
    EXECUTE FUNCTION internal.fill_user_id();

CREATE TRIGGER deals_fill_user_id
    BEFORE INSERT ON public.deals
    FOR EACH ROW WHEN (NEW.user_id IS NULL)
    EXECUTE FUNCTION internal.fill_user_id();

CREATE TRIGGER lead_events_fill_created_by
    BEFORE INSERT ON public.lead_events
    FOR EACH ROW WHEN (NEW.created_by IS NULL)
    EXECUTE FUNCTION internal.fill_created_by();

CREATE TRIGGER deal_events_fill_created_by
    BEFORE INSERT ON public.deal_events
    FOR EACH ROW WHEN (NEW.created_by IS NULL)
    EXECUTE FUNCTION internal.fill_created_by();

CREATE TRIGGER transcripts_fill_created_by
    BEFORE INSERT ON public.transcripts
    FOR EACH ROW WHEN (NEW.created_by IS NULL)
    EXECUTE FUNCTION internal.fill_created_by();

CREATE TRIGGER re_documents_fill_uploaded_by
    BEFORE INSERT ON public.re_documents
    FOR EACH ROW WHEN (NEW.uploaded_by IS NULL)
    EXECUTE FUNCTION internal.fill_uploaded_by();

-- Whose row it is, by what it belongs to ------------------------------------------------

CREATE TRIGGER lead_contacts_own
    BEFORE INSERT OR UPDATE OF lead_id ON public.lead_contacts
    FOR EACH ROW EXECUTE FUNCTION internal.own_as_lead();

CREATE TRIGGER messages_own
    BEFORE INSERT OR UPDATE OF lead_id ON public.messages
    FOR EACH ROW EXECUTE FUNCTION internal.own_as_lead();

CREATE TRIGGER calls_own
    BEFORE INSERT OR UPDATE OF lead_id ON public.calls
    FOR EACH ROW EXECUTE FUNCTION internal.own_as_lead();

CREATE TRIGGER transcripts_own
    BEFORE INSERT OR UPDATE OF lead_id ON public.transcripts
    FOR EACH ROW EXECUTE FUNCTION internal.own_as_lead();

CREATE TRIGGER lead_events_own
    BEFORE INSERT OR UPDATE OF lead_id ON public.lead_events
    FOR EACH ROW EXECUTE FUNCTION internal.own_as_lead();

CREATE TRIGGER re_lead_documents_own
    BEFORE INSERT OR UPDATE OF lead_id ON public.re_lead_documents
    FOR EACH ROW EXECUTE FUNCTION internal.own_as_lead();

CREATE TRIGGER re_property_documents_own
    BEFORE INSERT OR UPDATE OF property_id, document_id ON public.re_property_documents
    FOR EACH ROW EXECUTE FUNCTION internal.own_as_property_and_document();

CREATE TRIGGER deal_events_own
    BEFORE INSERT OR UPDATE OF deal_id ON public.deal_events
    FOR EACH ROW EXECUTE FUNCTION internal.own_as_deal();

CREATE TRIGGER ai_jobs_own
    BEFORE INSERT OR UPDATE OF deal_id ON public.ai_jobs
    FOR EACH ROW EXECUTE FUNCTION internal.own_as_deal();

-- No upserts, where the id of a row that is there may be given -----------------------------
-- PostgreSQL tries the WHERE of an ON CONFLICT DO UPDATE on the row that is there before it asks
-- the policies whether that may be seen: who knew an id could read the row, and lock it. A trigger
-- cannot tell that form for certain. A rule that never does anything does: PostgreSQL takes no ON
-- CONFLICT and no MERGE on a table that has one.

CREATE RULE workspaces_no_upsert AS ON UPDATE TO public.workspaces WHERE false DO ALSO NOTHING;
CREATE RULE contacts_no_upsert AS ON UPDATE TO public.contacts WHERE false DO ALSO NOTHING;
CREATE RULE leads_no_upsert AS ON UPDATE TO public.leads WHERE false DO ALSO NOTHING;
CREATE RULE messages_no_upsert AS ON UPDATE TO public.messages WHERE false DO ALSO NOTHING;
CREATE RULE calls_no_upsert AS ON UPDATE TO public.calls WHERE false DO ALSO NOTHING;
CREATE RULE transcripts_no_upsert AS ON UPDATE TO public.transcripts WHERE false DO ALSO NOTHING;
CREATE RULE re_properties_no_upsert AS ON UPDATE TO public.re_properties WHERE false DO ALSO NOTHING;
CREATE RULE re_documents_no_upsert AS ON UPDATE TO public.re_documents WHERE false DO ALSO NOTHING;
CREATE RULE re_lead_documents_no_upsert AS ON UPDATE TO public.re_lead_documents WHERE false DO ALSO NOTHING;
CREATE RULE deals_no_upsert AS ON UPDATE TO public.deals WHERE false DO ALSO NOTHING;
CREATE RULE ai_jobs_no_upsert AS ON UPDATE TO public.ai_jobs WHERE false DO ALSO NOTHING;
CREATE RULE api_keys_no_upsert AS ON UPDATE TO public.api_keys WHERE false DO ALSO NOTHING;

-- What an import leaves out, because its place is taken -------------------------------------

CREATE TRIGGER leads_skip_taken
    BEFORE INSERT ON public.leads
    FOR EACH ROW WHEN (current_setting('doughy.skip_taken', true) = 'on')
    EXECUTE FUNCTION internal.skip_taken_lead();

CREATE TRIGGER contacts_skip_taken
    BEFORE INSERT ON public.contacts
    FOR EACH ROW WHEN (current_setting('doughy.skip_taken', true) = 'on')
    EXECUTE FUNCTION internal.skip_taken_contact();

CREATE TRIGGER re_properties_skip_taken
    BEFORE INSERT ON public.re_properties
    FOR EACH ROW WHEN (current_setting('doughy.skip_taken', true) = 'on')
    EXECUTE FUNCTION internal.skip_taken_property();

-- Jobs ----------------------------------------------------------------------------------

CREATE TRIGGER ai_jobs_check_status
    BEFORE UPDATE OF status ON public.ai_jobs
    FOR EACH ROW WHEN (OLD.status IS DISTINCT FROM NEW.status)
    EXECUTE FUNCTION internal.check_job_status();

-- Timelines -----------------------------------------------------------------------------

CREATE TRIGGER leads_events_insert
    AFTER INSERT ON public.leads
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.lead_events();

CREATE TRIGGER leads_events_update
    AFTER UPDATE ON public.leads
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.lead_events();

CREATE TRIGGER deals_events_insert
    AFTER INSERT ON public.deals
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.deal_events();

CREATE TRIGGER deals_events_update
    AFTER UPDATE ON public.deals
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.deal_events();

CREATE TRIGGER re_documents_events_insert
    AFTER INSERT ON public.re_documents
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.document_events();

CREATE TRIGGER re_documents_events_update
    AFTER UPDATE ON public.re_documents
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.document_events();

-- System logs ---------------------------------------------------------------------------

CREATE TRIGGER api_keys_log_insert
    AFTER INSERT ON public.api_keys
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.log_api_keys();

CREATE TRIGGER api_keys_log_update
    AFTER UPDATE ON public.api_keys
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.log_api_keys();

CREATE TRIGGER api_keys_log_delete
    AFTER DELETE ON public.api_keys
    REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.log_api_keys();

CREATE TRIGGER user_plans_log
    AFTER INSERT OR DELETE ON public.user_plans
    FOR EACH ROW EXECUTE FUNCTION internal.log_plans();

CREATE TRIGGER user_plans_log_update
    AFTER UPDATE ON public.user_plans
    FOR EACH ROW
    WHEN (
        OLD.plan_name IS DISTINCT FROM NEW.plan_name OR OLD.status IS DISTINCT FROM NEW.status
    )
    EXECUTE FUNCTION internal.log_plans();

CREATE TRIGGER ai_jobs_log_update
    AFTER UPDATE ON public.ai_jobs
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.log_failed_jobs();

CREATE TRIGGER system_logs_notify
    AFTER INSERT ON public.system_logs
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION internal.notify_logs();
