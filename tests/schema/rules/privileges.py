"""Rules about who owns what and who was granted what."""

from __future__ import annotations

from tests.schema.rules.rule import Rule, Violation

# Everything that can be granted in our schemas, and the database.
_GRANTED = """
    WITH granted (object, kind, owner, acl) AS (
        SELECT c.oid::regclass::text, c.relkind, c.relowner, c.relacl
        FROM pg_class AS c
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
        UNION ALL
        SELECT format('%s.%s', c.oid::regclass, a.attname), 'a', c.relowner, a.attacl
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid
        WHERE c.relnamespace::regnamespace::text IN ('auth', 'public', 'internal')
        UNION ALL
        SELECT p.oid::regprocedure::text, 'F', p.proowner,
            coalesce(p.proacl, acldefault('f', p.proowner))
        FROM pg_proc AS p
        WHERE p.pronamespace::regnamespace::text IN ('auth', 'public', 'internal')
        UNION ALL
        SELECT format('schema %s', n.nspname), 'N', n.nspowner, n.nspacl
        FROM pg_namespace AS n
        WHERE n.nspname IN ('auth', 'public', 'internal')
        UNION ALL
        SELECT 'the database', 'D', d.datdba, coalesce(d.datacl, acldefault('d', d.datdba))
        FROM pg_database AS d
        WHERE d.datname = current_database()
        UNION ALL
        SELECT 'what will be made', p.defaclobjtype, p.defaclrole, p.defaclacl
        FROM pg_default_acl AS p
    )
"""

