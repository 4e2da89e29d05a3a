-- Row level security, by table. A policy says TO whom it applies, so that a member's query
-- keeps one condition that an index can serve. `auth.uid()` stands in a sub-select: it is
-- asked once a statement, not once a row. Support and admins are members too; their own
-- policies only add to what members see. The owner's condition stands in each sub-query on a
-- parent, because support and admins see parents that are not theirs. A row that belongs to a
-- lead, a property or a deal has its owner in `user_id` too: triggers see to it.
--
-- What a member reads by says first whose slot a row has. PostgreSQL asks the cheapest condition
-- first, and lets conditions of the asker's own that it takes for harmless go before a policy
-- that costs more: by what happens then, rows are read that are never seen. An array's element
-- costs nothing, so nothing is cheaper, and of two that cost nothing the policy comes first.
-- Slots are one a person (`auth.own_slot`); `user_id` stands beside it for the indexes.

-- profiles ------------------------------------------------------------------------------

CREATE POLICY profiles_member_select ON public.profiles
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND id = (SELECT auth.uid())
    );

CREATE POLICY profiles_staff_select ON public.profiles
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY profiles_service_select ON public.profiles
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY profiles_member_update ON public.profiles
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND id = (SELECT auth.uid())
    )
    WITH CHECK (id = (SELECT auth.uid()));

CREATE POLICY profiles_admin_update ON public.profiles
    FOR UPDATE TO doughy_admin
    USING (true)
    WITH CHECK (true);

-- api_keys ------------------------------------------------------------------------------

CREATE POLICY api_keys_member_select ON public.api_keys
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY api_keys_admin_select ON public.api_keys
    FOR SELECT TO doughy_admin
    USING (true);

CREATE POLICY api_keys_member_insert ON public.api_keys
    FOR INSERT TO doughy_member
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY api_keys_member_update ON public.api_keys
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY api_keys_member_delete ON public.api_keys
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- user_plans ----------------------------------------------------------------------------

CREATE POLICY user_plans_member_select ON public.user_plans
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY user_plans_staff_select ON public.user_plans
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY user_plans_service_select ON public.user_plans
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY user_plans_admin_insert ON public.user_plans
    FOR INSERT TO doughy_admin
    WITH CHECK (true);

CREATE POLICY user_plans_service_insert ON public.user_plans
    FOR INSERT TO doughy_service
    WITH CHECK (true);

CREATE POLICY user_plans_admin_update ON public.user_plans
    FOR UPDATE TO doughy_admin
    USING (true)
    WITH CHECK (true);

CREATE POLICY user_plans_service_update ON public.user_plans
    FOR UPDATE TO doughy_service
    USING (true)
    WITH CHECK (true);

CREATE POLICY user_plans_admin_delete ON public.user_plans
    FOR DELETE TO doughy_admin
    USING (true);

-- workspaces ----------------------------------------------------------------------------

CREATE POLICY workspaces_member_select ON public.workspaces
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY workspaces_staff_select ON public.workspaces
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY workspaces_service_select ON public.workspaces
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY workspaces_member_insert ON public.workspaces
    FOR INSERT TO doughy_member
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY workspaces_member_update ON public.workspaces
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY workspaces_member_delete ON public.workspaces
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- contacts ------------------------------------------------------------------------------

CREATE POLICY contacts_member_select ON public.contacts
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY contacts_staff_select ON public.contacts
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY contacts_service_select ON public.contacts
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY contacts_member_insert ON public.contacts
    FOR INSERT TO doughy_member
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY contacts_member_update ON public.contacts
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY contacts_member_delete ON public.contacts
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- leads ---------------------------------------------------------------------------------

