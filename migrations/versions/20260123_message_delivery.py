"""Let a message say between which numbers or addresses it went, and why it did not arrive.

A lead's number changes; whether a text reached the old one is asked of the provider by the
number that it was sent to.
"""

from alembic import op

revision = "20260123_message_delivery"
down_revision = "20260123_lead_document_files"
branch_labels = None
depends_on = None

COLUMNS = ("sender", "recipient", "error")


def upgrade() -> None:
    for column in COLUMNS:
        op.execute(f"ALTER TABLE public.messages ADD COLUMN {column} text")
        # No statistics of what people write: 20260120_no_content_statistics says why.
        op.execute(f"ALTER TABLE public.messages ALTER COLUMN {column} SET STATISTICS 0")


def downgrade() -> None:
    for column in COLUMNS:
        op.execute(f"ALTER TABLE public.messages DROP COLUMN {column}")
