"""Rules about tables and their columns."""

from __future__ import annotations

from tests.schema.rules.rule import Rule, Violation

RULES = (
    Rule(
        "every table has a primary key",
        "Rows that cannot be told apart cannot be changed, replicated or pointed at.",
        """
        SELECT format('%s has no primary key', c.oid::regclass)
        FROM pg_class AS c
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND c.relkind IN ('r', 'p')
            AND NOT EXISTS (
                SELECT FROM pg_index AS i WHERE i.indrelid = c.oid AND i.indisprimary
            )
        """,
        (
            Violation(
                "CREATE TABLE public.odd (id uuid UNIQUE)",
                "public.odd has no primary key",
                "ALTER TABLE public.odd ADD PRIMARY KEY (id)",
            ),
            Violation(
                "ALTER TABLE public.system_logs DROP CONSTRAINT system_logs_pkey",
                "public.system_logs has no primary key",
                "ALTER TABLE public.system_logs ADD PRIMARY KEY (id)",
            ),
        ),
    ),
    Rule(
        "every table says when a row was written",
        "Lists are sorted and continued by it; it is never missing.",
        """
        SELECT format('%s does not say when', c.oid::regclass)
        FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND NOT EXISTS (
                SELECT
                FROM pg_attribute AS a
                JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                WHERE a.attrelid = c.oid AND a.attname = 'created_at' AND a.attnotnull
                    AND a.atttypid = 'timestamptz'::regtype
                    AND pg_get_expr(d.adbin, d.adrelid) = 'now()'
            )
        """,
        (
            Violation(
                "ALTER TABLE public.leads ALTER COLUMN created_at DROP NOT NULL",
                "public.leads does not say when",
                "ALTER TABLE public.leads ALTER COLUMN created_at SET NOT NULL",
            ),
            Violation(
                "ALTER TABLE public.leads ALTER COLUMN created_at DROP DEFAULT",
                "public.leads does not say when",
                "ALTER TABLE public.leads ALTER COLUMN created_at SET DEFAULT now()",
            ),
            Violation(
                "CREATE TABLE public.odd (created_at timestamp NOT NULL DEFAULT now())",
                "public.odd does not say when",
                "ALTER TABLE public.odd ALTER COLUMN created_at TYPE timestamptz",
            ),
        ),
    ),
    Rule(
        "what says when it was changed is kept current",
        "By a trigger: a program would forget.",
        """
        SELECT format('%s is not touched', c.oid::regclass)
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'updated_at'
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND c.relkind IN ('r', 'p')
            AND NOT EXISTS (
                SELECT
                FROM pg_trigger AS t
                WHERE t.tgrelid = c.oid AND t.tgfoid = 'internal.touch'::regproc
                    AND t.tgenabled = 'O' AND t.tgqual IS NULL AND t.tgattr = ''
                    AND t.tgtype = 1 | 2 | 16 -- row, before, update
            )
        """,
        (
            Violation(
                "DROP TRIGGER leads_touch ON public.leads",
                "public.leads is not touched",
                "CREATE TRIGGER odd BEFORE UPDATE ON public.leads "
                "FOR EACH ROW EXECUTE FUNCTION internal.touch()",
            ),
            Violation(
                "ALTER TABLE public.leads DISABLE TRIGGER leads_touch",
                "public.leads is not touched",
                "ALTER TABLE public.leads ENABLE TRIGGER leads_touch",
            ),
            Violation(
                "CREATE OR REPLACE TRIGGER leads_touch BEFORE UPDATE OF name ON public.leads "
                "FOR EACH ROW EXECUTE FUNCTION internal.touch()",
                "public.leads is not touched",
                "CREATE OR REPLACE TRIGGER leads_touch BEFORE UPDATE ON public.leads "
                "FOR EACH ROW EXECUTE FUNCTION internal.touch()",
            ),
            Violation(
                "CREATE OR REPLACE TRIGGER leads_touch AFTER UPDATE ON public.leads "
                "FOR EACH ROW EXECUTE FUNCTION internal.touch()",
                "public.leads is not touched",
                "CREATE OR REPLACE TRIGGER leads_touch BEFORE UPDATE ON public.leads "
                "FOR EACH ROW EXECUTE FUNCTION internal.touch()",
            ),
        ),
    ),
    Rule(
        "every column has a type that holds what it means",
        "A time without a zone is nobody's time, money is not a float, json cannot be compared, "
        "names of the catalog's objects break pg_upgrade, and a sequence tells how many there are.",
        """
        SELECT format('%s.%s is %s', c.oid::regclass, a.attname, format_type(a.atttypid, NULL))
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        LEFT JOIN pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND c.relkind IN ('r', 'p')
            AND (
                format_type(a.atttypid, NULL) IN (
                    'timestamp without time zone', 'time without time zone',
                    'time with time zone', 'json', 'character', 'money', 'real',
                    'double precision', 'oid'
                )
                OR format_type(a.atttypid, NULL) ~ '^reg'
                OR a.attidentity <> ''
                OR pg_get_expr(d.adbin, d.adrelid) ~ '^nextval'
            )
        """,
        tuple(
            Violation(
                f"ALTER TABLE public.leads ADD COLUMN odd {declared}",
                f"public.leads.odd is {shown}",
                "ALTER TABLE public.leads DROP COLUMN odd",
            )
            for declared, shown in (
                ("timestamp", "timestamp without time zone"),
                ("json", "json"),
                ("char(2)", "character"),
                ("money", "money"),
                ("float8", "double precision"),
                ("regclass", "regclass"),
                ("serial", "integer"),
                ("bigint GENERATED ALWAYS AS IDENTITY", "bigint"),
            )
        ),
    ),
    Rule(
        "names are small letters, digits and underscores",
        "Any other has to be quoted wherever it is written.",
        """
        SELECT format('%s has to be quoted', n.name)
        FROM (
            SELECT c.relname::text, c.relnamespace
            FROM pg_class AS c
            WHERE c.relkind <> 't'
            UNION ALL
            SELECT a.attname::text, c.relnamespace
            FROM pg_class AS c
            JOIN pg_attribute AS a ON a.attrelid = c.oid AND NOT a.attisdropped
            WHERE c.relkind IN ('r', 'p', 'v', 'm')
            UNION ALL
            SELECT p.proname::text, p.pronamespace
            FROM pg_proc AS p
            UNION ALL
            SELECT k.conname::text, k.connamespace
            FROM pg_constraint AS k
        ) AS n (name, namespace)
        WHERE n.namespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND n.name !~ '^[a-z][a-z0-9_]*$'
        """,
        (
            Violation(
                'ALTER TABLE public.leads ADD COLUMN "nextAction" text',
                "nextAction has to be quoted",
                'ALTER TABLE public.leads DROP COLUMN "nextAction"',
            ),
            Violation(
                'ALTER INDEX public.idx_leads_user_id RENAME TO "idx-leads"',
                "idx-leads has to be quoted",
                'ALTER INDEX public."idx-leads" RENAME TO idx_leads_user_id',
            ),
        ),
    ),
    Rule(
        "a foreign key's columns have the type of what they point at",
        "Another type compares through a cast, which no index serves.",
        """
        SELECT format('%s on %s points at another type', k.conname, k.conrelid::regclass)
        FROM pg_constraint AS k
        CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS pair (here, there)
        JOIN pg_attribute AS h ON h.attrelid = k.conrelid AND h.attnum = pair.here
        JOIN pg_attribute AS t ON t.attrelid = k.confrelid AND t.attnum = pair.there
        WHERE k.contype = 'f'
            AND k.connamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND (h.atttypid, h.atttypmod) <> (t.atttypid, t.atttypmod)
        """,
        (
            Violation(
                "CREATE TABLE public.odd (a integer UNIQUE, b bigint REFERENCES public.odd (a))",
                "odd_b_fkey on public.odd points at another type",
                "ALTER TABLE public.odd ALTER COLUMN b TYPE integer",
            ),
        ),
    ),
    Rule(
        "every table outlives a crash and is looked after",
        "An unlogged table is emptied by a crash; one without autovacuum grows for ever.",
        """
        SELECT format('%s is not looked after', c.oid::regclass)
        FROM pg_class AS c
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND c.relkind = 'r'
            AND (
                c.relpersistence <> 'p'
                OR EXISTS (
                    SELECT
                    FROM pg_options_to_table(c.reloptions) AS o
                    WHERE o.option_name = 'autovacuum_enabled' AND NOT o.option_value::boolean
                )
            )
        """,
        (
            Violation(
                "ALTER TABLE public.system_logs SET UNLOGGED",
                "public.system_logs is not looked after",
                "ALTER TABLE public.system_logs SET LOGGED",
            ),
            Violation(
                "ALTER TABLE public.leads SET (autovacuum_enabled = off)",
                "public.leads is not looked after",
                "ALTER TABLE public.leads RESET (autovacuum_enabled)",
            ),
        ),
    ),
    Rule(
        "no extension is among our tables",
        "Its functions are everybody's to call, and its names meet ours.",
        """
        SELECT format('%s is in %s', e.extname, e.extnamespace::regnamespace)
        FROM pg_extension AS e
        WHERE e.extnamespace::regnamespace::text IN ('auth', 'public', 'internal')
        """,
        (
            Violation(
                "UPDATE pg_catalog.pg_extension SET extnamespace = 'public'::regnamespace "
                "WHERE extname = 'plpgsql'",
                "plpgsql is in public",
                "UPDATE pg_catalog.pg_extension SET extnamespace = 'pg_catalog'::regnamespace "
                "WHERE extname = 'plpgsql'",
            ),
        ),
    ),
)