CREATE POLICY leads_member_select ON public.leads
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY leads_staff_select ON public.leads
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY leads_service_select ON public.leads
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY leads_member_insert ON public.leads
    FOR INSERT TO doughy_member
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND (leads.workspace_id IS NULL OR EXISTS (
            SELECT
            FROM public.workspaces AS parent
            WHERE parent.id = leads.workspace_id AND parent.user_id = (SELECT auth.uid())
        ))
        AND (
            leads.merged_into IS NULL
            OR internal.is_own_lead(leads.merged_into, (SELECT auth.uid()))
        )
    );

CREATE POLICY leads_member_update ON public.leads
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND (leads.workspace_id IS NULL OR EXISTS (
            SELECT
            FROM public.workspaces AS parent
            WHERE parent.id = leads.workspace_id AND parent.user_id = (SELECT auth.uid())
        ))
        AND (
            leads.merged_into IS NULL
            OR internal.is_own_lead(leads.merged_into, (SELECT auth.uid()))
        )
    );

CREATE POLICY leads_member_delete ON public.leads
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- lead_contacts -------------------------------------------------------------------------

CREATE POLICY lead_contacts_member_select ON public.lead_contacts
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY lead_contacts_staff_select ON public.lead_contacts
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY lead_contacts_service_select ON public.lead_contacts
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY lead_contacts_member_insert ON public.lead_contacts
    FOR INSERT TO doughy_member
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND EXISTS (
            SELECT
            FROM public.contacts AS parent
            WHERE parent.id = lead_contacts.contact_id AND parent.user_id = (SELECT auth.uid())
        )
    );

CREATE POLICY lead_contacts_member_update ON public.lead_contacts
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND EXISTS (
            SELECT
            FROM public.contacts AS parent
            WHERE parent.id = lead_contacts.contact_id AND parent.user_id = (SELECT auth.uid())
        )
    );

CREATE POLICY lead_contacts_member_delete ON public.lead_contacts
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- messages ------------------------------------------------------------------------------

CREATE POLICY messages_member_select ON public.messages
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY messages_staff_select ON public.messages
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY messages_service_select ON public.messages
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY messages_member_insert ON public.messages
    FOR INSERT TO doughy_member
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY messages_member_update ON public.messages
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY messages_member_delete ON public.messages
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY messages_service_insert ON public.messages
    FOR INSERT TO doughy_service
    WITH CHECK (true);

CREATE POLICY messages_service_update ON public.messages
    FOR UPDATE TO doughy_service
    USING (true)
    WITH CHECK (true);

-- calls ---------------------------------------------------------------------------------

CREATE POLICY calls_member_select ON public.calls
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY calls_staff_select ON public.calls
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY calls_service_select ON public.calls
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY calls_member_insert ON public.calls
    FOR INSERT TO doughy_member
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY calls_member_update ON public.calls
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY calls_member_delete ON public.calls
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- transcripts ---------------------------------------------------------------------------

CREATE POLICY transcripts_member_select ON public.transcripts
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY transcripts_staff_select ON public.transcripts
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY transcripts_service_select ON public.transcripts
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY transcripts_member_insert ON public.transcripts
    FOR INSERT TO doughy_member
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND (
            transcripts.call_id IS NULL
            OR EXISTS (
                SELECT
                FROM public.calls AS parent
                WHERE parent.id = transcripts.call_id AND parent.user_id = (SELECT auth.uid())
            )
        )
        AND (created_by IS NULL OR created_by = (SELECT auth.uid()))
    );

CREATE POLICY transcripts_member_update ON public.transcripts
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND (
            transcripts.call_id IS NULL
            OR EXISTS (
                SELECT
                FROM public.calls AS parent
                WHERE parent.id = transcripts.call_id AND parent.user_id = (SELECT auth.uid())
            )
        )
        AND (created_by IS NULL OR created_by = (SELECT auth.uid()))
    );

CREATE POLICY transcripts_member_delete ON public.transcripts
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- lead_events ---------------------------------------------------------------------------

CREATE POLICY lead_events_member_select ON public.lead_events
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY lead_events_staff_select ON public.lead_events
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY lead_events_service_select ON public.lead_events
    FOR SELECT TO doughy_service
    USING (true);

