"""Let a stored key say why it is unhealthy, and since when.

`status` and `last_checked` tell of the last check alone. What was sent in vain is counted from
the last check that found the key healthy, and a later one must not forget when that was.
"""

from alembic import op

revision = "20260123_key_health"
down_revision = "20260122_row_owners"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        ALTER TABLE public.api_keys
        ADD COLUMN status_reason text,
        ADD COLUMN last_healthy timestamptz
    """)
    # As for all that rows say.
    op.execute("""
        ALTER TABLE public.api_keys
        ALTER COLUMN status_reason SET STATISTICS 0,
        ALTER COLUMN last_healthy SET STATISTICS 0
    """)
    op.execute("UPDATE public.api_keys SET last_healthy = last_checked WHERE status = 'healthy'")


def downgrade() -> None:
    op.execute("""
        ALTER TABLE public.api_keys
        DROP COLUMN status_reason,
        DROP COLUMN last_healthy
    """)
