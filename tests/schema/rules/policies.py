"""Rules about row level security."""

from __future__ import annotations

from tests.schema.rules.rule import Rule, Violation, policy

# What each policy of ours says, by role; a policy FOR ALL counts for each command.
_POLICIES = """
    WITH said AS (
        SELECT
            p.polname, p.polrelid, c.command, r.role,
            pg_get_expr(p.polqual, p.polrelid) AS qual,
            pg_get_expr(p.polwithcheck, p.polrelid) AS checked,
            format('%s on %s', p.polname, p.polrelid::regclass) AS name
        FROM pg_policy AS p
        JOIN (VALUES ('r', 'SELECT'), ('a', 'INSERT'), ('w', 'UPDATE'), ('d', 'DELETE'))
            AS c (code, command) ON p.polcmd IN (c.code::"char", '*')
        CROSS JOIN unnest(p.polroles) AS r (role)
    ),
    allowed AS (
        SELECT c.oid AS relation, a.grantee AS role, a.privilege_type AS command
        FROM pg_class AS c
        CROSS JOIN LATERAL aclexplode(c.relacl) AS a
        WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner
        UNION
        SELECT c.oid, a.grantee, a.privilege_type
        FROM pg_class AS c
        JOIN pg_attribute AS x ON x.attrelid = c.oid
        CROSS JOIN LATERAL aclexplode(x.attacl) AS a
        WHERE c.relnamespace = 'public'::regnamespace AND a.grantee <> c.relowner
    )
"""

