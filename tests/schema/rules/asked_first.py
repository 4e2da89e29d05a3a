"""Rules about what PostgreSQL asks before a policy."""

from __future__ import annotations

from tests.schema.rules.rule import Rule, Violation, policy

_OWN = "user_id = (SELECT auth.uid())"
_SLOT = "(SELECT auth.own_slot())[owner_slot] IS NOT NULL"

RULES = (
    Rule(
        "a member's policy asks for the slot first, of rows that there are",
        "A comparison costs something, and what costs less is asked before it; an element of an "
        "array costs nothing.",
        r"""
        SELECT format('%s on %s does not ask for the slot first', p.polname, p.polrelid::regclass)
        FROM pg_policy AS p
        WHERE (0 = ANY (p.polroles) OR 'doughy_member'::regrole = ANY (p.polroles))
            AND p.polpermissive
            AND pg_get_expr(p.polqual, p.polrelid) !~
                '^\(\(\(\( SELECT auth\.own_slot\(\) AS own_slot\)\)'
                '\[owner_slot\] IS NOT NULL\) AND '
        """,
        (
            policy(
                "leads",
                f"FOR SELECT TO doughy_member USING ({_OWN})",
                "odd on public.leads does not ask for the slot first",
            ),
            policy(
                "leads",
                f"FOR DELETE TO doughy_member USING ({_OWN} AND {_SLOT})",
                "odd on public.leads does not ask for the slot first",
            ),
            policy(
                "leads",
                f"FOR SELECT TO doughy_member USING ({_SLOT} OR {_OWN})",
                "odd on public.leads does not ask for the slot first",
            ),
            Violation(
                f"ALTER POLICY leads_member_select ON public.leads USING ({_OWN})",
                "leads_member_select on public.leads does not ask for the slot first",
                f"ALTER POLICY leads_member_select ON public.leads USING ({_SLOT} AND {_OWN})",
            ),
        ),
    ),
    Rule(
        "a slot is made of the row's owner",
        "Any other number would be asked about instead of the owner.",
        """
        SELECT format('%s has no slot of its owner', c.oid::regclass)
        FROM pg_class AS c
        LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attname = 'owner_slot'
        LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            AND (
                a.attgenerated IS DISTINCT FROM 's'
                OR pg_get_expr(d.adbin, d.adrelid) <> CASE c.relname
                    WHEN 'profiles' THEN '(uuid_hash(id) >> 1)'
                    ELSE '(uuid_hash(user_id) >> 1)'
                END
            )
        """,
        (
            Violation(
                "CREATE TABLE public.odd (id uuid PRIMARY KEY)",
                "public.odd has no slot of its owner",
                "DROP TABLE public.odd",
            ),
            Violation(
                "CREATE TABLE public.odd (id uuid PRIMARY KEY, user_id uuid, owner_slot integer "
                "GENERATED ALWAYS AS (uuid_hash(id) >> 1) STORED)",
                "public.odd has no slot of its owner",
                "DROP TABLE public.odd",
            ),
        ),
        exempt=(("public.system_logs has no slot of its owner", "Nobody owns a log."),),
    ),
    Rule(
        "where members give ids and change rows, an upsert is refused",
        "Its condition is tried on the row that is there before the policies are asked.",
        """
        SELECT format('members may upsert %s', c.oid::regclass)
        FROM pg_class AS c
        JOIN pg_index AS i ON i.indrelid = c.oid AND i.indisprimary
        WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
            AND has_column_privilege('doughy_member', c.oid, i.indkey[0], 'INSERT')
            AND has_any_column_privilege('doughy_member', c.oid, 'UPDATE')
            AND NOT EXISTS (
                SELECT FROM pg_rewrite AS w
                WHERE w.ev_class = c.oid AND w.ev_type = '2' AND w.ev_enabled = 'O'
            )
        """,
        (
            Violation(
                "DROP RULE leads_no_upsert ON public.leads",
                "members may upsert public.leads",
                "CREATE RULE leads_no_upsert AS ON UPDATE TO public.leads "
                "WHERE false DO ALSO NOTHING",
            ),
            Violation(
                "ALTER TABLE public.deals DISABLE RULE deals_no_upsert",
                "members may upsert public.deals",
                "ALTER TABLE public.deals ENABLE RULE deals_no_upsert",
            ),
            Violation(
                "GRANT UPDATE (description) ON public.lead_events TO doughy_member",
                "members may upsert public.lead_events",
                "REVOKE UPDATE (description) ON public.lead_events FROM doughy_member",
            ),
        ),
        exempt=(
            (
                "members may upsert public.lead_contacts",
                "Its key is two ids, of which the policy knows that they are the writer's own.",
            ),
        ),
    ),
)