-- What was merged, only auth.merge_lead_events tells: it is what can be taken back.

CREATE POLICY lead_events_member_insert ON public.lead_events
    FOR INSERT TO doughy_member
    WITH CHECK (
        created_by = (SELECT auth.uid())
        AND event_type IS DISTINCT FROM 'merged'
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY lead_events_service_insert ON public.lead_events
    FOR INSERT TO doughy_service
    WITH CHECK (created_by = (SELECT auth.uid()));

-- re_properties -------------------------------------------------------------------------

CREATE POLICY re_properties_member_select ON public.re_properties
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY re_properties_staff_select ON public.re_properties
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY re_properties_service_select ON public.re_properties
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY re_properties_member_insert ON public.re_properties
    FOR INSERT TO doughy_member
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND (re_properties.lead_id IS NULL OR EXISTS (
            SELECT
            FROM public.leads AS parent
            WHERE parent.id = re_properties.lead_id AND parent.user_id = (SELECT auth.uid())
        ))
    );

CREATE POLICY re_properties_member_update ON public.re_properties
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND (re_properties.lead_id IS NULL OR EXISTS (
            SELECT
            FROM public.leads AS parent
            WHERE parent.id = re_properties.lead_id AND parent.user_id = (SELECT auth.uid())
        ))
    );

CREATE POLICY re_properties_member_delete ON public.re_properties
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- re_documents --------------------------------------------------------------------------

CREATE POLICY re_documents_member_select ON public.re_documents
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY re_documents_staff_select ON public.re_documents
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY re_documents_service_select ON public.re_documents
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY re_documents_member_insert ON public.re_documents
    FOR INSERT TO doughy_member
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND (uploaded_by IS NULL OR uploaded_by = (SELECT auth.uid()))
        AND (re_documents.property_id IS NULL OR EXISTS (
            SELECT
            FROM public.re_properties AS parent
            WHERE parent.id = re_documents.property_id AND parent.user_id = (SELECT auth.uid())
        ))
        AND (re_documents.deal_id IS NULL OR EXISTS (
            SELECT
            FROM public.deals AS parent
            WHERE parent.id = re_documents.deal_id AND parent.user_id = (SELECT auth.uid())
        ))
    );

CREATE POLICY re_documents_member_update ON public.re_documents
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND (uploaded_by IS NULL OR uploaded_by = (SELECT auth.uid()))
        AND (re_documents.property_id IS NULL OR EXISTS (
            SELECT
            FROM public.re_properties AS parent
            WHERE parent.id = re_documents.property_id AND parent.user_id = (SELECT auth.uid())
        ))
        AND (re_documents.deal_id IS NULL OR EXISTS (
            SELECT
            FROM public.deals AS parent
            WHERE parent.id = re_documents.deal_id AND parent.user_id = (SELECT auth.uid())
        ))
    );

CREATE POLICY re_documents_member_delete ON public.re_documents
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- re_lead_documents ---------------------------------------------------------------------

CREATE POLICY re_lead_documents_member_select ON public.re_lead_documents
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY re_lead_documents_staff_select ON public.re_lead_documents
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY re_lead_documents_service_select ON public.re_lead_documents
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY re_lead_documents_member_insert ON public.re_lead_documents
    FOR INSERT TO doughy_member
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY re_lead_documents_member_update ON public.re_lead_documents
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY re_lead_documents_member_delete ON public.re_lead_documents
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- re_property_documents -----------------------------------------------------------------

CREATE POLICY re_property_documents_member_select ON public.re_property_documents
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY re_property_documents_staff_select ON public.re_property_documents
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY re_property_documents_service_select ON public.re_property_documents
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY re_property_documents_member_insert ON public.re_property_documents
    FOR INSERT TO doughy_member
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY re_property_documents_member_delete ON public.re_property_documents
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- deals ---------------------------------------------------------------------------------

