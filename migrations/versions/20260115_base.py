"""What was there before the document's first migration: people, and four tables.

The group roles themselves are made by `db/bootstrap.py` (they belong to the cluster, not to
one database), and the schema `auth` by `db/upgrade.py`, which keeps its version table there.
"""

from alembic import op

revision = "20260115_base"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE auth.users (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            email text NOT NULL UNIQUE,
            login_role name NOT NULL UNIQUE,
            is_service boolean NOT NULL DEFAULT false,
            must_change_password boolean NOT NULL DEFAULT false,
            disabled_at timestamptz,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT users_email_normal CHECK (email <> '' AND email = lower(btrim(email))),
            -- A service signs in by a bare name, a person by an e-mail address.
            CONSTRAINT users_service_has_no_at CHECK (is_service = (position('@' IN email) = 0))
        )
    """)
    # Functions that only triggers and other functions call; nobody is let in.
    op.execute("CREATE SCHEMA internal")
    op.execute("""
        CREATE TABLE public.profiles (
            id uuid PRIMARY KEY REFERENCES auth.users (id),
            email text NOT NULL,
            full_name text,
            role text NOT NULL DEFAULT 'user',
            avatar_url text,
            created_at timestamptz DEFAULT now(),
            updated_at timestamptz DEFAULT now(),
            CONSTRAINT profiles_role_check CHECK (role IN ('user', 'admin', 'support', 'standard'))
        )
    """)
    op.execute("""
        CREATE TABLE public.api_keys (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_id uuid NOT NULL REFERENCES auth.users (id),
            service text NOT NULL,
            key_ciphertext text NOT NULL,
            nonce text,
            salt text,
            status text,
            last_checked timestamptz,
            created_at timestamptz DEFAULT now(),
            updated_at timestamptz DEFAULT now()
        )
    """)
    op.execute("CREATE INDEX idx_api_keys_user_id ON public.api_keys (user_id)")
    op.execute("CREATE INDEX idx_api_keys_service ON public.api_keys (service)")
    op.execute("""
        CREATE TABLE public.user_plans (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_id uuid NOT NULL REFERENCES auth.users (id),
            plan_name text,
            stripe_customer_id text,
            stripe_subscription_id text,
            status text,
            current_period_start timestamptz,
            current_period_end timestamptz,
            created_at timestamptz DEFAULT now(),
            updated_at timestamptz DEFAULT now()
        )
    """)
    op.execute("""
        CREATE TABLE public.workspaces (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            user_id uuid NOT NULL REFERENCES auth.users (id),
            name text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            updated_at timestamptz NOT NULL DEFAULT now()
        )
    """)
    op.execute("CREATE INDEX idx_workspaces_user_id ON public.workspaces (user_id)")
    op.execute("ALTER TABLE public.workspaces ENABLE ROW LEVEL SECURITY")
    op.execute("""
        CREATE TABLE public.system_logs (
            id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
            level text NOT NULL,
            source text NOT NULL,
            message text NOT NULL,
            details jsonb,
            created_at timestamptz DEFAULT now()
        )
    """)
    op.execute("CREATE INDEX idx_system_logs_level ON public.system_logs (level)")
    op.execute("CREATE INDEX idx_system_logs_created_at ON public.system_logs (created_at DESC)")
    op.execute("ALTER TABLE public.system_logs ENABLE ROW LEVEL SECURITY")


def downgrade() -> None:
    # The people of this database go with it: their logins would be left without a meaning.
    op.execute("""
        DO $$
        DECLARE
            person record;
        BEGIN
            FOR person IN
                SELECT u.login_role
                FROM auth.users AS u
                JOIN pg_catalog.pg_roles AS r ON r.rolname = u.login_role
            LOOP
                EXECUTE format(
                    'REVOKE ALL ON DATABASE %I FROM %I', current_database(), person.login_role
                );
                EXECUTE format('DROP ROLE %I', person.login_role);
            END LOOP;
        END
        $$
    """)
    op.execute("DROP TABLE public.system_logs, public.workspaces, public.user_plans")
    op.execute("DROP TABLE public.api_keys, public.profiles, auth.users")
    op.execute("DROP SCHEMA internal")
