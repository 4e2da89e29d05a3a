"""Create leads, properties, deals and documents, with the events and AI jobs of a deal."""

from alembic import op

revision = "20260116_create_core_tables"
down_revision = "20260116_add_rls_user_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE public.leads (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_id uuid NOT NULL REFERENCES auth.users (id),
            workspace_id uuid REFERENCES public.workspaces (id),
            name text NOT NULL,
            phone text,
            email text,
            company text,
            status text DEFAULT 'new',
            score integer,
            tags text[],
            opt_status text DEFAULT 'pending',
            is_deleted boolean DEFAULT false,
            created_at timestamptz DEFAULT now(),
            updated_at timestamptz DEFAULT now(),
            CONSTRAINT leads_status_check
                CHECK (status IN ('new', 'active', 'qualified', 'unqualified', 'closed')),
            CONSTRAINT leads_opt_status_check
                CHECK (opt_status IN ('opted_in', 'opted_out', 'pending'))
        )
    """)
    op.execute("CREATE INDEX idx_leads_user_id ON public.leads (user_id)")
    op.execute("CREATE INDEX idx_leads_workspace_id ON public.leads (workspace_id)")
    op.execute("CREATE INDEX idx_leads_status ON public.leads (status)")
    op.execute("CREATE INDEX idx_leads_email ON public.leads (email)")
    op.execute("CREATE INDEX idx_leads_phone ON public.leads (phone)")
    op.execute("""
        CREATE TABLE public.re_properties (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_id uuid NOT NULL REFERENCES auth.users (id),
            address_line_1 text NOT NULL,
            address_line_2 text,
            city text NOT NULL,
            state text NOT NULL,
            zip text NOT NULL,
            bedrooms integer,
            bathrooms numeric(3, 1),
            square_feet integer,
            lot_size integer,
            year_built integer,
            purchase_price numeric(12, 2),
            arv numeric(12, 2),
            status text,
            property_type text,
            mls_id text,
            notes text,
            created_at timestamptz DEFAULT now(),
            updated_at timestamptz DEFAULT now()
        )
    """)
    op.execute("CREATE INDEX idx_re_properties_user_id ON public.re_properties (user_id)")
    op.execute("CREATE INDEX idx_re_properties_status ON public.re_properties (status)")
    op.execute("CREATE INDEX idx_re_properties_zip ON public.re_properties (zip)")
    op.execute("""
        CREATE TABLE public.deals (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_id uuid NOT NULL REFERENCES auth.users (id),
            lead_id uuid REFERENCES public.leads (id) ON DELETE SET NULL,
            property_id uuid REFERENCES public.re_properties (id) ON DELETE SET NULL,
            status text DEFAULT 'active',
            stage text NOT NULL,
            title text NOT NULL,
            estimated_value numeric(12, 2),
            probability integer,
            expected_close_date date,
            next_action text,
            next_action_due timestamptz,
            notes text,
            created_at timestamptz DEFAULT now(),
            updated_at timestamptz DEFAULT now(),
            CONSTRAINT deals_status_check CHECK (status IN ('active', 'won', 'lost', 'archived'))
        )
    """)
    op.execute("CREATE INDEX idx_deals_user_id ON public.deals (user_id)")
    op.execute("CREATE INDEX idx_deals_status ON public.deals (status)")
    op.execute("CREATE INDEX idx_deals_stage ON public.deals (stage)")
    op.execute("""
        CREATE INDEX idx_deals_next_action_due ON public.deals (next_action_due)
        WHERE next_action_due IS NOT NULL
    """)
    op.execute("CREATE INDEX idx_deals_lead_id ON public.deals (lead_id) WHERE lead_id IS NOT NULL")
    op.execute("""
        CREATE INDEX idx_deals_property_id ON public.deals (property_id)
        WHERE property_id IS NOT NULL
    """)
    op.execute("""
        CREATE TABLE public.deal_events (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            deal_id uuid NOT NULL REFERENCES public.deals (id) ON DELETE CASCADE,
            event_type text NOT NULL,
            description text,
            metadata jsonb,
            created_at timestamptz DEFAULT now(),
            created_by uuid REFERENCES auth.users (id)
        )
    """)
    op.execute("CREATE INDEX idx_deal_events_deal_id ON public.deal_events (deal_id)")
    op.execute("CREATE INDEX idx_deal_events_created_at ON public.deal_events (created_at DESC)")
    op.execute("""
        CREATE TABLE public.ai_jobs (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            deal_id uuid REFERENCES public.deals (id),
            job_type text NOT NULL,
            status text DEFAULT 'queued',
            input_data jsonb,
            output_data jsonb,
            error_message text,
            attempts integer DEFAULT 0,
            created_at timestamptz DEFAULT now(),
            started_at timestamptz,
            completed_at timestamptz,
            CONSTRAINT ai_jobs_status_check
                CHECK (status IN ('queued', 'running', 'succeeded', 'failed', 'cancelled'))
        )
    """)
    op.execute("CREATE INDEX idx_ai_jobs_deal_id ON public.ai_jobs (deal_id)")
    op.execute("CREATE INDEX idx_ai_jobs_status ON public.ai_jobs (status)")
    op.execute("CREATE INDEX idx_ai_jobs_created_at ON public.ai_jobs (created_at DESC)")
    op.execute("""
        CREATE TABLE public.re_documents (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_id uuid NOT NULL REFERENCES auth.users (id),
            property_id uuid REFERENCES public.re_properties (id),
            deal_id uuid REFERENCES public.deals (id),
            title text NOT NULL,
            type text,
            file_url text NOT NULL,
            file_size integer,
            content_type varchar(100),
            uploaded_by uuid REFERENCES auth.users (id),
            metadata jsonb,
            created_at timestamptz DEFAULT now(),
            updated_at timestamptz DEFAULT now(),
            CONSTRAINT re_documents_type_check CHECK (
                type IN (
                    'inspection', 'appraisal', 'title_search', 'survey', 'photo', 'comp',
                    'offer', 'counter_offer', 'purchase_agreement', 'addendum',
                    'closing_statement', 'hud1', 'deed', 'contract',
                    'receipt', 'other'
                )
            )
        )
    """)
    op.execute("CREATE INDEX idx_re_documents_user_id ON public.re_documents (user_id)")
    op.execute("CREATE INDEX idx_re_documents_property_id ON public.re_documents (property_id)")
    op.execute("CREATE INDEX idx_re_documents_deal_id ON public.re_documents (deal_id)")
    op.execute("CREATE INDEX idx_re_documents_type ON public.re_documents (type)")
    op.execute("ALTER TABLE public.leads ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public.re_properties ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public.deals ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public.deal_events ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public.ai_jobs ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE public.re_documents ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.execute("DROP TABLE public.re_documents, public.ai_jobs, public.deal_events")
    op.execute("DROP TABLE public.deals, public.re_properties, public.leads")
