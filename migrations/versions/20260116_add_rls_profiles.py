"""Turn row level security on for profiles.

The policies themselves are in `migrations/sql/40_policies.sql`.
"""

from alembic import op

revision = "20260116_add_rls_profiles"
down_revision = "20260116_add_rls_api_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE public.profiles ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("ALTER TABLE public.profiles DISABLE ROW LEVEL SECURITY")
