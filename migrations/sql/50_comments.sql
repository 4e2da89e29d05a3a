-- What each table, column, type and function is for, in a line. `\d+` in psql shows it, and
-- docs/schema.md is made from it. Of columns only `id` goes without; of functions, those that
-- only other functions call.

-- Columns that mean the same wherever they are -----------------------------------------

DO $$
DECLARE
    command text;
BEGIN
    FOR command IN
        SELECT format('COMMENT ON COLUMN %s.%I IS %L', c.oid::regclass, a.attname, said.purpose)
        FROM (
            VALUES
                ('user_id', 'Whose row it is; never changes'),
                ('owner_slot', 'The owner''s slot, which policies ask first (auth.own_slot)'),
                ('created_at', 'When the row was written'),
                ('updated_at', 'When the row was last changed')
        ) AS said (column_name, purpose)
        JOIN pg_catalog.pg_attribute AS a ON a.attname = said.column_name AND NOT a.attisdropped
        JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public')
            AND c.relkind = 'r'
            AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
    LOOP
        EXECUTE command;
    END LOOP;
END
$$;

-- Schemas ------------------------------------------------------------------------------

COMMENT ON SCHEMA auth IS 'People, and the functions that they may call';
COMMENT ON SCHEMA internal IS 'Functions that only triggers and other functions call';

-- Types --------------------------------------------------------------------------------

COMMENT ON TYPE public.user_role IS
    'What a person may do; user and standard are both plain members';
COMMENT ON TYPE public.lead_status IS 'How far a lead has come';
COMMENT ON TYPE public.opt_status IS 'Whether somebody agreed to be written to or called';
COMMENT ON TYPE public.deal_status IS 'Whether a deal is still open, and how it ended';
COMMENT ON TYPE public.document_type IS 'What a document about a property or a deal is';
COMMENT ON TYPE public.lead_document_type IS 'What a document about a lead is';
COMMENT ON TYPE public.message_channel IS 'How a message travels';
COMMENT ON TYPE public.message_direction IS 'From the lead (incoming), or to them (outgoing)';
COMMENT ON TYPE public.message_status IS 'What became of a message';
COMMENT ON TYPE public.job_status IS 'Where a job is in the queue';

-- People -------------------------------------------------------------------------------

COMMENT ON TABLE auth.users IS
    'Logins of people and services; read and written by functions alone, nobody has a right to it';
COMMENT ON COLUMN auth.users.email IS
    'Name to sign in by: a person''s e-mail in lower case, or a service''s bare name';
COMMENT ON COLUMN auth.users.login_role IS 'The PostgreSQL role that they sign in as';
COMMENT ON COLUMN auth.users.is_service IS 'A program rather than a person: it has no profile';
COMMENT ON COLUMN auth.users.must_change_password IS
    'The password was given by an admin, and is for the first sign-in';
COMMENT ON COLUMN auth.users.disabled_at IS 'Since when they may not sign in; empty if they may';

COMMENT ON TABLE auth.schema_version IS
    'The revision that the schema is at: one row, kept by migrations';
COMMENT ON COLUMN auth.schema_version.version_num IS 'Name of the revision';

COMMENT ON TABLE auth.document_places IS
    'Where documents are kept and were before; read and written by functions alone';
COMMENT ON COLUMN auth.document_places.place IS '`local`, or s3://BUCKET/PREFIX';
COMMENT ON COLUMN auth.document_places.set_at IS
    'When it was said last; new documents go to the newest';

COMMENT ON TABLE public.profiles IS 'What people see of a person, and the person''s role';
COMMENT ON COLUMN public.profiles.id IS 'The person''s login';
COMMENT ON COLUMN public.profiles.email IS 'E-mail that the person signs in by';
COMMENT ON COLUMN public.profiles.full_name IS 'Name of the person';
COMMENT ON COLUMN public.profiles.role IS
    'What the person may do; a trigger turns it into groups of the login role';
COMMENT ON COLUMN public.profiles.avatar_url IS 'Where the picture is';

COMMENT ON TABLE public.api_keys IS
    'Keys for other services, encrypted before they come here; one a service and person';
