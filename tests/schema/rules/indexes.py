"""Rules about indexes and constraints."""

from __future__ import annotations

from tests.schema.rules.rule import Rule, Violation

RULES = (
    Rule(
        "every foreign key has an index",
        "Without one, deleting a row reads the whole table that points at it. The key's columns "
        "come first in it, in any order; it may leave out rows that point at nothing.",
        """
        SELECT format('%s on %s has no index', k.conname, k.conrelid::regclass)
        FROM pg_constraint AS k
        WHERE k.contype = 'f'
            AND k.connamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND NOT EXISTS (
                SELECT
                FROM pg_index AS i
                JOIN pg_class AS c ON c.oid = i.indexrelid
                JOIN pg_am AS m ON m.oid = c.relam
                WHERE i.indrelid = k.conrelid AND i.indisvalid AND m.amname = 'btree'
                    AND cardinality(k.conkey) <= i.indnkeyatts
                    AND (i.indkey::int2[])[0:cardinality(k.conkey) - 1] @> k.conkey
                    AND (
                        i.indpred IS NULL
                        OR pg_get_expr(i.indpred, i.indrelid) IN (
                            SELECT format('(%I IS NOT NULL)', a.attname)
                            FROM pg_attribute AS a
                            WHERE a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                        )
                    )
            )
        """,
        (
            Violation(
                "DROP INDEX public.idx_calls_lead_id",
                "calls_lead_id_fkey on public.calls has no index",
                "CREATE INDEX odd ON public.calls (lead_id)",
            ),
            Violation(
                "DROP INDEX public.idx_leads_workspace_id;"
                "CREATE INDEX idx_leads_workspace_id ON public.leads (score, workspace_id)",
                "leads_workspace_id_fkey on public.leads has no index",
                "CREATE INDEX odd ON public.leads (workspace_id) WHERE workspace_id IS NOT NULL",
            ),
            Violation(
                "DROP INDEX public.idx_leads_workspace_id;"
                "CREATE INDEX odder ON public.leads (workspace_id) WHERE score > 5",
                "leads_workspace_id_fkey on public.leads has no index",
                "CREATE INDEX odd ON public.leads (workspace_id)",
            ),
            Violation(
                "DROP INDEX public.idx_leads_workspace_id;"
                "CREATE INDEX odder ON public.leads (score) INCLUDE (workspace_id)",
                "leads_workspace_id_fkey on public.leads has no index",
                "CREATE INDEX odd ON public.leads (workspace_id)",
            ),
            Violation(
                "ALTER TABLE public.leads ADD CONSTRAINT odd "
                "FOREIGN KEY (merged_into) REFERENCES public.leads;"
                "DROP INDEX public.idx_leads_merged_into;"
                "ALTER TABLE public.leads DROP CONSTRAINT leads_merged_into_fkey",
                "odd on public.leads has no index",
                "CREATE INDEX odd ON public.leads (merged_into)",
            ),
        ),
    ),
    Rule(
        "no index is there twice",
        "The second costs every write and serves no read. Same method, columns, order, operators "
        "and predicate; a unique index serves whatever its twin does.",
        r"""
        SELECT format('%s is what %s is', min(i.name), max(i.name))
        FROM (
            SELECT
                format('%s%s', CASE WHEN x.indisunique THEN 'unique ' END, c.relname) AS name,
                regexp_replace(
                    pg_get_indexdef(c.oid), '^CREATE (UNIQUE )?INDEX \S+ ON ', ''
                ) AS made
            FROM pg_index AS x
            JOIN pg_class AS c ON c.oid = x.indexrelid
            WHERE c.relnamespace IN ('auth'::regnamespace, 'public'::regnamespace)
        ) AS i
        GROUP BY i.made
        HAVING count(*) > 1
        """,
        (
            Violation(
                "CREATE INDEX odd ON public.leads (user_id)",
                "idx_leads_user_id is what odd is",
                "DROP INDEX public.odd",
            ),
            Violation(
                "CREATE INDEX odd ON public.leads USING btree (created_at DESC, score);"
                "CREATE INDEX odder ON public.leads (created_at DESC, score)",
                "odd is what odder is",
                "DROP INDEX public.odd",
            ),
            Violation(
                "CREATE UNIQUE INDEX odd ON public.leads (id)",
                "unique leads_pkey is what unique odd is",
                "DROP INDEX public.odd;"
                # None of these is a twin.
                "CREATE INDEX a ON public.leads (user_id DESC);"
                "CREATE INDEX b ON public.leads (user_id) WHERE score > 5;"
                "CREATE INDEX c ON public.leads USING hash (user_id);"
                "CREATE INDEX d ON public.leads (user_id) INCLUDE (score);"
                "CREATE INDEX e ON public.leads (name text_pattern_ops);"
                "CREATE INDEX f ON public.leads (name);"
                'CREATE INDEX g ON public.leads (name COLLATE "C")',
            ),
        ),
        (
            (
                "idx_api_keys_user_service is what unique idx_api_keys_user_service_unique is",
                "The document asks for both.",
            ),
        ),
    ),
    Rule(
        "no index is invalid",
        "It costs every write and serves no read; a build that failed leaves one behind.",
        """
        SELECT format('%s is not valid', i.indexrelid::regclass)
        FROM pg_index AS i
        WHERE NOT (i.indisvalid AND i.indisready)
        """,
        (
            Violation(
                "UPDATE pg_catalog.pg_index SET indisvalid = false "
                "WHERE indexrelid = 'public.leads_pkey'::regclass",
                "public.leads_pkey is not valid",
                "UPDATE pg_catalog.pg_index SET indisvalid = true "
                "WHERE indexrelid = 'public.leads_pkey'::regclass",
            ),
            Violation(
                "UPDATE pg_catalog.pg_index SET indisready = false "
                "WHERE indexrelid = 'public.leads_pkey'::regclass",
                "public.leads_pkey is not valid",
                "UPDATE pg_catalog.pg_index SET indisready = true "
                "WHERE indexrelid = 'public.leads_pkey'::regclass",
            ),
        ),
    ),
    Rule(
        "every constraint is validated",
        "One that is not says nothing of the rows that were there before it.",
        """
        SELECT format('%s on %s is not validated', k.conname, k.conrelid::regclass)
        FROM pg_constraint AS k
        WHERE k.connamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND NOT k.convalidated
        """,
        (
            Violation(
                "ALTER TABLE public.leads ADD CONSTRAINT odd CHECK (score > 0) NOT VALID",
                "odd on public.leads is not validated",
                "ALTER TABLE public.leads VALIDATE CONSTRAINT odd",
            ),
            Violation(
                "ALTER TABLE public.leads ADD CONSTRAINT odd "
                "FOREIGN KEY (id) REFERENCES public.leads NOT VALID",
                "odd on public.leads is not validated",
                "ALTER TABLE public.leads DROP CONSTRAINT odd",
            ),
        ),
    ),
    Rule(
        "no trigger of ours or of a foreign key is switched off",
        "A key that is not checked holds nothing together.",
        """
        SELECT DISTINCT
            format('%s on %s is off', coalesce(k.conname, t.tgname), t.tgrelid::regclass)
        FROM pg_trigger AS t
        JOIN pg_class AS c ON c.oid = t.tgrelid
        LEFT JOIN pg_constraint AS k ON k.oid = t.tgconstraint
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND t.tgenabled <> 'O'
        """,
        (
            Violation(
                "ALTER TABLE public.leads DISABLE TRIGGER leads_touch",
                "leads_touch on public.leads is off",
                "ALTER TABLE public.leads ENABLE TRIGGER leads_touch",
            ),
            Violation(
                "ALTER TABLE public.system_logs DISABLE TRIGGER USER",
                "system_logs_notify on public.system_logs is off",
                "ALTER TABLE public.system_logs ENABLE TRIGGER USER",
            ),
        ),
    ),
    Rule(
        "a unique index tells of one's own rows alone",
        "A member who is refused a value learns that somebody has it. What members write is "
        "unique by a key, by the owner, or by a row that a policy knows to be theirs.",
        """
        SELECT format('%s tells members of rows that are not theirs', i.indexrelid::regclass)
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indrelid
        WHERE c.relnamespace = 'public'::regnamespace AND i.indisunique AND NOT i.indisprimary
            AND (
                has_table_privilege('doughy_member', c.oid, 'INSERT')
                OR EXISTS (
                    SELECT
                    FROM unnest(i.indkey::int2[]) AS k (attnum)
                    WHERE k.attnum > 0
                        AND has_column_privilege('doughy_member', c.oid, k.attnum, 'UPDATE')
                )
            )
            AND NOT EXISTS (
                SELECT
                FROM pg_constraint AS f
                WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.conkey[1] = i.indkey[0]
            )
        """,
        (
            Violation(
                "CREATE UNIQUE INDEX odd ON public.leads (lower(email))",
                "public.odd tells members of rows that are not theirs",
                "DROP INDEX public.odd; CREATE UNIQUE INDEX odd ON public.leads (user_id, company)",
            ),
            Violation(
                "GRANT UPDATE (email) ON public.profiles TO doughy_member",
                "public.profiles_email_key tells members of rows that are not theirs",
                "REVOKE UPDATE (email) ON public.profiles FROM doughy_member",
            ),
        ),
    ),
)