RULES = (
    Rule(
        "every table has row level security",
        "Without it a grant shows every row to everybody who has it.",
        """
        SELECT format('%s has no row level security', c.oid::regclass)
        FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            AND NOT c.relrowsecurity
        """,
        (
            Violation(
                "ALTER TABLE public.leads DISABLE ROW LEVEL SECURITY",
                "public.leads has no row level security",
                "ALTER TABLE public.leads ENABLE ROW LEVEL SECURITY",
            ),
            Violation(
                "CREATE TABLE public.odd (id integer)",
                "public.odd has no row level security",
                "DROP TABLE public.odd",
            ),
            Violation(
                "CREATE TABLE public.odd (id integer) PARTITION BY LIST (id)",
                "public.odd has no row level security",
                "ALTER TABLE public.odd ENABLE ROW LEVEL SECURITY",
            ),
        ),
    ),
    Rule(
        "every granted command has a policy",
        "A grant without a policy is a mistake: it lets nobody at a row, today.",
        f"""{_POLICIES}
        SELECT format(
            '%s may %s %s without a policy', a.role::regrole, a.command, a.relation::regclass
        )
        FROM allowed AS a
        WHERE a.command IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
            AND NOT EXISTS (
                SELECT
                FROM said AS s
                WHERE s.polrelid = a.relation AND s.command = a.command AND s.role = a.role
            )
        """,  # noqa: S608
        (
            Violation(
                "DROP POLICY leads_member_delete ON public.leads",
                "doughy_member may DELETE public.leads without a policy",
                """
                CREATE POLICY leads_member_delete ON public.leads FOR DELETE TO doughy_member
                USING (user_id = (SELECT auth.uid()))
                """,
            ),
            Violation(
                "GRANT DELETE ON public.deal_events TO doughy_member",
                "doughy_member may DELETE public.deal_events without a policy",
                "REVOKE DELETE ON public.deal_events FROM doughy_member",
            ),
            Violation(
                "GRANT UPDATE (event_type) ON public.deal_events TO doughy_service",
                "doughy_service may UPDATE public.deal_events without a policy",
                "REVOKE UPDATE (event_type) ON public.deal_events FROM doughy_service",
            ),
            Violation(
                "ALTER POLICY messages_service_update ON public.messages TO doughy_admin",
                "doughy_service may UPDATE public.messages without a policy",
                "ALTER POLICY messages_service_update ON public.messages TO doughy_service",
            ),
        ),
    ),
    Rule(
        "no policy is dead",
        "A policy for a command that none of its roles is granted says what is not so. Support "
        "and admins are members too, and have what members have.",
        f"""{_POLICIES}
        SELECT DISTINCT format('%s: nobody whom it names may %s', s.name, s.command)
        FROM said AS s
        WHERE NOT EXISTS (
            SELECT
            FROM said AS same
            JOIN allowed AS a ON a.relation = same.polrelid AND a.command = same.command
            WHERE same.name = s.name AND same.command = s.command
                AND (
                    a.role = same.role
                    OR (
                        a.role = 'doughy_member'::regrole
                        AND same.role::regrole::text IN ('doughy_support', 'doughy_admin')
                    )
                )
        )
        """,  # noqa: S608
        (
            policy(
                "deal_events",
                "FOR DELETE TO doughy_member USING (created_by = (SELECT auth.uid()))",
                "odd on public.deal_events: nobody whom it names may DELETE",
            ),
            policy(
                "system_logs",
                "FOR SELECT TO doughy_support USING (true)",
                "odd on public.system_logs: nobody whom it names may SELECT",
            ),
            Violation(
                "REVOKE DELETE ON public.user_plans FROM doughy_admin",
                "user_plans_admin_delete on public.user_plans: nobody whom it names may DELETE",
                "GRANT DELETE ON public.user_plans TO doughy_admin",
            ),
        ),
    ),
    Rule(
        "every policy names our roles",
        "A policy TO PUBLIC counts for people of other databases, and joins every plan.",
        """
        SELECT format(
            '%s on %s is for %s', p.polname, p.polrelid::regclass,
            CASE r.role WHEN 0 THEN 'PUBLIC' ELSE r.role::regrole::text END
        )
        FROM pg_policy AS p
        CROSS JOIN unnest(p.polroles) AS r (role)
        WHERE r.role = 0 OR r.role::regrole::text NOT IN (
            'doughy_member', 'doughy_support', 'doughy_admin', 'doughy_service'
        )
        """,
        (
            policy("leads", "USING (true)", "odd on public.leads is for PUBLIC"),
            policy("leads", "TO pg_monitor USING (true)", "odd on public.leads is for pg_monitor"),
            Violation(
                "ALTER POLICY leads_member_select ON public.leads TO doughy_member, doughy_owner",
                "leads_member_select on public.leads is for doughy_owner",
                "ALTER POLICY leads_member_select ON public.leads TO doughy_member",
            ),
        ),
    ),
    Rule(
        "who is asking is asked once a statement",
        "`(SELECT auth.uid())` is evaluated once, `auth.uid()` for every row, and no index can "
        "serve it. What takes a column has to be asked for each row: it is in `internal`, and "
        "takes one.",
        r"""
        SELECT format('%s on %s calls %s for every row', p.polname, p.polrelid::regclass, call[1])
        FROM pg_policy AS p
        CROSS JOIN LATERAL regexp_matches(
            regexp_replace(
                concat_ws(
                    ' ', pg_get_expr(p.polqual, p.polrelid),
                    pg_get_expr(p.polwithcheck, p.polrelid)
                ),
                '\( SELECT auth\.(uid|own_slot)\(\) AS \1\)', '', 'g'
            ),
            '(auth\.\w+|internal\.\w+(?=\(\))|current_setting|SESSION_USER|CURRENT_USER)', 'g'
        ) AS call
        """,
        (
            policy(
                "leads",
                "FOR SELECT TO doughy_member USING (user_id = auth.uid())",
                "odd on public.leads calls auth.uid for every row",
            ),
            policy(
                "leads",
                "FOR INSERT TO doughy_member WITH CHECK (user_id = auth.uid())",
                "odd on public.leads calls auth.uid for every row",
            ),
            policy(
                "leads",
                "FOR SELECT TO doughy_member USING "
                "(user_id = (SELECT auth.uid()) AND auth.uid() IS NOT NULL)",
                "odd on public.leads calls auth.uid for every row",
            ),
            policy(
                "messages",
                "FOR SELECT TO doughy_member USING (EXISTS "
                "(SELECT FROM public.leads AS l WHERE l.id = lead_id AND l.user_id = auth.uid()))",
                "odd on public.messages calls auth.uid for every row",
            ),
            policy(
                "leads",
                "FOR SELECT TO doughy_member USING (internal.is_admin())",
                "odd on public.leads calls internal.is_admin for every row",
            ),
            policy(
                "leads",
                "FOR SELECT TO doughy_member USING (name = current_setting('odd.name'))",
                "odd on public.leads calls current_setting for every row",
            ),
        ),
    ),
    Rule(
        "what is written is checked",
        "Without WITH CHECK an INSERT is refused altogether, and an UPDATE is checked by a "
        "condition that was written for reading.",
        """
        SELECT format('%s on %s has no WITH CHECK', p.polname, p.polrelid::regclass)
        FROM pg_policy AS p
        WHERE p.polcmd IN ('a', 'w', '*') AND p.polwithcheck IS NULL
        """,
        (
            policy(
                "leads",
                "FOR UPDATE TO doughy_member USING (user_id = (SELECT auth.uid()))",
                "odd on public.leads has no WITH CHECK",
            ),
            policy("leads", "FOR INSERT TO doughy_member", "odd on public.leads has no WITH CHECK"),
            policy("leads", "TO doughy_member", "odd on public.leads has no WITH CHECK"),
        ),
    ),
    Rule(
        "a member's policy asks whose the row is",
        "USING (true) for members would show every row to everybody, and so would a condition "
        "that holds when nobody is asking.",
        r"""
        SELECT format('%s on %s does not ask whose the row is', p.polname, p.polrelid::regclass)
        FROM pg_policy AS p
        CROSS JOIN LATERAL (
            VALUES (pg_get_expr(p.polqual, p.polrelid)),
                (pg_get_expr(p.polwithcheck, p.polrelid))
        ) AS e (expression)
        WHERE (0 = ANY (p.polroles) OR 'doughy_member'::regrole = ANY (p.polroles))
            AND p.polpermissive
            AND (
                e.expression !~ '= \( SELECT auth\.uid\(\) AS uid\)'
                OR e.expression ~ '\( SELECT auth\.uid\(\) AS uid\) IS NULL'
            )
        """,
        (
            policy(
                "leads",
                "FOR SELECT TO doughy_member USING (true)",
                "odd on public.leads does not ask whose the row is",
            ),
            policy(
                "leads",
                "FOR INSERT TO doughy_member, doughy_service WITH CHECK (true)",
                "odd on public.leads does not ask whose the row is",
            ),
            policy(
                "leads",
                "FOR SELECT TO doughy_member USING (NOT is_deleted OR status = 'new')",
                "odd on public.leads does not ask whose the row is",
            ),
            policy(
                "leads",
                "FOR SELECT TO doughy_member USING ((SELECT auth.uid()) IS NOT NULL)",
                "odd on public.leads does not ask whose the row is",
            ),
            policy(
                "leads",
                "FOR SELECT TO doughy_member USING "
                "((SELECT auth.uid()) IS NULL OR user_id = (SELECT auth.uid()))",
                "odd on public.leads does not ask whose the row is",
            ),
            Violation(
                "ALTER POLICY leads_member_update ON public.leads WITH CHECK (score = 5)",
                "leads_member_update on public.leads does not ask whose the row is",
                "ALTER POLICY leads_member_update ON public.leads "
                "WITH CHECK (user_id = (SELECT auth.uid()))",
            ),
        ),
    ),
    Rule(
        "a role has one policy for a command",
        "Several are joined by OR: the widest counts, wherever it stands.",
        f"""{_POLICIES}
        SELECT format(
            '%s: %s has %s policies for %s',
            s.polrelid::regclass, s.role::regrole, count(*), s.command
        )
        FROM said AS s
        GROUP BY s.polrelid, s.role, s.command
        HAVING count(*) > 1
        """,  # noqa: S608
        (
            policy(
                "leads",
                "FOR DELETE TO doughy_member USING (user_id = (SELECT auth.uid()))",
                "public.leads: doughy_member has 2 policies for DELETE",
            ),
            policy(
                "system_logs",
                "FOR ALL TO doughy_service USING (false) WITH CHECK (true)",
                "public.system_logs: doughy_service has 2 policies for INSERT",
            ),
        ),
    ),
)
