"""Link one document to several properties (package deals)."""

from alembic import op

revision = "20260117_property_documents_junction"
down_revision = "20260117_lead_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE public.re_property_documents (
            property_id uuid NOT NULL REFERENCES public.re_properties (id) ON DELETE CASCADE,
            document_id uuid NOT NULL REFERENCES public.re_documents (id) ON DELETE CASCADE,
            is_primary boolean DEFAULT false,
            created_at timestamptz DEFAULT now(),
            PRIMARY KEY (property_id, document_id)
        )
    """)
    op.execute("""
        CREATE INDEX idx_property_documents_property
        ON public.re_property_documents (property_id)
    """)
    op.execute("""
        CREATE INDEX idx_property_documents_document
        ON public.re_property_documents (document_id)
    """)
    op.execute("ALTER TABLE public.re_property_documents ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("DROP TABLE public.re_property_documents")