COMMENT ON COLUMN public.api_keys.service IS 'Such as openai, stripe, twilio, sendgrid';
COMMENT ON COLUMN public.api_keys.key_ciphertext IS 'The encrypted key';
COMMENT ON COLUMN public.api_keys.nonce IS 'Nonce of the encryption';
COMMENT ON COLUMN public.api_keys.salt IS 'Salt of the key derivation';
COMMENT ON COLUMN public.api_keys.status IS
    'Result of the last check: active, healthy, unhealthy or inactive';
COMMENT ON COLUMN public.api_keys.last_checked IS 'When the key was last tried';
COMMENT ON COLUMN public.api_keys.status_reason IS 'Why the status is what it is, in one line';
COMMENT ON COLUMN public.api_keys.last_healthy IS 'When the key was last found healthy';

COMMENT ON TABLE public.user_plans IS 'What a person subscribes to; one plan each';
COMMENT ON COLUMN public.user_plans.plan_name IS 'Such as free, pro, enterprise';
COMMENT ON COLUMN public.user_plans.stripe_customer_id IS 'Customer at Stripe';
COMMENT ON COLUMN public.user_plans.stripe_subscription_id IS 'Subscription at Stripe';
COMMENT ON COLUMN public.user_plans.status IS 'State of the subscription';
COMMENT ON COLUMN public.user_plans.current_period_start IS 'Since when it is paid';
COMMENT ON COLUMN public.user_plans.current_period_end IS 'Until when it is paid';

COMMENT ON TABLE public.workspaces IS 'Named groups into which a person sorts their leads';
COMMENT ON COLUMN public.workspaces.name IS 'Name of the group';

-- Leads --------------------------------------------------------------------------------

COMMENT ON TABLE public.leads IS 'People who may sell: whom to call, how far it is, what is next';
COMMENT ON COLUMN public.leads.workspace_id IS 'Group that the lead is sorted into';
COMMENT ON COLUMN public.leads.name IS 'Name of the lead';
COMMENT ON COLUMN public.leads.phone IS
    'E.164, with ;ext= for an extension; one lead of a person that is not deleted has it';
COMMENT ON COLUMN public.leads.email IS
    'Trimmed and in lower case; one lead of a person that is not deleted has it';
COMMENT ON COLUMN public.leads.company IS 'Company that the lead stands for';
COMMENT ON COLUMN public.leads.status IS 'How far it has come';
COMMENT ON COLUMN public.leads.score IS 'How promising, 0 to 100';
COMMENT ON COLUMN public.leads.tags IS 'Words of the person''s own';
COMMENT ON COLUMN public.leads.opt_status IS 'Whether the lead agreed to be contacted';
COMMENT ON COLUMN public.leads.is_deleted IS 'Deleted, and can still be restored';
COMMENT ON COLUMN public.leads.source IS 'Where the lead came from';
COMMENT ON COLUMN public.leads.next_action IS 'What to do next';
COMMENT ON COLUMN public.leads.next_action_due IS 'By when';
COMMENT ON COLUMN public.leads.merged_into IS 'The lead that took the place of this one';

COMMENT ON TABLE public.contacts IS 'Other people around leads: heirs, attorneys, agents, tenants';
COMMENT ON COLUMN public.contacts.first_name IS 'First name';
COMMENT ON COLUMN public.contacts.last_name IS 'Last name';
COMMENT ON COLUMN public.contacts.company IS 'Company that they work for';
COMMENT ON COLUMN public.contacts.job_title IS 'What they do there';
COMMENT ON COLUMN public.contacts.email IS 'Main e-mail, trimmed and in lower case';
COMMENT ON COLUMN public.contacts.phone IS 'Main phone, in E.164, with ;ext= for an extension';
COMMENT ON COLUMN public.contacts.emails IS 'Further e-mails';
COMMENT ON COLUMN public.contacts.phones IS 'Further phones';
COMMENT ON COLUMN public.contacts.address IS 'Where to send letters';
COMMENT ON COLUMN public.contacts.sms_opt_status IS 'Whether they agreed to text messages';
COMMENT ON COLUMN public.contacts.is_deleted IS 'Deleted, and can still be restored';

