"""Let a property say whose it is: the lead that owns it."""

from alembic import op

revision = "20260121_property_leads"
down_revision = "20260120_no_nan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE public.re_properties
        ADD COLUMN lead_id uuid REFERENCES public.leads (id) ON DELETE SET NULL
    """)
    op.execute("""
        CREATE INDEX idx_re_properties_lead_id ON public.re_properties (lead_id)
        WHERE lead_id IS NOT NULL
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE public.re_properties DROP COLUMN lead_id")
