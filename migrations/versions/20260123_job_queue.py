"""Let jobs be taken by workers: when one may run, who has it and for how long.

A worker has a job for the time of a lease, which it extends while it works. Whoever holds no
lease any more writes nothing about the job: each time it is taken it gets a new token, and all
that a worker writes asks for that.
"""

from alembic import op

revision = "20260123_job_queue"
down_revision = "20260123_message_delivery"
branch_labels = None
depends_on = None

COLUMNS = (
    ("run_after", "timestamptz NOT NULL DEFAULT now()"),
    ("max_attempts", "integer NOT NULL DEFAULT 5"),
    ("progress", "jsonb"),
    ("leased_by", "text"),
    ("lease_token", "uuid"),
    ("lease_expires_at", "timestamptz"),
)


def upgrade() -> None:
    for column, kind in COLUMNS:
        op.execute(f"ALTER TABLE public.ai_jobs ADD COLUMN {column} {kind}")
        if column != "lease_token":
            # No statistics of what rows say: 20260120_no_content_statistics says why.
            op.execute(f"ALTER TABLE public.ai_jobs ALTER COLUMN {column} SET STATISTICS 0")
    op.execute("""
        ALTER TABLE public.ai_jobs
        ADD CONSTRAINT ai_jobs_max_attempts_check CHECK (max_attempts BETWEEN 1 AND 20)
    """)
    op.execute("UPDATE public.ai_jobs SET run_after = created_at")
    # Nobody can be working on these: they go to whoever asks first.
    op.execute("UPDATE public.ai_jobs SET lease_expires_at = now() WHERE status = 'running'")
    op.execute(
        "CREATE INDEX idx_ai_jobs_queue ON public.ai_jobs (run_after) WHERE status = 'queued'"
    )
    op.execute("""
        CREATE INDEX idx_ai_jobs_leases ON public.ai_jobs (lease_expires_at)
        WHERE status = 'running'
    """)


def downgrade() -> None:
    for column, _ in reversed(COLUMNS):
        op.execute(f"ALTER TABLE public.ai_jobs DROP COLUMN {column}")