COMMENT ON TABLE public.lead_contacts IS 'Which contact belongs to which lead, and as what';
COMMENT ON COLUMN public.lead_contacts.lead_id IS 'The lead';
COMMENT ON COLUMN public.lead_contacts.contact_id IS 'The contact';
COMMENT ON COLUMN public.lead_contacts.relation IS 'What the contact is to the lead';

COMMENT ON TABLE public.messages IS 'Text messages, e-mails and voice messages from and to leads';
COMMENT ON COLUMN public.messages.lead_id IS 'From whom or to whom';
COMMENT ON COLUMN public.messages.channel IS 'How it travels';
COMMENT ON COLUMN public.messages.direction IS 'From the lead, or to them';
COMMENT ON COLUMN public.messages.status IS 'What became of it';
COMMENT ON COLUMN public.messages.subject IS 'Subject, where the channel has one';
COMMENT ON COLUMN public.messages.body IS 'Text of the message';
COMMENT ON COLUMN public.messages.external_id IS 'The provider''s id, by which it reports delivery';
COMMENT ON COLUMN public.messages.sent_at IS 'When it was sent';
COMMENT ON COLUMN public.messages.sender IS 'The number or the address that it came from';
COMMENT ON COLUMN public.messages.recipient IS 'The number or the address that it went to';
COMMENT ON COLUMN public.messages.error IS 'Why it failed, in the provider''s words';

COMMENT ON TABLE public.calls IS 'Phone calls with leads';
COMMENT ON COLUMN public.calls.lead_id IS 'With whom';
COMMENT ON COLUMN public.calls.direction IS
    'Who called: the lead (incoming) or the person (outgoing)';
COMMENT ON COLUMN public.calls.duration_secs IS 'Length in seconds';
COMMENT ON COLUMN public.calls.outcome IS 'What came of it';
COMMENT ON COLUMN public.calls.summary IS 'What was said, in short';
COMMENT ON COLUMN public.calls.recording_url IS 'Where the recording is';

COMMENT ON TABLE public.transcripts IS 'What was said with a lead, in writing';
COMMENT ON COLUMN public.transcripts.lead_id IS 'With whom';
COMMENT ON COLUMN public.transcripts.call_id IS 'The call, if it was one';
COMMENT ON COLUMN public.transcripts.title IS 'What it is called in lists';
COMMENT ON COLUMN public.transcripts.source IS 'Where the text came from';
COMMENT ON COLUMN public.transcripts.transcript_text IS 'The text';
COMMENT ON COLUMN public.transcripts.summary IS 'The text in short';
COMMENT ON COLUMN public.transcripts.duration_secs IS 'Length in seconds';
COMMENT ON COLUMN public.transcripts.is_deleted IS 'Deleted, and can still be restored';
COMMENT ON COLUMN public.transcripts.created_by IS 'Who added it';

COMMENT ON TABLE public.lead_events IS
    'Timeline of a lead, written by triggers and by people; never changed';
COMMENT ON COLUMN public.lead_events.lead_id IS 'Whose timeline';
COMMENT ON COLUMN public.lead_events.event_type IS 'Such as created, status_changed, note_added';
COMMENT ON COLUMN public.lead_events.description IS 'What happened, in words';
COMMENT ON COLUMN public.lead_events.metadata IS 'What happened, as data: before and after';
COMMENT ON COLUMN public.lead_events.created_by IS 'Who did it';

-- Real estate --------------------------------------------------------------------------

