"""Let a database say where its documents are kept, so that everybody of a team finds them.

Where they were kept before stays known: those documents are there still.
"""

from alembic import op

revision = "20260124_document_places"
down_revision = "20260123_job_queue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE auth.document_places (
            place text PRIMARY KEY,
            set_at timestamptz NOT NULL DEFAULT clock_timestamp()
        )
    """)


def downgrade() -> None:
    op.execute("DROP TABLE auth.document_places")
