"""Refuse NaN as an amount: PostgreSQL takes it for a number, and for one above all others.

It passes `>= 0`, and one of them makes every sum and every offer NaN. Those that there are
become what they say, nothing. Latitude and longitude have an upper bound already.
"""

from alembic import op

revision = "20260120_no_nan"
down_revision = "20260120_no_content_statistics"
branch_labels = None
depends_on = None

AMOUNTS = (
    ("deals", "estimated_value"),
    ("re_properties", "arv"),
    ("re_properties", "bathrooms"),
    ("re_properties", "purchase_price"),
    ("re_properties", "repair_estimate"),
)


def upgrade() -> None:
    for table, column in AMOUNTS:
        op.execute(
            f"UPDATE public.{table} SET {column} = NULL "  # noqa: S608 -- names from above
            f"WHERE {column} = 'NaN'"
        )
        op.execute(
            f"ALTER TABLE public.{table} "
            f"ADD CONSTRAINT {table}_{column}_not_nan CHECK ({column} <> 'NaN')"
        )


def downgrade() -> None:
    for table, column in AMOUNTS:
        op.execute(f"ALTER TABLE public.{table} DROP CONSTRAINT {table}_{column}_not_nan")