COMMENT ON TABLE public.re_properties IS 'Properties that are looked at, bought or sold';
COMMENT ON COLUMN public.re_properties.lead_id IS 'Whose it is: the lead that owns it';
COMMENT ON COLUMN public.re_properties.address_line_1 IS 'House number and street';
COMMENT ON COLUMN public.re_properties.address_line_2 IS 'Apartment, unit';
COMMENT ON COLUMN public.re_properties.city IS 'City';
COMMENT ON COLUMN public.re_properties.state IS 'State';
COMMENT ON COLUMN public.re_properties.zip IS 'ZIP code';
COMMENT ON COLUMN public.re_properties.bedrooms IS 'Number of bedrooms';
COMMENT ON COLUMN public.re_properties.bathrooms IS 'Number of bathrooms; halves count';
COMMENT ON COLUMN public.re_properties.square_feet IS 'Living area in square feet';
COMMENT ON COLUMN public.re_properties.lot_size IS 'Size of the lot';
COMMENT ON COLUMN public.re_properties.year_built IS 'Year of construction';
COMMENT ON COLUMN public.re_properties.purchase_price IS 'What was paid, or is to be';
COMMENT ON COLUMN public.re_properties.arv IS 'After-repair value: its worth once repaired';
COMMENT ON COLUMN public.re_properties.repair_estimate IS 'What the repairs would cost';
COMMENT ON COLUMN public.re_properties.status IS 'State of the property; active ones have an index';
COMMENT ON COLUMN public.re_properties.property_type IS 'Kind of building';
COMMENT ON COLUMN public.re_properties.mls_id IS 'Number of the MLS listing';
COMMENT ON COLUMN public.re_properties.parcel_number IS 'The county''s number of the parcel';
COMMENT ON COLUMN public.re_properties.latitude IS 'Degrees north';
COMMENT ON COLUMN public.re_properties.longitude IS 'Degrees east';
COMMENT ON COLUMN public.re_properties.notes IS 'Anything else';

COMMENT ON TABLE public.re_documents IS
    'Documents about properties and deals: inspections, appraisals, contracts';
COMMENT ON COLUMN public.re_documents.property_id IS 'The property that it is about';
COMMENT ON COLUMN public.re_documents.deal_id IS 'The deal that it belongs to';
COMMENT ON COLUMN public.re_documents.title IS 'What it is called in lists';
COMMENT ON COLUMN public.re_documents.type IS 'What it is';
COMMENT ON COLUMN public.re_documents.file_url IS 'Where the file is';
COMMENT ON COLUMN public.re_documents.file_size IS 'Size in bytes';
COMMENT ON COLUMN public.re_documents.content_type IS 'MIME type of the file';
COMMENT ON COLUMN public.re_documents.uploaded_by IS 'Who added it';
COMMENT ON COLUMN public.re_documents.metadata IS
    'Its name when it was added, its SHA-256, and anything else about it';

COMMENT ON TABLE public.re_lead_documents IS
    'Documents about a lead: identity papers, tax returns, powers of attorney';
COMMENT ON COLUMN public.re_lead_documents.lead_id IS 'The lead that it is about';
COMMENT ON COLUMN public.re_lead_documents.title IS 'What it is called in lists';
COMMENT ON COLUMN public.re_lead_documents.type IS 'What it is';
COMMENT ON COLUMN public.re_lead_documents.file_url IS 'Where the file is';
COMMENT ON COLUMN public.re_lead_documents.file_size IS 'Size in bytes';
COMMENT ON COLUMN public.re_lead_documents.content_type IS 'MIME type of the file';
COMMENT ON COLUMN public.re_lead_documents.metadata IS
    'Its name when it was added, its SHA-256, and anything else about it';

COMMENT ON TABLE public.re_property_documents IS
    'Documents that belong to several properties, as in a package deal';
COMMENT ON COLUMN public.re_property_documents.property_id IS 'The property';
COMMENT ON COLUMN public.re_property_documents.document_id IS 'The document';
COMMENT ON COLUMN public.re_property_documents.is_primary IS 'The main document of the property';

-- Deals --------------------------------------------------------------------------------

COMMENT ON TABLE public.deals IS
    'Purchases under way and those that ended; one active deal a property';
COMMENT ON COLUMN public.deals.lead_id IS 'Who sells';
COMMENT ON COLUMN public.deals.property_id IS 'What is sold';
COMMENT ON COLUMN public.deals.status IS 'Whether it is open, and how it ended';
COMMENT ON COLUMN public.deals.stage IS
    'Step in the pipeline, such as initial_contact, offer_sent, under_contract; free text';
