"""Replace TEXT and CHECK by PostgreSQL's enums, keeping every value.

The message enums come with the others; `messages` itself is created later.
"""

from alembic import op

revision = "20260118_add_enum_types"
down_revision = "20260117_property_documents_junction"
branch_labels = None
depends_on = None

ENUMS = {
    "user_role": ("user", "admin", "support", "standard"),
    "deal_status": ("active", "won", "lost", "archived"),
    "lead_status": ("new", "active", "qualified", "unqualified", "closed"),
    "opt_status": ("opted_in", "opted_out", "pending"),
    "document_type": (
        # Research phase
        *("inspection", "appraisal", "title_search", "survey", "photo", "comp"),
        # Transaction phase
        *("offer", "counter_offer", "purchase_agreement", "addendum"),
        *("closing_statement", "hud1", "deed", "contract"),
        # Other
        *("receipt", "other"),
    ),
    "lead_document_type": (
        *("id", "tax_return", "bank_statement", "w9", "death_cert", "poa", "other"),
    ),
    "message_channel": ("sms", "email", "voice"),
    "message_direction": ("incoming", "outgoing"),
    "message_status": ("sent", "delivered", "failed", "pending", "read"),
    "job_status": ("queued", "running", "succeeded", "failed", "cancelled"),
}

# Table, column, enum, default.
COLUMNS = (
    ("profiles", "role", "user_role", "user"),
    ("leads", "status", "lead_status", "new"),
    ("leads", "opt_status", "opt_status", "pending"),
    ("deals", "status", "deal_status", "active"),
    ("ai_jobs", "status", "job_status", "queued"),
    ("re_documents", "type", "document_type", None),
    ("re_lead_documents", "type", "lead_document_type", None),
)


def _list(labels: tuple[str, ...]) -> str:
    return ", ".join(f"'{label}'" for label in labels)


def _retype(table: str, column: str, to_type: str, default: str | None) -> None:
    op.execute(f"ALTER TABLE public.{table} ALTER COLUMN {column} DROP DEFAULT")
    op.execute(
        f"ALTER TABLE public.{table} ALTER COLUMN {column} TYPE {to_type} "
        f"USING {column}::text::{to_type}"
    )
    if default:
        op.execute(
            f"ALTER TABLE public.{table} ALTER COLUMN {column} SET DEFAULT '{default}'::{to_type}"
        )


def upgrade() -> None:
    for name, labels in ENUMS.items():
        op.execute(f"CREATE TYPE public.{name} AS ENUM ({_list(labels)})")
    for table, column, enum, default in COLUMNS:
        op.execute(f"ALTER TABLE public.{table} DROP CONSTRAINT {table}_{column}_check")
        _retype(table, column, f"public.{enum}", default)


def downgrade() -> None:
    for table, column, enum, default in COLUMNS:
        _retype(table, column, "text", default)
        op.execute(
            f"ALTER TABLE public.{table} ADD CONSTRAINT {table}_{column}_check "
            f"CHECK ({column} IN ({_list(ENUMS[enum])}))"
        )
    for name in ENUMS:
        op.execute(f"DROP TYPE public.{name}")
