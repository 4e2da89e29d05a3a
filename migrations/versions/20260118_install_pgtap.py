"""Install pgTAP, the testing framework, in a schema of its own where the server offers it.

Creating it may need more rights than the owner of the schema has. Where it is not offered,
or may not be created, that is written to `system_logs` and nothing else changes.
"""

from alembic import op

revision = "20260118_install_pgtap"
down_revision = "20260118_add_unique_constraints"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        DO $$
        DECLARE
            reason text;
        BEGIN
            IF EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'pgtap') THEN
                reason := 'it is already there';
            ELSIF NOT EXISTS (
                SELECT FROM pg_catalog.pg_available_extensions WHERE name = 'pgtap'
            ) THEN
                reason := 'this server does not offer it';
            ELSE
                -- The block is a savepoint: a refusal also takes the schema back.
                BEGIN
                    CREATE SCHEMA pgtap;
                    CREATE EXTENSION pgtap SCHEMA pgtap;
                EXCEPTION WHEN insufficient_privilege OR duplicate_schema THEN
                    reason := SQLERRM;
                END;
            END IF;
            IF reason IS NOT NULL THEN
                INSERT INTO public.system_logs (level, source, message, details)
                VALUES (
                    'info', 'migration', 'pgTAP was not installed: ' || reason,
                    jsonb_build_object('revision', '20260118_install_pgtap')
                );
            END IF;
        END
        $$
    """)


def downgrade() -> None:
    # Only what the upgrade made: an extension that somebody else put elsewhere stays.
    op.execute("""
        DO $$
        BEGIN
            IF EXISTS (
                SELECT
                FROM pg_catalog.pg_extension AS e
                JOIN pg_catalog.pg_namespace AS n ON n.oid = e.extnamespace
                WHERE e.extname = 'pgtap' AND n.nspname = 'pgtap'
                    AND pg_catalog.pg_has_role(e.extowner, 'USAGE')
            ) THEN
                DROP EXTENSION pgtap;
                DROP SCHEMA pgtap;
            END IF;
        END
        $$
    """)