CREATE POLICY deals_member_select ON public.deals
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY deals_staff_select ON public.deals
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY deals_service_select ON public.deals
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY deals_member_insert ON public.deals
    FOR INSERT TO doughy_member
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND (deals.lead_id IS NULL OR EXISTS (
            SELECT
            FROM public.leads AS parent
            WHERE parent.id = deals.lead_id AND parent.user_id = (SELECT auth.uid())
        ))
        AND (deals.property_id IS NULL OR EXISTS (
            SELECT
            FROM public.re_properties AS parent
            WHERE parent.id = deals.property_id AND parent.user_id = (SELECT auth.uid())
        ))
    );

CREATE POLICY deals_member_update ON public.deals
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (
        user_id = (SELECT auth.uid())
        AND (deals.lead_id IS NULL OR EXISTS (
            SELECT
            FROM public.leads AS parent
            WHERE parent.id = deals.lead_id AND parent.user_id = (SELECT auth.uid())
        ))
        AND (deals.property_id IS NULL OR EXISTS (
            SELECT
            FROM public.re_properties AS parent
            WHERE parent.id = deals.property_id AND parent.user_id = (SELECT auth.uid())
        ))
    );

CREATE POLICY deals_member_delete ON public.deals
    FOR DELETE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

-- deal_events ---------------------------------------------------------------------------

CREATE POLICY deal_events_member_select ON public.deal_events
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY deal_events_staff_select ON public.deal_events
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY deal_events_service_select ON public.deal_events
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY deal_events_member_insert ON public.deal_events
    FOR INSERT TO doughy_member
    WITH CHECK (
        created_by = (SELECT auth.uid())
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY deal_events_service_insert ON public.deal_events
    FOR INSERT TO doughy_service
    WITH CHECK (created_by = (SELECT auth.uid()));

-- ai_jobs -------------------------------------------------------------------------------

CREATE POLICY ai_jobs_member_select ON public.ai_jobs
    FOR SELECT TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY ai_jobs_staff_select ON public.ai_jobs
    FOR SELECT TO doughy_support, doughy_admin
    USING (true);

CREATE POLICY ai_jobs_service_select ON public.ai_jobs
    FOR SELECT TO doughy_service
    USING (true);

CREATE POLICY ai_jobs_member_insert ON public.ai_jobs
    FOR INSERT TO doughy_member
    WITH CHECK (
        status = 'queued'
        AND attempts = 0
        AND output_data IS NULL
        AND error_message IS NULL
        AND started_at IS NULL
        AND completed_at IS NULL
        AND progress IS NULL
        AND leased_by IS NULL
        AND lease_token IS NULL
        AND lease_expires_at IS NULL
        AND user_id = (SELECT auth.uid())
    );

-- Which status may follow which, a trigger says.

CREATE POLICY ai_jobs_member_update ON public.ai_jobs
    FOR UPDATE TO doughy_member
    USING (
        (SELECT auth.own_slot())[owner_slot] IS NOT NULL
        AND user_id = (SELECT auth.uid())
    )
    WITH CHECK (
        status IN ('queued', 'cancelled')
        AND user_id = (SELECT auth.uid())
    );

CREATE POLICY ai_jobs_service_update ON public.ai_jobs
    FOR UPDATE TO doughy_service
    USING (true)
    WITH CHECK (true);

-- system_logs ---------------------------------------------------------------------------

CREATE POLICY system_logs_admin_select ON public.system_logs
    FOR SELECT TO doughy_admin
    USING (true);

CREATE POLICY system_logs_admin_insert ON public.system_logs
    FOR INSERT TO doughy_admin
    WITH CHECK (true);

CREATE POLICY system_logs_service_insert ON public.system_logs
    FOR INSERT TO doughy_service
    WITH CHECK (true);

CREATE POLICY system_logs_admin_delete ON public.system_logs
    FOR DELETE TO doughy_admin
    USING (true);