COMMENT ON COLUMN public.deals.title IS 'What it is called in lists';
COMMENT ON COLUMN public.deals.estimated_value IS 'What it may be worth';
COMMENT ON COLUMN public.deals.probability IS 'How likely it is to be won, 0 to 100';
COMMENT ON COLUMN public.deals.expected_close_date IS 'When it should close';
COMMENT ON COLUMN public.deals.next_action IS 'What to do next';
COMMENT ON COLUMN public.deals.next_action_due IS 'By when';
COMMENT ON COLUMN public.deals.notes IS 'Anything else';

COMMENT ON TABLE public.deal_events IS
    'Timeline of a deal, written by triggers and by people; never changed';
COMMENT ON COLUMN public.deal_events.deal_id IS 'Whose timeline';
COMMENT ON COLUMN public.deal_events.event_type IS
    'Such as created, stage_changed, document_uploaded, note_added';
COMMENT ON COLUMN public.deal_events.description IS 'What happened, in words';
COMMENT ON COLUMN public.deal_events.metadata IS 'What happened, as data: before and after';
COMMENT ON COLUMN public.deal_events.created_by IS 'Who did it';

-- Jobs ---------------------------------------------------------------------------------

COMMENT ON TABLE public.ai_jobs IS
    'Queue of work for AI workers; people queue, cancel and retry, workers do the rest';
COMMENT ON COLUMN public.ai_jobs.deal_id IS 'The deal that it is about';
COMMENT ON COLUMN public.ai_jobs.job_type IS 'Such as document_analysis, property_valuation';
COMMENT ON COLUMN public.ai_jobs.status IS 'Where it is in the queue';
COMMENT ON COLUMN public.ai_jobs.input_data IS 'What the worker is given';
COMMENT ON COLUMN public.ai_jobs.output_data IS 'What the worker found';
COMMENT ON COLUMN public.ai_jobs.error_message IS 'Why it failed';
COMMENT ON COLUMN public.ai_jobs.attempts IS 'How often it was tried';
COMMENT ON COLUMN public.ai_jobs.started_at IS 'When a worker took it';
COMMENT ON COLUMN public.ai_jobs.completed_at IS 'When it ended, well or not';
COMMENT ON COLUMN public.ai_jobs.run_after IS 'Not before this is it taken';
COMMENT ON COLUMN public.ai_jobs.max_attempts IS 'After so many it is not tried again';
COMMENT ON COLUMN public.ai_jobs.progress IS 'How far the worker has come: done, total, doing';
COMMENT ON COLUMN public.ai_jobs.leased_by IS 'The worker that took it last';
COMMENT ON COLUMN public.ai_jobs.lease_token IS
    'Made anew each time it is taken: a worker that has lost it writes nothing more';
COMMENT ON COLUMN public.ai_jobs.lease_expires_at IS
    'Until when the worker has it; after that another may take it';

-- System -------------------------------------------------------------------------------

COMMENT ON TABLE public.system_logs IS
    'What happened to people, keys, plans, jobs and the schema; for admins';
COMMENT ON COLUMN public.system_logs.level IS 'How serious: debug, info, warning, error, critical';
COMMENT ON COLUMN public.system_logs.source IS 'What wrote it, such as migration, auth, keys';
COMMENT ON COLUMN public.system_logs.message IS 'What happened, in words';
COMMENT ON COLUMN public.system_logs.details IS 'What happened, as data; never a secret';
COMMENT ON COLUMN public.system_logs.xid IS
    'Transaction that wrote it: an exact cursor for those who follow the log';

-- Functions that people may call -------------------------------------------------------

COMMENT ON FUNCTION auth.uid() IS
    'Id of the person who asks, by their login; NULL for anybody disabled or unknown here';
COMMENT ON FUNCTION auth.own_slot() IS
    'For policies: an array with one element, at the asker''s slot';
COMMENT ON FUNCTION auth.me() IS 'Who is asking: one row, none if unknown here';
COMMENT ON FUNCTION auth.analyze_leads() IS
    'Tells the planner how large the tables of leads are, if an import has changed that';
COMMENT ON FUNCTION auth.merge_lead_events(uuid, uuid, jsonb) IS
    'Carries the timeline of one''s own merged lead over to the one that took its place';
COMMENT ON FUNCTION auth.unmerge_lead_events(uuid) IS
    'Gives back the events that a merge, told by its event, has carried over';
