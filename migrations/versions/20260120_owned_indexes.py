"""Let no index lead from a text or a date to rows of everybody.

PostgreSQL compares texts, numbers and times before it asks a policy, because those comparisons
tell nothing. What EXPLAIN ANALYZE counts does: with an index on `email` alone, how many rows
a policy took away is how many leads of others have an e-mail before the one asked for. Indexes
that begin with the owner meet nobody else's rows. A hash index has no order to search in.
"""

from alembic import op

revision = "20260120_owned_indexes"
down_revision = "20260119_departures"
branch_labels = None
depends_on = None

# Name, table, what the document says, what it becomes.
CHANGED = (
    ("idx_leads_email", "leads (email)", "leads (user_id, email)"),
    ("idx_leads_phone", "leads (phone)", "leads (user_id, phone)"),
    ("idx_leads_email_lower", "leads (LOWER(email))", "leads USING hash (LOWER(email))"),
    ("idx_leads_name_lower", "leads (LOWER(name))", "leads (user_id, LOWER(name))"),
    ("idx_re_properties_zip", "re_properties (zip)", "re_properties (user_id, zip)"),
    (
        "idx_re_properties_city_state",
        "re_properties (city, state)",
        "re_properties (user_id, city, state)",
    ),
    (
        "idx_re_properties_location",
        "re_properties (city, state, zip)",
        "re_properties (user_id, city, state, zip)",
    ),
    (
        "idx_re_documents_created_at",
        "re_documents (created_at DESC)",
        "re_documents (user_id, created_at DESC)",
    ),
    (
        "idx_deals_next_action_due",
        "deals (next_action_due) WHERE next_action_due IS NOT NULL",
        "deals (user_id, next_action_due) WHERE next_action_due IS NOT NULL",
    ),
    (
        "idx_messages_external_id",
        "messages (external_id) WHERE external_id IS NOT NULL",
        "messages USING hash (external_id)",
    ),
)
# With the owner in front they would be what another index is already.
DROPPED = (
    ("idx_api_keys_service", "api_keys (service)"),
    ("idx_re_properties_status", "re_properties (status)"),
    ("idx_deals_stage", "deals (stage)"),
    ("idx_leads_user_email", "leads (user_id, email) WHERE email IS NOT NULL"),
)


def upgrade() -> None:
    for name, _, wanted in CHANGED:
        op.execute(f"DROP INDEX public.{name}")
        op.execute(f"CREATE INDEX {name} ON public.{wanted}")
    for name, _ in DROPPED:
        op.execute(f"DROP INDEX public.{name}")


def downgrade() -> None:
    for name, documented in DROPPED:
        op.execute(f"CREATE INDEX {name} ON public.{documented}")
    for name, documented, _ in CHANGED:
        op.execute(f"DROP INDEX public.{name}")
        op.execute(f"CREATE INDEX {name} ON public.{documented}")
