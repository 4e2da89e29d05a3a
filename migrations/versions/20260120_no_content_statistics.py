"""Keep no statistics of what rows say, and delete those that there are.

The planner looks at the statistics of all rows for anybody's query, and EXPLAIN shows what it
made of them: by bisection a member could read e-mails and phones of others out of the
estimates. Ids, enums and booleans keep theirs: plans need them, and they hold no text. Of the
owners, plans need only how many there are, not how many rows each has.
"""

from alembic import op

revision = "20260120_no_content_statistics"
down_revision = "20260120_owned_indexes"
branch_labels = None
depends_on = None

# Nobody but admins may read the logs at all.
_CONTENT = """
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
    WHERE c.relnamespace = 'public'::regnamespace
        AND c.relkind = 'r'
        AND c.relname <> 'system_logs'
        AND a.attnum > 0
        AND NOT a.attisdropped
        AND t.typtype <> 'e'
        AND t.typname NOT IN ('uuid', 'bool')
    GROUP BY c.oid
"""
_OWNERS = """
    FROM pg_catalog.pg_attribute AS a
    JOIN pg_catalog.pg_class AS c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'user_id'
"""
_EXPRESSIONS = """
    FROM pg_catalog.pg_index AS i
    JOIN pg_catalog.pg_class AS c ON c.oid = i.indrelid
    CROSS JOIN generate_subscripts(i.indkey, 1) AS place
    WHERE c.relnamespace = 'public'::regnamespace AND i.indkey[place] = 0
"""


def _run_each(commands: str) -> None:
    op.execute(f"""
        DO $$
        DECLARE
            command text;
        BEGIN
            FOR command IN {commands} LOOP
                EXECUTE command;
            END LOOP;
        END
        $$
    """)


def _set_statistics(content: int, owners: int) -> None:
    _run_each(f"""
        SELECT format('ALTER TABLE %s %s', c.oid::regclass, string_agg(
            format('ALTER COLUMN %I SET STATISTICS {content}', a.attname), ', '
        )) {_CONTENT}
    """)
    _run_each(f"""
        SELECT format(
            'ALTER TABLE %s ALTER COLUMN user_id SET STATISTICS {owners}', c.oid::regclass
        ) {_OWNERS}
    """)
    _run_each(f"""
        SELECT format(
            'ALTER INDEX %s ALTER COLUMN %s SET STATISTICS {content}',
            i.indexrelid::regclass, place + 1
        ) {_EXPRESSIONS}
    """)


def upgrade() -> None:
    # ANALYZE leaves statistics alone that it no longer makes. To give a column the type that
    # it has deletes them, without writing the table anew and without a superuser.
    _run_each(f"""
        SELECT format('ALTER TABLE %s %s', c.oid::regclass, string_agg(
            format('ALTER COLUMN %I TYPE %s', a.attname, format_type(a.atttypid, a.atttypmod)),
            ', '
        )) {_CONTENT}
    """)
    _set_statistics(0, 1)


def downgrade() -> None:
    _set_statistics(-1, -1)
