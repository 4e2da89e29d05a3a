"""Rules about functions, views and triggers: what runs with whose rights."""

from __future__ import annotations

from tests.schema.rules.rule import Rule, Violation

RULES = (
    Rule(
        "a function with the owner's rights looks into the temporary schema last",
        "With an empty search_path PostgreSQL looks for types and tables in pg_temp first, where "
        "anybody can put some (see 20_functions.sql).",
        """
        SELECT format(
            '%s looks into %s', p.oid::regprocedure, coalesce(p.proconfig::text, 'anything')
        )
        FROM pg_proc AS p
        WHERE p.pronamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND p.prosecdef
            AND p.proconfig IS DISTINCT FROM ARRAY['search_path=pg_catalog, pg_temp']
        """,
        (
            Violation(
                "ALTER FUNCTION auth.uid() RESET search_path",
                "auth.uid() looks into anything",
                "ALTER FUNCTION auth.uid() SET search_path = pg_catalog, pg_temp",
            ),
            Violation(
                "ALTER FUNCTION auth.uid() SET search_path = ''",
                """auth.uid() looks into {"search_path=\\"\\""}""",
                "ALTER FUNCTION auth.uid() SET search_path = pg_catalog, pg_temp",
            ),
            Violation(
                "ALTER FUNCTION auth.uid() SET search_path = pg_temp, pg_catalog",
                'auth.uid() looks into {"search_path=pg_temp, pg_catalog"}',
                "ALTER FUNCTION auth.uid() SET search_path = pg_catalog, pg_temp",
            ),
            Violation(
                "ALTER FUNCTION auth.uid() SET work_mem = '5MB'",
                'auth.uid() looks into {"search_path=pg_catalog, pg_temp",work_mem=5MB}',
                "ALTER FUNCTION auth.uid() RESET work_mem",
            ),
            Violation(
                "ALTER FUNCTION internal.touch() SECURITY DEFINER",
                "internal.touch() looks into anything",
                "ALTER FUNCTION internal.touch() SECURITY INVOKER",
            ),
        ),
    ),
    Rule(
        "nobody may call a function without being granted it",
        "PostgreSQL lets everybody call a new function.",
        """
        SELECT format('everybody may call %s', p.oid::regprocedure)
        FROM pg_proc AS p
        CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) AS a
        WHERE p.pronamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND a.grantee = 0
        """,
        (
            Violation(
                "GRANT EXECUTE ON FUNCTION auth.list_users() TO PUBLIC",
                "everybody may call auth.list_users()",
                "REVOKE EXECUTE ON FUNCTION auth.list_users() FROM PUBLIC",
            ),
            Violation(
                "CREATE FUNCTION public.odd() RETURNS integer RETURN 1",
                "everybody may call public.odd()",
                "REVOKE EXECUTE ON FUNCTION public.odd() FROM PUBLIC",
            ),
        ),
    ),
    Rule(
        "what is internal is called by nobody",
        "Policies call functions there with the rights of whoever asks, but nobody can name one "
        "without the right to use the schema.",
        """
        SELECT format('%s may use the schema internal', g.role)
        FROM unnest(ARRAY['doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service'])
            AS g (role)
        WHERE has_schema_privilege(g.role, 'internal', 'USAGE')

        UNION ALL

        SELECT format('%s may call %s, which no policy does', g.role, p.oid::regprocedure)
        FROM pg_proc AS p
        CROSS JOIN unnest(
            ARRAY['doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service']
        ) AS g (role)
        WHERE p.pronamespace = 'internal'::regnamespace
            AND has_function_privilege(g.role, p.oid, 'EXECUTE')
            AND NOT EXISTS (
                SELECT
                FROM pg_depend AS d
                WHERE d.classid = 'pg_policy'::regclass AND d.refobjid = p.oid
            )
        """,
        (
            Violation(
                "GRANT USAGE ON SCHEMA internal TO doughy_service",
                "doughy_service may use the schema internal",
                "REVOKE USAGE ON SCHEMA internal FROM doughy_service",
            ),
            Violation(
                "GRANT EXECUTE ON FUNCTION internal.is_admin() TO doughy_member",
                "doughy_member may call internal.is_admin(), which no policy does",
                "REVOKE EXECUTE ON FUNCTION internal.is_admin() FROM doughy_member",
            ),
        ),
    ),
    Rule(
        "a function without the owner's rights is a plain trigger function",
        "A cascade may run it as the owner, with the search_path of whoever began: it names no "
        "type, no table, and runs no text.",
        r"""
        SELECT format(
            '%s %s', p.oid::regprocedure,
            CASE
                WHEN p.prorettype <> 'trigger'::regtype THEN 'is no trigger function'
                ELSE 'says ' || btrim(word[1])
            END
        )
        FROM pg_proc AS p
        LEFT JOIN LATERAL regexp_match(
            -- What is said to people is no statement.
            regexp_replace(
                replace(p.prosrc, 'substring(NEW.phone FROM', ''), '''[^'']*''', '', 'g'
            ),
            '(::|\mDECLARE\M|\mCAST\M|\mFROM\M|\mINTO\M|\mEXECUTE\M|\mUPDATE\M|\mJOIN\M)', 'i'
        ) AS word ON true
        WHERE p.pronamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND NOT p.prosecdef
            AND (word IS NOT NULL OR p.prorettype <> 'trigger'::regtype)
        """,
        (
            Violation(
                "CREATE FUNCTION internal.odd() RETURNS trigger LANGUAGE plpgsql AS "
                "'DECLARE a text; BEGIN RETURN NEW; END'",
                "internal.odd() says DECLARE",
                "DROP FUNCTION internal.odd()",
            ),
            Violation(
                "CREATE FUNCTION internal.odd() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN NEW.email := 5::text; RETURN NEW; END'",
                "internal.odd() says ::",
                "ALTER FUNCTION internal.odd() SECURITY DEFINER",
            ),
            Violation(
                "CREATE FUNCTION internal.odd() RETURNS trigger LANGUAGE plpgsql AS "
                "'BEGIN PERFORM 1\nFROM leads; RETURN NEW; END'",
                "internal.odd() says FROM",
                "DROP FUNCTION internal.odd()",
            ),
            Violation(
                "CREATE FUNCTION auth.odd() RETURNS integer RETURN 1",
                "auth.odd() is no trigger function",
                "DROP FUNCTION auth.odd()",
            ),
        ),
        exempt=(("auth.guard_groups() is no trigger function", "No cascade runs the guard."),),
    ),
    Rule(
        "functions are written in languages that everybody may use",
        "Whoever can change an untrusted one is the server's system user.",
        """
        SELECT format('%s is written in %s', p.oid::regprocedure, l.lanname)
        FROM pg_proc AS p
        JOIN pg_language AS l ON l.oid = p.prolang
        WHERE p.pronamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND NOT l.lanpltrusted
        """,
        (
            Violation(
                "CREATE FUNCTION auth.odd() RETURNS integer LANGUAGE internal AS 'pg_backend_pid'",
                "auth.odd() is written in internal",
                "DROP FUNCTION auth.odd()",
            ),
        ),
    ),
    Rule(
        "a table stands without managed functions",
        "Defaults, checks and indexes that call one would keep it from being made anew.",
        """
        SELECT format('%s needs %s', pg_describe_object(d.classid, d.objid, 0), p.oid::regprocedure)
        FROM pg_depend AS d
        JOIN pg_proc AS p ON d.refclassid = 'pg_proc'::regclass AND p.oid = d.refobjid
        WHERE p.pronamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND d.classid IN (
                'pg_attrdef'::regclass, 'pg_constraint'::regclass, 'pg_class'::regclass,
                'pg_type'::regclass, 'pg_rewrite'::regclass
            )
        """,
        (
            Violation(
                "ALTER TABLE public.leads ALTER COLUMN user_id SET DEFAULT auth.uid()",
                "default value for column user_id of table public.leads needs auth.uid()",
                "ALTER TABLE public.leads ALTER COLUMN user_id DROP DEFAULT",
            ),
            Violation(
                "ALTER TABLE public.leads ADD CONSTRAINT odd CHECK (user_id = auth.uid())",
                "constraint odd on table public.leads needs auth.uid()",
                "ALTER TABLE public.leads DROP CONSTRAINT odd",
            ),
        ),
    ),
    Rule(
        "every view asks as its reader",
        "A view reads with its owner's rights, above all policies, unless it is told otherwise.",
        """
        SELECT format('%s reads with its owner''s rights', c.oid::regclass)
        FROM pg_class AS c
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND c.relkind = 'v'
            AND NOT EXISTS (
                SELECT
                FROM pg_options_to_table(c.reloptions) AS o
                WHERE o.option_name = 'security_invoker' AND o.option_value::boolean
            )
        """,
        (
            Violation(
                "CREATE VIEW public.odd AS SELECT * FROM public.leads",
                "public.odd reads with its owner's rights",
                "ALTER VIEW public.odd SET (security_invoker = on)",
            ),
            Violation(
                "CREATE VIEW public.odd WITH (security_invoker = off) AS SELECT 1",
                "public.odd reads with its owner's rights",
                "ALTER VIEW public.odd SET (security_invoker)",
            ),
        ),
    ),
    Rule(
        "nobody reads what no policy guards",
        "Row level security says nothing of materialised views and foreign tables.",
        """
        SELECT format('%s may read %s', g.role, c.oid::regclass)
        FROM pg_class AS c
        CROSS JOIN unnest(
            ARRAY['doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service']
        ) AS g (role)
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND c.relkind IN ('m', 'f')
            AND has_table_privilege(g.role, c.oid, 'SELECT')
        """,
        (
            Violation(
                "CREATE MATERIALIZED VIEW public.odd AS SELECT * FROM public.leads;"
                "GRANT SELECT ON public.odd TO doughy_admin",
                "doughy_admin may read public.odd",
                "REVOKE SELECT ON public.odd FROM doughy_admin",
            ),
            Violation(
                "CREATE FOREIGN DATA WRAPPER odd; CREATE SERVER odd FOREIGN DATA WRAPPER odd;"
                "CREATE FOREIGN TABLE public.odd (id integer) SERVER odd;"
                "GRANT SELECT ON public.odd TO doughy_member",
                "doughy_member may read public.odd",
                "DROP FOREIGN TABLE public.odd",
            ),
        ),
    ),
    Rule(
        "no table is rewritten",
        "A rule changes statements behind the back of policies and triggers. One that never does "
        "anything only keeps ON CONFLICT and MERGE away.",
        r"""
        SELECT format('%s has the rule %s', r.ev_class::regclass, r.rulename)
        FROM pg_rewrite AS r
        JOIN pg_class AS c ON c.oid = r.ev_class
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND r.rulename <> '_RETURN'
            AND NOT (
                r.ev_type = '2' AND NOT r.is_instead
                AND pg_get_ruledef(r.oid) ~ '\sWHERE false DO NOTHING;$'
            )
        """,
        (
            Violation(
                "CREATE RULE odd AS ON UPDATE TO public.leads WHERE false "
                "DO ALSO DELETE FROM public.leads",
                "public.leads has the rule odd",
                "DROP RULE odd ON public.leads",
            ),
            Violation(
                "CREATE RULE odd AS ON INSERT TO public.leads DO INSTEAD NOTHING",
                "public.leads has the rule odd",
                "DROP RULE odd ON public.leads",
            ),
        ),
    ),
)
