"""Create the seller's own documents, which belong to a lead."""

from alembic import op

revision = "20260117_lead_documents"
down_revision = "20260116_create_core_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE public.re_lead_documents (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            lead_id uuid NOT NULL REFERENCES public.leads (id) ON DELETE CASCADE,
            title text NOT NULL,
            type text,
            file_url text NOT NULL,
            file_size integer,
            created_at timestamptz DEFAULT now(),
            updated_at timestamptz DEFAULT now(),
            CONSTRAINT re_lead_documents_type_check CHECK (
                type IN ('id', 'tax_return', 'bank_statement', 'w9', 'death_cert', 'poa', 'other')
            )
        )
    """)
    op.execute("CREATE INDEX idx_lead_documents_lead_id ON public.re_lead_documents (lead_id)")
    op.execute("CREATE INDEX idx_lead_documents_type ON public.re_lead_documents (type)")
    op.execute("ALTER TABLE public.re_lead_documents ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("DROP TABLE public.re_lead_documents")
