-- Takes away everything that the other files define, so that revisions meet bare tables and
-- nothing survives that is no longer in a file. What belongs to others, or to an extension,
-- stays.

DO $$
DECLARE
    command text;
BEGIN
    FOR command IN
        SELECT format('DROP POLICY %I ON %I.%I', policyname, schemaname, tablename)
        FROM pg_catalog.pg_policies
        WHERE schemaname IN ('auth', 'public')

        UNION ALL

        SELECT format('DROP TRIGGER %I ON %s', t.tgname, t.tgrelid::regclass)
        FROM pg_catalog.pg_trigger AS t
        JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid
        WHERE NOT t.tgisinternal
            AND c.relnamespace::regnamespace::text IN ('auth', 'public')

        UNION ALL

        SELECT format('DROP RULE %I ON %s', w.rulename, w.ev_class::regclass)
        FROM pg_catalog.pg_rewrite AS w
        JOIN pg_catalog.pg_class AS c ON c.oid = w.ev_class
        WHERE w.rulename <> '_RETURN'
            AND c.relnamespace::regnamespace::text IN ('auth', 'public')
    LOOP
        EXECUTE command;
    END LOOP;

    -- Functions that use another's type or default come and go in any order: CASCADE would
    -- hide a table that depends on one, so they go one by one, after what used them.
    FOR command IN
        SELECT format('DROP FUNCTION %s', p.oid::regprocedure)
        FROM pg_catalog.pg_proc AS p
        WHERE p.pronamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND p.prokind = 'f'
            AND pg_catalog.pg_has_role(p.proowner, 'USAGE')
            AND NOT EXISTS (
                SELECT
                FROM pg_catalog.pg_depend AS d
                WHERE d.objid = p.oid
                    AND d.classid = 'pg_catalog.pg_proc'::regclass
                    AND d.deptype = 'e'
            )
    LOOP
        EXECUTE command;
    END LOOP;

    FOR command IN
        SELECT format(
            'REVOKE ALL ON %s FROM PUBLIC, doughy_member, doughy_support, doughy_admin, '
            'doughy_service',
            c.oid::regclass
        )
        FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public')
            AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
            AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
    LOOP
        EXECUTE command;
    END LOOP;

    FOR command IN
        SELECT format(
            'REVOKE ALL ON SCHEMA %I FROM doughy_member, doughy_support, doughy_admin, '
            'doughy_service',
            n.nspname
        )
        FROM pg_catalog.pg_namespace AS n
        WHERE n.nspname IN ('auth', 'public', 'internal')
    LOOP
        EXECUTE command;
    END LOOP;

    -- Comments on what stays.
    FOR command IN
        SELECT format('COMMENT ON TABLE %s IS NULL', c.oid::regclass)
        FROM pg_catalog.pg_class AS c
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public')
            AND c.relkind IN ('r', 'p')
            AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
            AND pg_catalog.obj_description(c.oid, 'pg_class') IS NOT NULL

        UNION ALL

        SELECT format('COMMENT ON COLUMN %s.%I IS NULL', c.oid::regclass, a.attname)
        FROM pg_catalog.pg_class AS c
        JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public')
            AND c.relkind IN ('r', 'p')
            AND pg_catalog.pg_has_role(c.relowner, 'USAGE')
            AND pg_catalog.col_description(c.oid, a.attnum) IS NOT NULL

        UNION ALL

        SELECT format('COMMENT ON TYPE %s IS NULL', t.oid::regtype)
        FROM pg_catalog.pg_type AS t
        WHERE t.typnamespace::regnamespace::text IN ('auth', 'public')
            AND t.typtype = 'e'
            AND pg_catalog.pg_has_role(t.typowner, 'USAGE')
            AND pg_catalog.obj_description(t.oid, 'pg_type') IS NOT NULL

        UNION ALL

        SELECT format('COMMENT ON SCHEMA %I IS NULL', n.nspname)
        FROM pg_catalog.pg_namespace AS n
        WHERE n.nspname IN ('auth', 'internal')
            AND pg_catalog.obj_description(n.oid, 'pg_namespace') IS NOT NULL
    LOOP
        EXECUTE command;
    END LOOP;
END
$$;

-- As PostgreSQL has it by itself.
GRANT USAGE ON SCHEMA public TO PUBLIC;