RULES = (
    Rule(
        "nothing is granted to everybody",
        "Everybody is whoever has a login on the server, of whatever database.",
        _GRANTED  # noqa: S608
        + """
        SELECT format('everybody has %s on %s', a.privilege_type, g.object)
        FROM granted AS g
        CROSS JOIN LATERAL aclexplode(g.acl) AS a
        WHERE a.grantee = 0
        """,
        (
            Violation(
                "GRANT SELECT ON public.leads TO PUBLIC",
                "everybody has SELECT on public.leads",
                "REVOKE SELECT ON public.leads FROM PUBLIC",
            ),
            Violation(
                "GRANT UPDATE (name) ON public.leads TO PUBLIC",
                "everybody has UPDATE on public.leads.name",
                "REVOKE UPDATE (name) ON public.leads FROM PUBLIC",
            ),
            Violation(
                "GRANT CREATE ON SCHEMA public TO PUBLIC",
                "everybody has CREATE on schema public",
                "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
            ),
            Violation(
                "GRANT EXECUTE ON FUNCTION auth.me() TO PUBLIC",
                "everybody has EXECUTE on auth.me()",
                "REVOKE EXECUTE ON FUNCTION auth.me() FROM PUBLIC",
            ),
            Violation(
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
                "everybody has SELECT on what will be made",
                "ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE SELECT ON TABLES FROM PUBLIC",
            ),
            Violation(
                "DO $$ BEGIN EXECUTE format("
                "'GRANT CONNECT ON DATABASE %I TO PUBLIC', current_database()); END $$",
                "everybody has CONNECT on the database",
                "DO $$ BEGIN EXECUTE format("
                "'REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database()); END $$",
            ),
        ),
    ),
    Rule(
        "nobody can pass a right on",
        "A right with GRANT OPTION leaves the files' hands.",
        _GRANTED  # noqa: S608
        + """
        SELECT format('%s may grant %s on %s', a.grantee::regrole, a.privilege_type, g.object)
        FROM granted AS g
        CROSS JOIN LATERAL aclexplode(g.acl) AS a
        WHERE a.is_grantable AND a.grantee <> g.owner
        """,
        (
            Violation(
                "GRANT SELECT ON public.leads TO doughy_support WITH GRANT OPTION",
                "doughy_support may grant SELECT on public.leads",
                "REVOKE GRANT OPTION FOR SELECT ON public.leads FROM doughy_support",
            ),
        ),
    ),
    Rule(
        "tables are granted row by row",
        "TRUNCATE, REFERENCES, TRIGGER and MAINTAIN pass policies by; UPDATE is granted by "
        "column. In `auth` there are functions instead.",
        _GRANTED  # noqa: S608
        + """
        SELECT format('%s has %s on %s', a.grantee::regrole, a.privilege_type, g.object)
        FROM granted AS g
        CROSS JOIN LATERAL aclexplode(g.acl) AS a
        WHERE g.kind IN ('r', 'p', 'a') AND a.grantee <> g.owner
            AND (
                a.privilege_type IN ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
                OR (a.privilege_type = 'UPDATE' AND g.kind <> 'a')
                OR starts_with(g.object, 'auth.')
            )
        """,
        (
            *(
                Violation(
                    f"GRANT {each} ON public.leads TO doughy_member",
                    f"doughy_member has {each} on public.leads",
                    f"REVOKE {each} ON public.leads FROM doughy_member",
                )
                for each in ("TRUNCATE", "REFERENCES", "TRIGGER")
            ),
            Violation(
                "GRANT UPDATE ON public.deals TO doughy_service",
                "doughy_service has UPDATE on public.deals",
                "REVOKE UPDATE ON public.deals FROM doughy_service",
            ),
            Violation(
                "GRANT REFERENCES (id) ON public.leads TO doughy_member",
                "doughy_member has REFERENCES on public.leads.id",
                "REVOKE REFERENCES (id) ON public.leads FROM doughy_member",
            ),
            Violation(
                "GRANT SELECT (email) ON auth.users TO doughy_admin",
                "doughy_admin has SELECT on auth.users.email",
                "REVOKE SELECT (email) ON auth.users FROM doughy_admin",
            ),
        ),
    ),
    Rule(
        "a row never changes hands or identity",
        "Nobody updates a primary key, a `user_id`, or who somebody is; a role is an admin's "
        "to change.",
        """
        SELECT format('%s may update %s.%s', x.grantee::regrole, c.oid::regclass, a.attname)
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid
        CROSS JOIN LATERAL aclexplode(a.attacl) AS x
        WHERE c.relnamespace = 'public'::regnamespace AND x.privilege_type = 'UPDATE'
            AND (
                a.attname IN ('id', 'user_id', 'role')
                OR (c.relname = 'profiles' AND a.attname IN ('email', 'created_at'))
                OR EXISTS (
                    SELECT
                    FROM pg_index AS i
                    WHERE i.indrelid = c.oid AND i.indisprimary AND a.attnum = ANY (i.indkey)
                )
            )
        """,
        (
            *(
                Violation(
                    f"GRANT UPDATE ({column}) ON public.{table} TO doughy_member",
                    f"doughy_member may update public.{table}.{column}",
                    f"REVOKE UPDATE ({column}) ON public.{table} FROM doughy_member",
                )
                for table, column in (
                    ("leads", "id"),
                    ("leads", "user_id"),
                    ("profiles", "role"),
                    ("profiles", "email"),
                    ("lead_contacts", "contact_id"),
                )
            ),
        ),
        (
            (
                "doughy_admin may update public.profiles.role",
                "Admins change roles; a trigger turns them into groups.",
            ),
        ),
    ),
    Rule(
        "everything is the owner's",
        "What another role owns, that role can change, and reads above all policies.",
        """
        SELECT format('%s belongs to %s', owned.name, owned.owner::regrole)
        FROM (
            SELECT c.oid::regclass::text, c.relowner, c.relnamespace
            FROM pg_class AS c
            WHERE c.relkind NOT IN ('t', 'i', 'I', 'c')
            UNION ALL
            SELECT p.oid::regprocedure::text, p.proowner, p.pronamespace
            FROM pg_proc AS p
            UNION ALL
            SELECT t.oid::regtype::text, t.typowner, t.typnamespace
            FROM pg_type AS t
            WHERE t.typtype IN ('e', 'd', 'r')
            UNION ALL
            SELECT format('schema %s', n.nspname), n.nspowner, n.oid
            FROM pg_namespace AS n
            WHERE n.nspname <> 'public'
            UNION ALL
            SELECT 'the database', d.datdba, 'public'::regnamespace
            FROM pg_database AS d
            WHERE d.datname = current_database()
        ) AS owned (name, owner, namespace)
        WHERE owned.namespace::regnamespace::text IN ('auth', 'public', 'internal')
            AND owned.owner::regrole::text <> 'doughy_owner'
        """,
        tuple(
            Violation(
                f"ALTER {kind} {name} OWNER TO postgres",
                f"{shown} belongs to postgres",
                f"ALTER {kind} {name} OWNER TO doughy_owner",
            )
            for kind, name, shown in (
                ("TABLE", "public.leads", "public.leads"),
                ("FUNCTION", "auth.uid()", "auth.uid()"),
                ("TYPE", "public.lead_status", "public.lead_status"),
                ("SCHEMA", "internal", "schema internal"),
            )
        ),
        exempt=(("auth.guard_groups() belongs to postgres", "See the rule after this one."),),
    ),
    Rule(
        "an event trigger runs what a superuser has written",
        "It runs with the rights of whoever gives the command, a superuser's too, and the owner "
        "of a function can rewrite it.",
        """
        SELECT format('%s runs %s of %s', t.evtname, p.oid::regprocedure, r.rolname)
        FROM pg_event_trigger AS t
        JOIN pg_proc AS p ON p.oid = t.evtfoid
        JOIN pg_roles AS r ON r.oid = p.proowner
        WHERE NOT r.rolsuper

        UNION ALL

        SELECT format('%s looks into %s', p.oid::regprocedure, coalesce(p.proconfig::text, 'any'))
        FROM pg_event_trigger AS t
        JOIN pg_proc AS p ON p.oid = t.evtfoid
        WHERE p.proconfig IS DISTINCT FROM ARRAY['search_path=pg_catalog, pg_temp']
        """,
        (
            Violation(
                "ALTER FUNCTION auth.guard_groups() OWNER TO doughy_owner",
                "doughy_guard_groups runs auth.guard_groups() of doughy_owner",
                "ALTER FUNCTION auth.guard_groups() OWNER TO postgres",
            ),
            Violation(
                "ALTER FUNCTION auth.guard_groups() RESET search_path",
                "auth.guard_groups() looks into any",
                "ALTER FUNCTION auth.guard_groups() SET search_path = pg_catalog, pg_temp",
            ),
        ),
    ),
    Rule(
        "the groups are only groups",
        "Nobody signs in as one, and none of them is above row level security.",
        """
        SELECT format('%s can do more than it should', r.rolname)
        FROM pg_roles AS r
        WHERE r.rolname IN (
                'doughy_owner', 'doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service'
            )
            AND (
                r.rolcanlogin OR r.rolsuper OR r.rolbypassrls OR r.rolreplication OR r.rolcreatedb
                OR (r.rolcreaterole AND r.rolname <> 'doughy_owner')
            )

        UNION ALL

        SELECT format('%s is a member of %s', m.member::regrole, m.roleid::regrole)
        FROM pg_auth_members AS m
        WHERE m.member::regrole::text IN (
            'doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service'
        )
        """,
        (
            *(
                Violation(
                    f"ALTER ROLE doughy_member {right}",
                    "doughy_member can do more than it should",
                    f"ALTER ROLE doughy_member NO{right}",
                )
                for right in ("LOGIN", "BYPASSRLS", "CREATEROLE", "SUPERUSER")
            ),
            Violation(
                "GRANT doughy_admin TO doughy_support; ALTER ROLE doughy_support NOLOGIN",
                "doughy_support is a member of doughy_admin",
                "REVOKE doughy_admin FROM doughy_support; ALTER ROLE doughy_support NOLOGIN",
            ),
        ),
    ),
)
