"""Give each row its owner, and the owner's slot: what policies ask before anything else.

PostgreSQL asks the cheapest condition of a scan first, and takes comparisons of texts, numbers
and times for harmless; some of those cost next to nothing. A policy that costs more is asked
after them, and by what happens then a member can read rows that they never see. Only what
costs nothing at all is sure to be asked first: an array's element is, a comparison is not. So
each row has its owner's slot, a number made of the owner's id, and the policies look it up in
an array in which the asker's own slot is the only one.

Rows that belong to a lead, a property or a deal get their owner's id for this, kept by
triggers. With it indexes on times can begin with the owner.
"""

from alembic import op

revision = "20260122_row_owners"
down_revision = "20260121_property_leads"
branch_labels = None
depends_on = None

# Table, what it belongs to, and the column that says to which.
CHILDREN = (
    ("lead_contacts", "leads", "lead_id"),
    ("messages", "leads", "lead_id"),
    ("calls", "leads", "lead_id"),
    ("transcripts", "leads", "lead_id"),
    ("lead_events", "leads", "lead_id"),
    ("re_lead_documents", "leads", "lead_id"),
    ("re_property_documents", "re_properties", "property_id"),
    ("deal_events", "deals", "deal_id"),
    ("ai_jobs", "deals", "deal_id"),
)
OWNED = ("api_keys", "user_plans", "workspaces", "contacts", "leads", "re_properties")
OWNED += ("re_documents", "deals")
# A job may belong to no deal, and then to nobody.
NOBODYS = ("ai_jobs",)
# PostgreSQL keeps this function as it is: partitions by hash are stored by it. Halved, so that
# the greatest number can still begin an array.
SLOT = "uuid_hash({}) >> 1"
# Name, and what the document says; they become the same with the owner in front.
INDEXES = (
    ("idx_deal_events_created_at", "deal_events (created_at DESC)"),
    ("idx_ai_jobs_created_at", "ai_jobs (created_at DESC)"),
    (
        "idx_re_documents_property_created",
        "re_documents (property_id, created_at DESC) WHERE property_id IS NOT NULL",
    ),
)
# Times of rows that belong to a lead whose id is known; a lead has few enough to be sorted.
TIMES = ("messages", "calls", "transcripts", "lead_events")


def upgrade() -> None:
    # Two people with one slot would be asked after each other's rows.
    op.execute(f"CREATE UNIQUE INDEX users_slot_key ON auth.users (({SLOT.format('id')}))")
    for child, parent, key in CHILDREN:
        op.execute(f"ALTER TABLE public.{child} ADD COLUMN user_id uuid")
        op.execute(f"ALTER TABLE public.{child} ALTER COLUMN user_id SET STATISTICS 1")
        op.execute(f"""
            UPDATE public.{child} AS child
            SET user_id = parent.user_id
            FROM public.{parent} AS parent
            WHERE parent.id = child.{key}
        """)  # noqa: S608 (constants)
        if child not in NOBODYS:
            op.execute(f"ALTER TABLE public.{child} ALTER COLUMN user_id SET NOT NULL")
    for table in (*(child for child, _, _ in CHILDREN), *OWNED, "profiles"):
        owner = "id" if table == "profiles" else "user_id"
        op.execute(f"""
            ALTER TABLE public.{table}
            ADD COLUMN owner_slot integer GENERATED ALWAYS AS ({SLOT.format(owner)}) STORED
        """)
        op.execute(f"ALTER TABLE public.{table} ALTER COLUMN owner_slot SET STATISTICS 0")
    for name, documented in INDEXES:
        op.execute(f"DROP INDEX public.{name}")
        op.execute(f"CREATE INDEX {name} ON public.{documented.replace('(', '(user_id, ', 1)}")
    for table in TIMES:
        op.execute(f"DROP INDEX public.idx_{table}_lead_created")
        op.execute(f"CREATE INDEX idx_{table}_lead_id ON public.{table} (lead_id)")
    op.execute("CREATE INDEX idx_messages_user_id ON public.messages (user_id)")


def downgrade() -> None:
    for table in TIMES:
        op.execute(f"DROP INDEX public.idx_{table}_lead_id")
        op.execute(
            f"CREATE INDEX idx_{table}_lead_created ON public.{table} (lead_id, created_at DESC)"
        )
    for name, documented in INDEXES:
        op.execute(f"DROP INDEX public.{name}")
        op.execute(f"CREATE INDEX {name} ON public.{documented}")
    for table in (*(child for child, _, _ in CHILDREN), *OWNED, "profiles"):
        op.execute(f"ALTER TABLE public.{table} DROP COLUMN owner_slot")
    for child, _, _ in CHILDREN:
        op.execute(f"ALTER TABLE public.{child} DROP COLUMN user_id")
    op.execute("DROP INDEX auth.users_slot_key")
