"""Keep of a seller's document what is kept of a property's: its content type, and metadata.

Whether the bytes are those that were added is asked of the SHA-256 in the metadata, for a
seller's papers as for any other.
"""

from alembic import op

revision = "20260123_lead_document_files"
down_revision = "20260123_key_health"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE public.re_lead_documents
        ADD COLUMN content_type varchar(100),
        ADD COLUMN metadata jsonb
    """)
    # As of every column that says something: see 20260120_no_content_statistics.
    op.execute("""
        ALTER TABLE public.re_lead_documents
        ALTER COLUMN content_type SET STATISTICS 0,
        ALTER COLUMN metadata SET STATISTICS 0
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE public.re_lead_documents DROP COLUMN content_type")
    op.execute("ALTER TABLE public.re_lead_documents DROP COLUMN metadata")
