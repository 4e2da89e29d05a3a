"""Turn row level security on for API keys.

The policies themselves are in `migrations/sql/40_policies.sql`.
"""

from alembic import op

revision = "20260116_add_rls_api_keys"
down_revision = "20260115_base"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE public.api_keys ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("ALTER TABLE public.api_keys DISABLE ROW LEVEL SECURITY")
