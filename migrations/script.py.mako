"""${message}

Tables, columns, types, indexes and data moves only; what is current (roles, functions,
triggers, policies) lives in `migrations/sql/`. Inline any function that is needed here.
"""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "raise NotImplementedError"}


def downgrade() -> None:
    ${downgrades if downgrades else "raise NotImplementedError"}
