"""Add 24 indexes: composite, partial, covering, expression and GIN.

`idx_system_logs_recent` has no predicate: PostgreSQL accepts only immutable functions in
one, and "the last seven days" is not (see docs/schema-departures.md).
"""

from alembic import op

revision = "20260118_add_composite_indexes"
down_revision = "20260118_add_enum_types"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX idx_api_keys_user_service ON public.api_keys (user_id, service)")
    op.execute("CREATE INDEX idx_leads_user_status ON public.leads (user_id, status)")
    op.execute("CREATE INDEX idx_leads_user_created ON public.leads (user_id, created_at DESC)")
    op.execute("""
        CREATE INDEX idx_leads_active ON public.leads (user_id, created_at DESC)
        WHERE status IN ('active', 'qualified') AND is_deleted = FALSE
    """)
    op.execute("CREATE INDEX idx_leads_tags_gin ON public.leads USING gin (tags)")
    op.execute("CREATE INDEX idx_leads_email_lower ON public.leads (LOWER(email))")
    op.execute("CREATE INDEX idx_leads_name_lower ON public.leads (LOWER(name))")
    op.execute("""
        CREATE INDEX idx_leads_user_status_covering ON public.leads (user_id, status)
        INCLUDE (name, email, phone, score, created_at)
    """)
    op.execute("CREATE INDEX idx_re_properties_city_state ON public.re_properties (city, state)")
    op.execute("CREATE INDEX idx_re_properties_location ON public.re_properties (city, state, zip)")
    op.execute("""
        CREATE INDEX idx_re_properties_user_status ON public.re_properties (user_id, status)
    """)
    op.execute("""
        CREATE INDEX idx_re_properties_active ON public.re_properties (user_id, created_at DESC)
        WHERE status = 'active'
    """)
    op.execute("CREATE INDEX idx_re_documents_created_at ON public.re_documents (created_at DESC)")
    op.execute("CREATE INDEX idx_re_documents_user_type ON public.re_documents (user_id, type)")
    op.execute("""
        CREATE INDEX idx_re_documents_property_created
        ON public.re_documents (property_id, created_at DESC)
        WHERE property_id IS NOT NULL
    """)
    op.execute("""
        CREATE INDEX idx_re_documents_metadata_gin ON public.re_documents USING gin (metadata)
    """)
    op.execute("CREATE INDEX idx_deals_user_status ON public.deals (user_id, status)")
    op.execute("CREATE INDEX idx_deals_user_stage ON public.deals (user_id, stage)")
    op.execute("CREATE INDEX idx_deals_user_created ON public.deals (user_id, created_at DESC)")
    op.execute("""
        CREATE INDEX idx_deals_active_next_action ON public.deals (user_id, next_action_due)
        WHERE status = 'active' AND next_action_due IS NOT NULL
    """)
    op.execute("""
        CREATE INDEX idx_deals_user_status_covering ON public.deals (user_id, status)
        INCLUDE (title, estimated_value, next_action_due, created_at)
    """)
    op.execute("""
        CREATE INDEX idx_deal_events_metadata_gin ON public.deal_events USING gin (metadata)
    """)
    op.execute("""
        CREATE INDEX idx_ai_jobs_pending ON public.ai_jobs (created_at DESC)
        WHERE status IN ('queued', 'failed')
    """)
    op.execute("CREATE INDEX idx_system_logs_recent ON public.system_logs (created_at DESC, level)")


def downgrade() -> None:
    op.execute("DROP INDEX public.idx_system_logs_recent")
    op.execute("DROP INDEX public.idx_ai_jobs_pending")
    op.execute("DROP INDEX public.idx_deal_events_metadata_gin")
    op.execute("DROP INDEX public.idx_deals_user_status_covering")
    op.execute("DROP INDEX public.idx_deals_active_next_action")
    op.execute("DROP INDEX public.idx_deals_user_created")
    op.execute("DROP INDEX public.idx_deals_user_stage")
    op.execute("DROP INDEX public.idx_deals_user_status")
    op.execute("DROP INDEX public.idx_re_documents_metadata_gin")
    op.execute("DROP INDEX public.idx_re_documents_property_created")
    op.execute("DROP INDEX public.idx_re_documents_user_type")
    op.execute("DROP INDEX public.idx_re_documents_created_at")
    op.execute("DROP INDEX public.idx_re_properties_active")
    op.execute("DROP INDEX public.idx_re_properties_user_status")
    op.execute("DROP INDEX public.idx_re_properties_location")
    op.execute("DROP INDEX public.idx_re_properties_city_state")
    op.execute("DROP INDEX public.idx_leads_user_status_covering")
    op.execute("DROP INDEX public.idx_leads_name_lower")
    op.execute("DROP INDEX public.idx_leads_email_lower")
    op.execute("DROP INDEX public.idx_leads_tags_gin")
    op.execute("DROP INDEX public.idx_leads_active")
    op.execute("DROP INDEX public.idx_leads_user_created")
    op.execute("DROP INDEX public.idx_leads_user_status")
    op.execute("DROP INDEX public.idx_api_keys_user_service")
