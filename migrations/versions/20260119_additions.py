"""Add the columns and indexes that the tool needs and the document does not have."""

from alembic import op

revision = "20260119_additions"
down_revision = "20260119_communications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE public.leads
        ADD COLUMN source text,
        ADD COLUMN next_action text,
        ADD COLUMN next_action_due timestamptz,
        ADD COLUMN merged_into uuid REFERENCES public.leads (id) ON DELETE SET NULL,
        ADD CONSTRAINT leads_merged_into_check CHECK (merged_into <> id)
    """)
    op.execute("""
        ALTER TABLE public.re_properties
        ADD COLUMN repair_estimate numeric(12, 2),
        ADD COLUMN parcel_number text,
        ADD COLUMN latitude numeric(9, 6),
        ADD COLUMN longitude numeric(9, 6),
        ADD CONSTRAINT re_properties_repair_estimate_check CHECK (repair_estimate >= 0),
        ADD CONSTRAINT re_properties_latitude_check CHECK (latitude BETWEEN -90 AND 90),
        ADD CONSTRAINT re_properties_longitude_check CHECK (longitude BETWEEN -180 AND 180)
    """)
    # The transaction that wrote the row: a cursor that late commits cannot slip behind.
    op.execute("""
        ALTER TABLE public.system_logs
        ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()
    """)
    op.execute("""
        CREATE INDEX idx_leads_user_email ON public.leads (user_id, email)
        WHERE email IS NOT NULL
    """)
    op.execute("""
        CREATE INDEX idx_leads_triage ON public.leads (user_id, created_at)
        WHERE status = 'new' AND is_deleted = FALSE
    """)
    op.execute("""
        CREATE INDEX idx_leads_next_action ON public.leads (user_id, next_action_due)
        WHERE next_action_due IS NOT NULL AND is_deleted = FALSE
    """)
    op.execute("""
        CREATE INDEX idx_leads_merged_into ON public.leads (merged_into)
        WHERE merged_into IS NOT NULL
    """)
    op.execute("CREATE INDEX idx_re_documents_uploaded_by ON public.re_documents (uploaded_by)")
    op.execute("CREATE INDEX idx_deal_events_created_by ON public.deal_events (created_by)")
    op.execute("CREATE INDEX idx_system_logs_xid ON public.system_logs (xid)")


def downgrade() -> None:
    op.execute("DROP INDEX public.idx_system_logs_xid")
    op.execute("DROP INDEX public.idx_deal_events_created_by")
    op.execute("DROP INDEX public.idx_re_documents_uploaded_by")
    op.execute("DROP INDEX public.idx_leads_merged_into")
    op.execute("DROP INDEX public.idx_leads_next_action")
    op.execute("DROP INDEX public.idx_leads_triage")
    op.execute("DROP INDEX public.idx_leads_user_email")
    op.execute("ALTER TABLE public.system_logs DROP COLUMN xid")
    op.execute("""
        ALTER TABLE public.re_properties
        DROP COLUMN repair_estimate,
        DROP COLUMN parcel_number,
        DROP COLUMN latitude,
        DROP COLUMN longitude
    """)
    op.execute("""
        ALTER TABLE public.leads
        DROP COLUMN source,
        DROP COLUMN next_action,
        DROP COLUMN next_action_due,
        DROP COLUMN merged_into
    """)
