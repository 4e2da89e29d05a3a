"""Depart from the document where it cannot be kept safely; docs/schema-departures.md says why."""

from alembic import op

revision = "20260119_departures"
down_revision = "20260119_additions"
branch_labels = None
depends_on = None

# Table, column, what an empty value becomes. NULL in these would hide a row from partial
# indexes, filters and cursors.
ALWAYS_SET = (
    *(
        (table, column, "now()")
        for table in (
            *("profiles", "api_keys", "user_plans", "leads", "re_properties"),
            *("re_documents", "re_lead_documents", "deals"),
        )
        for column in ("created_at", "updated_at")
    ),
    ("re_property_documents", "created_at", "now()"),
    ("deal_events", "created_at", "now()"),
    ("ai_jobs", "created_at", "now()"),
    ("system_logs", "created_at", "now()"),
    ("leads", "is_deleted", "false"),
    ("re_property_documents", "is_primary", "false"),
    ("ai_jobs", "attempts", "0"),
)


def _foreign_key(table: str, column: str, target: str, rule: str = "") -> None:
    name = f"{table}_{column}_fkey"
    op.execute(f"ALTER TABLE public.{table} DROP CONSTRAINT {name}")
    op.execute(
        f"ALTER TABLE public.{table} ADD CONSTRAINT {name} "
        f"FOREIGN KEY ({column}) REFERENCES public.{target} (id) {rule}"
    )


def _narrow_unless_taken(name: str, column: str, key: str) -> None:
    """Make the document's index, unless two people already have a lead in common."""
    predicate = f"WHERE {column} IS NOT NULL AND is_deleted = FALSE"
    op.execute(f"DROP INDEX public.{name}")
    op.execute(f"""
        DO $$
        BEGIN
            CREATE UNIQUE INDEX {name} ON public.leads ({key}) {predicate};
        EXCEPTION WHEN unique_violation THEN
            CREATE UNIQUE INDEX {name} ON public.leads (user_id, {key}) {predicate};
        END
        $$
    """)


def upgrade() -> None:
    # One person's rows must not tell about another's.
    op.execute("DROP INDEX public.idx_leads_email_unique")
    op.execute("""
        CREATE UNIQUE INDEX idx_leads_email_unique ON public.leads (user_id, LOWER(email))
        WHERE email IS NOT NULL AND is_deleted = FALSE
    """)
    op.execute("DROP INDEX public.idx_leads_phone_unique")
    op.execute("""
        CREATE UNIQUE INDEX idx_leads_phone_unique ON public.leads (user_id, phone)
        WHERE phone IS NOT NULL AND is_deleted = FALSE
    """)

    # A property or a deal can be deleted: its documents stay, its queued work does not.
    _foreign_key("re_documents", "property_id", "re_properties", "ON DELETE SET NULL")
    _foreign_key("re_documents", "deal_id", "deals", "ON DELETE SET NULL")
    _foreign_key("ai_jobs", "deal_id", "deals", "ON DELETE CASCADE")

    # The names of levels have an order, which a misspelt one would have no place in.
    op.execute("""
        UPDATE public.system_logs
        SET level = 'info', details = jsonb_build_object('level', level, 'details', details)
        WHERE level NOT IN ('debug', 'info', 'warning', 'error', 'critical')
    """)
    op.execute("""
        ALTER TABLE public.system_logs
        ADD CONSTRAINT system_logs_level_check
        CHECK (level IN ('debug', 'info', 'warning', 'error', 'critical'))
    """)
    for table, column, value in ALWAYS_SET:
        op.execute(
            f"UPDATE public.{table} SET {column} = {value} "  # noqa: S608 -- names from above
            f"WHERE {column} IS NULL"
        )
        op.execute(f"ALTER TABLE public.{table} ALTER COLUMN {column} SET NOT NULL")


def downgrade() -> None:
    for table, column, _ in reversed(ALWAYS_SET):
        op.execute(f"ALTER TABLE public.{table} ALTER COLUMN {column} DROP NOT NULL")
    op.execute("ALTER TABLE public.system_logs DROP CONSTRAINT system_logs_level_check")
    _foreign_key("ai_jobs", "deal_id", "deals")
    _foreign_key("re_documents", "deal_id", "deals")
    _foreign_key("re_documents", "property_id", "re_properties")
    _narrow_unless_taken("idx_leads_phone_unique", "phone", "phone")
    _narrow_unless_taken("idx_leads_email_unique", "email", "LOWER(email)")
