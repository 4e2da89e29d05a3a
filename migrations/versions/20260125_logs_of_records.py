"""Let the logs of a lead, a deal or a job be found among ten million.

A log names a record in its details, as text, which may be anything: the indexes hold as much of
it as an id is long, since no row may be refused because its details do not fit into an index.
Most logs name none, and are in none of them.
"""

from alembic import op

revision = "20260125_logs_of_records"
down_revision = "20260124_document_places"
branch_labels = None
depends_on = None

RECORDS = ("lead", "deal", "job")


def upgrade() -> None:
    for each in RECORDS:
        op.execute(f"""
            CREATE INDEX idx_system_logs_{each} ON public.system_logs
                (left(details ->> '{each}_id', 36))
            WHERE details ->> '{each}_id' IS NOT NULL
        """)


def downgrade() -> None:
    for each in RECORDS:
        op.execute(f"DROP INDEX public.idx_system_logs_{each}")
