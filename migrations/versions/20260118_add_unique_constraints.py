"""Add UNIQUE, NOT NULL and CHECK constraints.

A CHECK is satisfied by NULL, so each of these holds for a value that is present.
"""

from alembic import op

revision = "20260118_add_unique_constraints"
down_revision = "20260118_add_composite_indexes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE public.profiles ADD CONSTRAINT profiles_email_key UNIQUE (email)")
    op.execute("""
        CREATE UNIQUE INDEX idx_api_keys_user_service_unique
        ON public.api_keys (user_id, service)
    """)
    op.execute("CREATE UNIQUE INDEX idx_user_plans_user_unique ON public.user_plans (user_id)")
    op.execute("""
        CREATE UNIQUE INDEX idx_leads_email_unique ON public.leads (LOWER(email))
        WHERE email IS NOT NULL AND is_deleted = FALSE
    """)
    op.execute("""
        CREATE UNIQUE INDEX idx_leads_phone_unique ON public.leads (phone)
        WHERE phone IS NOT NULL AND is_deleted = FALSE
    """)
    op.execute("""
        CREATE UNIQUE INDEX idx_deals_property_active_unique ON public.deals (property_id)
        WHERE status = 'active' AND property_id IS NOT NULL
    """)
    # A value was missing where none may be: it gets the one that a new row would get.
    op.execute("UPDATE public.leads SET status = 'new' WHERE status IS NULL")
    op.execute("ALTER TABLE public.leads ALTER COLUMN status SET NOT NULL")
    op.execute("UPDATE public.deals SET status = 'active' WHERE status IS NULL")
    op.execute("ALTER TABLE public.deals ALTER COLUMN status SET NOT NULL")
    op.execute("UPDATE public.ai_jobs SET status = 'queued' WHERE status IS NULL")
    op.execute("ALTER TABLE public.ai_jobs ALTER COLUMN status SET NOT NULL")
    op.execute("UPDATE public.re_documents SET type = 'other' WHERE type IS NULL")
    op.execute("ALTER TABLE public.re_documents ALTER COLUMN type SET NOT NULL")
    op.execute("UPDATE public.re_lead_documents SET type = 'other' WHERE type IS NULL")
    op.execute("ALTER TABLE public.re_lead_documents ALTER COLUMN type SET NOT NULL")
    op.execute("""
        ALTER TABLE public.leads
        ADD CONSTRAINT leads_score_check CHECK (score BETWEEN 0 AND 100)
    """)
    op.execute("""
        ALTER TABLE public.re_properties
        ADD CONSTRAINT re_properties_bedrooms_check CHECK (bedrooms >= 0),
        ADD CONSTRAINT re_properties_bathrooms_check CHECK (bathrooms >= 0),
        ADD CONSTRAINT re_properties_square_feet_check CHECK (square_feet > 0),
        ADD CONSTRAINT re_properties_lot_size_check CHECK (lot_size > 0),
        ADD CONSTRAINT re_properties_year_built_check CHECK (
            year_built >= 1800 AND year_built <= EXTRACT(YEAR FROM CURRENT_DATE) + 5
        )
    """)
    op.execute("""
        ALTER TABLE public.re_documents
        ADD CONSTRAINT re_documents_file_size_check CHECK (file_size > 0)
    """)
    op.execute("""
        ALTER TABLE public.re_lead_documents
        ADD CONSTRAINT re_lead_documents_file_size_check CHECK (file_size > 0)
    """)
    op.execute("""
        ALTER TABLE public.deals
        ADD CONSTRAINT deals_probability_check CHECK (probability BETWEEN 0 AND 100)
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE public.deals DROP CONSTRAINT deals_probability_check")
    op.execute("""
        ALTER TABLE public.re_lead_documents
        DROP CONSTRAINT re_lead_documents_file_size_check
    """)
    op.execute("ALTER TABLE public.re_documents DROP CONSTRAINT re_documents_file_size_check")
    op.execute("""
        ALTER TABLE public.re_properties
        DROP CONSTRAINT re_properties_bedrooms_check,
        DROP CONSTRAINT re_properties_bathrooms_check,
        DROP CONSTRAINT re_properties_square_feet_check,
        DROP CONSTRAINT re_properties_lot_size_check,
        DROP CONSTRAINT re_properties_year_built_check
    """)
    op.execute("ALTER TABLE public.leads DROP CONSTRAINT leads_score_check")
    op.execute("ALTER TABLE public.re_lead_documents ALTER COLUMN type DROP NOT NULL")
    op.execute("ALTER TABLE public.re_documents ALTER COLUMN type DROP NOT NULL")
    op.execute("ALTER TABLE public.ai_jobs ALTER COLUMN status DROP NOT NULL")
    op.execute("ALTER TABLE public.deals ALTER COLUMN status DROP NOT NULL")
    op.execute("ALTER TABLE public.leads ALTER COLUMN status DROP NOT NULL")
    op.execute("DROP INDEX public.idx_deals_property_active_unique")
    op.execute("DROP INDEX public.idx_leads_phone_unique")
    op.execute("DROP INDEX public.idx_leads_email_unique")
    op.execute("DROP INDEX public.idx_user_plans_user_unique")
    op.execute("DROP INDEX public.idx_api_keys_user_service_unique")
    op.execute("ALTER TABLE public.profiles DROP CONSTRAINT profiles_email_key")
