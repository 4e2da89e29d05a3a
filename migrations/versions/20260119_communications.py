"""Create contacts, messages, calls, transcripts and the events of a lead.

The document names these tables and does not define them.
"""

from alembic import op

revision = "20260119_communications"
down_revision = "20260118_install_pgtap"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE public.contacts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_id uuid NOT NULL REFERENCES auth.users (id),
            first_name text,
            last_name text,
            company text,
            job_title text,
            email text,
            phone text,
            emails jsonb,
            phones jsonb,
            address jsonb,
            sms_opt_status public.opt_status DEFAULT 'pending',
            is_deleted boolean NOT NULL DEFAULT false,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        )
    """)
    op.execute("""
        CREATE INDEX idx_contacts_user_created ON public.contacts (user_id, created_at DESC)
    """)
    op.execute("CREATE INDEX idx_contacts_user_email ON public.contacts (user_id, email)")
    op.execute("CREATE INDEX idx_contacts_user_phone ON public.contacts (user_id, phone)")
    op.execute("""
        CREATE TABLE public.lead_contacts (
            lead_id uuid NOT NULL REFERENCES public.leads (id) ON DELETE CASCADE,
            contact_id uuid NOT NULL REFERENCES public.contacts (id) ON DELETE CASCADE,
            relation text NOT NULL DEFAULT 'other',
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            PRIMARY KEY (lead_id, contact_id),
            CONSTRAINT lead_contacts_relation_check CHECK (
                relation IN ('owner', 'spouse', 'heir', 'attorney', 'agent', 'tenant', 'other')
            )
        )
    """)
    op.execute("CREATE INDEX idx_lead_contacts_contact_id ON public.lead_contacts (contact_id)")
    op.execute("""
        CREATE TABLE public.messages (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            lead_id uuid NOT NULL REFERENCES public.leads (id) ON DELETE CASCADE,
            channel public.message_channel NOT NULL,
            direction public.message_direction NOT NULL,
            status public.message_status NOT NULL DEFAULT 'pending',
            subject text,
            body text,
            external_id text,
            sent_at timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        )
    """)
    op.execute("""
        CREATE INDEX idx_messages_lead_created ON public.messages (lead_id, created_at DESC)
    """)
    # Providers report a delivery by their own id.
    op.execute("""
        CREATE INDEX idx_messages_external_id ON public.messages (external_id)
        WHERE external_id IS NOT NULL
    """)
    op.execute("""
        CREATE TABLE public.calls (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            lead_id uuid NOT NULL REFERENCES public.leads (id) ON DELETE CASCADE,
            direction public.message_direction NOT NULL,
            duration_secs integer,
            outcome text,
            summary text,
            recording_url text,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT calls_duration_secs_check CHECK (duration_secs >= 0)
        )
    """)
    op.execute("CREATE INDEX idx_calls_lead_created ON public.calls (lead_id, created_at DESC)")
    op.execute("""
        CREATE TABLE public.transcripts (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            lead_id uuid NOT NULL REFERENCES public.leads (id) ON DELETE CASCADE,
            call_id uuid REFERENCES public.calls (id) ON DELETE SET NULL,
            title text,
            source text,
            transcript_text text,
            summary text,
            duration_secs integer,
            is_deleted boolean NOT NULL DEFAULT false,
            created_by uuid REFERENCES auth.users (id),
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT transcripts_duration_secs_check CHECK (duration_secs >= 0)
        )
    """)
    op.execute("""
        CREATE INDEX idx_transcripts_lead_created ON public.transcripts (lead_id, created_at DESC)
    """)
    op.execute("CREATE INDEX idx_transcripts_call_id ON public.transcripts (call_id)")
    op.execute("CREATE INDEX idx_transcripts_created_by ON public.transcripts (created_by)")
    op.execute("""
        CREATE TABLE public.lead_events (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            lead_id uuid NOT NULL REFERENCES public.leads (id) ON DELETE CASCADE,
            event_type text NOT NULL,
            description text,
            metadata jsonb,
            created_at timestamptz NOT NULL DEFAULT now(),
            created_by uuid REFERENCES auth.users (id)
        )
    """)
    op.execute("""
        CREATE INDEX idx_lead_events_lead_created ON public.lead_events (lead_id, created_at DESC)
    """)
    op.execute("CREATE INDEX idx_lead_events_created_by ON public.lead_events (created_by)")
    op.execute("ALTER TABLE public.contacts ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public.lead_contacts ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public.calls ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public.transcripts ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public.lead_events ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("DROP TABLE public.lead_events, public.transcripts, public.calls, public.messages")
    op.execute("DROP TABLE public.lead_contacts, public.contacts")