COMMENT ON FUNCTION auth.change_password(text) IS
    'Gives the caller a new password, as a SCRAM-SHA-256 verifier';
COMMENT ON FUNCTION auth.job_key(uuid, uuid, text) IS
    'A sealed key of a job''s owner, for the service that has the job just now';
COMMENT ON FUNCTION auth.list_users() IS 'Every person and service';
COMMENT ON FUNCTION auth.create_user(text, text, public.user_role, text, boolean) IS
    'Adds a person with a login of their own; gives the id';
COMMENT ON FUNCTION auth.create_service(text, text) IS
    'Adds a login for a program; gives the id';
COMMENT ON FUNCTION auth.document_places() IS
    'Where new documents are kept, and where they were before: the newest first';
COMMENT ON FUNCTION auth.set_document_place(text) IS
    'Says where everybody''s new documents are kept, unless a profile of theirs does';
COMMENT ON FUNCTION auth.set_role(uuid, public.user_role) IS
    'Changes a person''s role; refuses to demote the last admin';
COMMENT ON FUNCTION auth.disable_user(uuid) IS
    'Keeps somebody out and ends their connections; their rows stay; refuses the last admin';
COMMENT ON FUNCTION auth.enable_user(uuid) IS 'Lets somebody in again';
COMMENT ON FUNCTION auth.reset_password(uuid, text) IS
    'Gives somebody a password, which a person must then change';
COMMENT ON FUNCTION auth.delete_user(uuid) IS
    'Deletes somebody, all their rows and their login; refuses the last admin';

-- Functions that triggers call ---------------------------------------------------------

COMMENT ON FUNCTION internal.is_own_lead(uuid, uuid) IS 'Whether a lead is a person''s';
COMMENT ON FUNCTION internal.create_profile() IS 'Makes the profile of a new person';
COMMENT ON FUNCTION internal.change_role() IS
    'Gives the login the groups of its new role, refuses to demote the last admin, and logs it';
COMMENT ON FUNCTION internal.touch() IS 'Sets updated_at';
COMMENT ON FUNCTION internal.normalise_contact() IS
    'Trims e-mail and phone, lowers the e-mail, takes separators out of an international phone';
COMMENT ON FUNCTION internal.fill_user_id() IS 'Makes the row the writer''s';
COMMENT ON FUNCTION internal.own_as_lead() IS 'Makes the row that of the lead''s owner';
COMMENT ON FUNCTION internal.own_as_deal() IS 'Makes the row that of the deal''s owner';
COMMENT ON FUNCTION internal.own_as_property_and_document() IS
    'Makes the link that of the owner whom property and document have in common';
COMMENT ON FUNCTION internal.skip_taken_lead() IS
    'Leaves out what an import brings twice: by id, e-mail or phone';
COMMENT ON FUNCTION internal.skip_taken_contact() IS 'Leaves out what an import brings twice: by id';
COMMENT ON FUNCTION internal.skip_taken_property() IS 'Leaves out what an import brings twice: by id';
COMMENT ON FUNCTION internal.fill_created_by() IS 'Notes who wrote the row';
COMMENT ON FUNCTION internal.fill_uploaded_by() IS 'Notes who added the document';
COMMENT ON FUNCTION internal.check_job_status() IS
    'Lets people cancel what has not ended and retry what failed or was cancelled, no more';
COMMENT ON FUNCTION internal.lead_events() IS
    'Writes the timeline: created, status, score, opt-out, merged, deleted, restored';
COMMENT ON FUNCTION internal.deal_events() IS
    'Writes the timeline: created, status, stage, value, next action';
COMMENT ON FUNCTION internal.document_events() IS
    'Writes the deal''s timeline when a document is added or moved to it';
COMMENT ON FUNCTION internal.log_api_keys() IS
    'Logs that a key was set, rotated or removed; never the key';
COMMENT ON FUNCTION internal.log_plans() IS 'Logs the plan before and after';
COMMENT ON FUNCTION internal.log_failed_jobs() IS
    'Logs jobs that have failed or are tried again, without the error''s text';
COMMENT ON FUNCTION internal.notify_logs() IS
    'Tells listeners on the channel system_logs the ids of new rows, and nothing else';
