"""Turn row level security on for user plans.

The policies themselves are in `migrations/sql/40_policies.sql`.
"""

from alembic import op

revision = "20260116_add_rls_user_plans"
down_revision = "20260116_add_rls_profiles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE public.user_plans ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("ALTER TABLE public.user_plans DISABLE ROW LEVEL SECURITY")
