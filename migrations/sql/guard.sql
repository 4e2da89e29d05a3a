-- Keeps people from what PostgreSQL lets every member of a group do to the group: DROP OWNED BY
-- doughy_member takes away every policy that names it, and ALTER DEFAULT PRIVILEGES leaves
-- entries behind that no upgrade removes. No table, policy or privilege can forbid that; an
-- event trigger can, and only a superuser may make one. So this is run by a superuser alone
-- (doughy_cli/db/guard.py).
--
-- The function asks for current_user: a function of ours that deletes a person runs DROP OWNED
-- as doughy_owner, for an admin who could not. It is the superuser's, and stays so: it runs with
-- the rights of whoever uses these commands, superusers too, and its owner can rewrite it.

CREATE FUNCTION auth.guard_groups() RETURNS event_trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT pg_catalog.pg_has_role(current_user, 'doughy_owner', 'MEMBER') THEN
        RAISE EXCEPTION 'only an administrator of this database may use %', tg_tag
            USING ERRCODE = '42501',
            HINT = 'It could take away what everybody is granted.';
    END IF;
END
$$;

REVOKE ALL ON FUNCTION auth.guard_groups() FROM PUBLIC, CURRENT_USER;

CREATE EVENT TRIGGER doughy_guard_groups ON ddl_command_start
WHEN TAG IN ('DROP OWNED', 'ALTER DEFAULT PRIVILEGES')
EXECUTE FUNCTION auth.guard_groups();
