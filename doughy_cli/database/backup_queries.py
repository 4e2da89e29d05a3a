"""What backing up and restoring ask the server, as its administrator.

Roles belong to the server, not to a database, so they are no part of pg_dump's output: they
are read here, and made anew in the transaction that puts the restored database in place.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

from doughy_cli.database.backup_file import Login
from doughy_cli.db.bootstrap import GROUPS, OWNER
from doughy_cli.errors import Conflict

Connection = psycopg.Connection[Any]

_READ_ONLY = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_BECOME_OWNER = f"SET LOCAL ROLE {OWNER}"
_PEOPLE = """
    SELECT u.id, u.email, u.login_role, u.is_service, u.disabled_at IS NOT NULL, p.role::text
    FROM auth.users AS u
    LEFT JOIN public.profiles AS p ON p.id = u.id
    ORDER BY u.email
"""
_VERIFIERS = """
    SELECT rolname, rolpassword
    FROM pg_catalog.pg_authid
    WHERE rolname = ANY (%s) AND starts_with(rolpassword, 'SCRAM-SHA-256$')
"""
_ADMINS = """
    SELECT u.login_role
    FROM auth.users AS u
    JOIN public.profiles AS p ON p.id = u.id
    WHERE p.role = 'admin' AND u.disabled_at IS NULL
    ORDER BY u.email
"""
_DOCUMENTS = """
    SELECT file_url FROM public.re_documents
    UNION ALL
    SELECT file_url FROM public.re_lead_documents
"""
_LOG_HAS_XID = """
    SELECT 1 FROM pg_catalog.pg_attribute
    WHERE attrelid = 'public.system_logs'::regclass AND attname = 'xid' AND NOT attisdropped
"""
# A login that may do more than a person's is not a person's, whatever it is called.
_MIGHTY = """
    SELECT rolname
    FROM pg_catalog.pg_roles
    WHERE rolname = ANY (%s)
        AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls)
"""
_MEMBERS = """
    SELECT g.rolname, r.rolname
    FROM pg_catalog.pg_auth_members AS m
    JOIN pg_catalog.pg_roles AS g ON g.oid = m.roleid
    JOIN pg_catalog.pg_roles AS r ON r.oid = m.member
    WHERE g.rolname = ANY (%s) AND r.rolname = ANY (%s)
"""
# Who was let into a database by name: its people, if they are called after it.
_LET_IN = """
    SELECT DISTINCT r.rolname
    FROM pg_catalog.pg_database AS d
    CROSS JOIN LATERAL aclexplode(d.datacl) AS a
    JOIN pg_catalog.pg_roles AS r ON r.oid = a.grantee
    WHERE d.datname = %(database)s
        AND starts_with(r.rolname, %(prefix)s)
        AND NOT (r.rolsuper OR r.rolcreaterole OR r.rolcreatedb)
"""
_CONNECTED = """
    SELECT DISTINCT a.usename
    FROM pg_catalog.pg_stat_activity AS a
    JOIN pg_catalog.pg_roles AS r ON r.oid = a.usesysid
    WHERE a.datname = %s AND NOT r.rolsuper
"""
_END_CONNECTIONS = """
    SELECT pg_catalog.pg_terminate_backend(a.pid, 2000)
    FROM pg_catalog.pg_stat_activity AS a
    JOIN pg_catalog.pg_roles AS r ON r.oid = a.usesysid
    WHERE a.datname = %s
        AND pg_catalog.pg_has_role(r.oid, 'USAGE')
        AND (NOT r.rolsuper OR (SELECT rolsuper FROM pg_catalog.pg_roles
                                WHERE rolname = current_user))
"""


def value(connection: Connection, query: str, *values: object) -> Any:
    """Return the first column of the first row, None if there is none."""
    row = connection.execute(query.encode(), values).fetchone()
    return row[0] if row else None


def run(connection: Connection, statement: str, *names: str | Iterable[str]) -> None:
    """Run a statement with `{}` for names, or lists of names, which cannot be parameters."""
    written = [
        sql.Identifier(each)
        if isinstance(each, str)
        else sql.SQL(", ").join(sql.Identifier(name) for name in each)
        for each in names
    ]
    connection.execute(sql.SQL(statement).format(*written))


def is_superuser(connection: Connection) -> bool:
    """Return whether the connection's user is above all rules."""
    query = "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = session_user"
    return bool(value(connection, query))


# Backing up ------------------------------------------------------------------------------


def begin_snapshot(connection: Connection) -> str:
    """Begin a transaction that sees one moment, and return the name by which pg_dump sees it.

    The transaction must stay open until pg_dump has begun.
    """
    connection.execute(_READ_ONLY)
    return str(value(connection, "SELECT pg_catalog.pg_export_snapshot()"))


def has_schema(connection: Connection) -> bool:
    """Return whether the database is one of ours."""
    return bool(value(connection, "SELECT to_regclass('auth.schema_version') IS NOT NULL"))


def revision(connection: Connection) -> str | None:
    """Return the schema's revision, None if there is none. Changes the role to the owner's."""
    connection.execute(_BECOME_OWNER.encode())
    found = value(connection, "SELECT version_num FROM auth.schema_version")
    return str(found) if found else None


def left_out(connection: Connection) -> tuple[list[str], int]:
    """Return where the documents are, a URL for each, and how many keys of other services there
    are: neither the files nor the secret that opens the keys is in the database."""
    with connection.transaction():
        connection.execute(_BECOME_OWNER.encode())
        urls = [url for (url,) in connection.execute(_DOCUMENTS.encode())]
        keys = int(value(connection, "SELECT count(*) FROM public.api_keys"))
        connection.execute(b"RESET ROLE")
    return urls, keys


def people(connection: Connection) -> list[Login]:
    """Return everybody who may sign in, with the verifiers if the connection may read them."""
    connection.execute(b"RESET ROLE")
    may_read = is_superuser(connection)
    connection.execute(_BECOME_OWNER.encode())
    rows = connection.execute(_PEOPLE.encode()).fetchall()
    connection.execute(b"RESET ROLE")
    verifiers: dict[str, str] = {}
    if may_read:
        verifiers = dict(connection.execute(_VERIFIERS, [[row[2] for row in rows]]).fetchall())
    return [
        Login(
            name=email,
            login_role=login_role,
            groups=groups(is_service=is_service, disabled=disabled, role=role),
            disabled=disabled,
            verifier=verifiers.get(login_role),
        )
        for _, email, login_role, is_service, disabled, role in rows
    ]


def groups(*, is_service: bool, disabled: bool, role: str | None) -> list[str]:
    """Return the groups of a login, as internal.sync_groups decides in SQL."""
    if disabled:
        return []
    if is_service:
        return ["doughy_service"]
    extra = {"admin": ["doughy_admin"], "support": ["doughy_support"]}
    return ["doughy_member", *extra.get(role or "", [])]


# The restored database, while it is nobody's yet -------------------------------------------


def rename_logins(connection: Connection, names: dict[str, str]) -> None:
    """Give people the login roles `names` (by sign-in name), where theirs are others."""
    with connection.transaction():
        connection.execute(_BECOME_OWNER.encode())
        with connection.cursor() as cursor:
            cursor.executemany(
                b"UPDATE auth.users SET login_role = %s WHERE email = %s AND login_role <> %s",
                [(role, name, role) for name, role in names.items()],
            )


def admins(connection: Connection) -> list[str]:
    """Return the login roles of the admins who are not disabled, by e-mail."""
    with connection.transaction():
        connection.execute(_BECOME_OWNER.encode())
        return [role for (role,) in connection.execute(_ADMINS.encode())]


def require_new_password(connection: Connection, login_role: str) -> None:
    """Make a person choose a new password at the next sign-in."""
    with connection.transaction():
        connection.execute(_BECOME_OWNER.encode())
        connection.execute(
            b"UPDATE auth.users SET must_change_password = true WHERE login_role = %s",
            [login_role],
        )


def bring_log_up_to_date(connection: Connection) -> None:
    """Number the log by this server's transactions: those of another may be far ahead, and
    whoever follows the log would take every new row for an old one."""
    with connection.transaction():
        connection.execute(_BECOME_OWNER.encode())
        if value(connection, _LOG_HAS_XID):
            connection.execute(
                b"UPDATE public.system_logs SET xid = pg_current_xact_id() "
                b"WHERE xid > pg_current_xact_id()"
            )


def analyze(connection: Connection) -> None:
    """Count what is in the tables, so that the first queries are planned well."""
    with connection.transaction():
        connection.execute(_BECOME_OWNER.encode())
        connection.execute(b"ANALYZE")


def offers_extension(connection: Connection, name: str) -> bool:
    """Return whether the owner of the schema could create an extension."""
    query = """
        SELECT EXISTS (
            SELECT FROM pg_catalog.pg_available_extension_versions
            WHERE name = %s AND (trusted OR NOT superuser)
        )
    """
    return bool(value(connection, query, name))


# Databases -------------------------------------------------------------------------------


def database_exists(connection: Connection, name: str) -> bool:
    """Return whether the server has a database of this name."""
    return value(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name) is not None


def databases_like(connection: Connection, *prefixes: str) -> list[str]:
    """Return our databases whose names begin with one of `prefixes`."""
    query = """
        SELECT d.datname
        FROM pg_catalog.pg_database AS d
        JOIN pg_catalog.pg_roles AS r ON r.oid = d.datdba
        WHERE r.rolname = %s AND d.datname::text ^@ ANY (%s)
    """
    return [name for (name,) in connection.execute(query, [OWNER, list(prefixes)])]


def drop_database(connection: Connection, name: str) -> None:
    """Drop a database, whoever is connected to it."""
    run(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def existing(connection: Connection, roles: list[str]) -> set[str]:
    """Return which of the login roles the server has. Raises Conflict if one is no person's."""
    mighty = value(connection, _MIGHTY, roles)
    if mighty:
        raise Conflict(
            f"The server has a role {mighty} that is not a person's. Nothing was changed.",
            "Rename it, or restore under another database name.",
        )
    query = b"SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = ANY (%s)"
    return {name for (name,) in connection.execute(query, [roles])}


def end_connections(connection: Connection, database: str, over: threading.Event) -> None:
    """End the connections to `database`, those that come meanwhile too, until `over` is set.

    Those of a superuser only a superuser may end; they stay. Leaves no trace in the catalog.
    """
    above_all = is_superuser(connection)
    member_of: set[str] = set()
    with connection.transaction(force_rollback=True):
        while True:
            connection.execute(b"SELECT pg_stat_clear_snapshot()")
            found = {name for (name,) in connection.execute(_CONNECTED, [database])} - member_of
            if not above_all:
                # Only a member of a role may end its connections: the owner becomes one for
                # the moment, and the administrator is a member of the owner.
                connection.execute(_BECOME_OWNER.encode())
                for name in found:
                    if name.startswith(f"{database}/"):
                        run(connection, f"GRANT {{}} TO {OWNER}", name)
                connection.execute(b"RESET ROLE")
                member_of |= found
            connection.execute(_END_CONNECTIONS, [database])
            if over.wait(0.02):
                return


def move_away(connection: Connection, name: str, replaced: str) -> None:
    """Call the database `name` `replaced`; until the transaction ends nobody can enter it.

    Waits up to 5 seconds for those inside to leave, and raises psycopg's ObjectInUse then.
    """
    run(connection, "ALTER DATABASE {} RENAME TO {}", name, replaced)


def make_logins(connection: Connection, logins: list[Login]) -> None:
    """Make the roles of `logins`, or give those that are there their passwords back.

    The slow part, before anybody is locked out: the server makes sure that no verifier is one
    of an empty password, which takes it milliseconds each.
    """
    connection.execute(_BECOME_OWNER.encode())
    there = existing(connection, [each.login_role for each in logins])
    with connection.pipeline():
        for each in logins:
            verb = "ALTER" if each.login_role in there else "CREATE"
            may = "NOLOGIN" if each.disabled else "LOGIN"
            text = sql.SQL(f"{verb} ROLE {{}} {may}").format(sql.Identifier(each.login_role))
            if each.verifier is not None:
                text += sql.SQL(" PASSWORD {}").format(sql.Literal(each.verifier))
            connection.execute(text)
    connection.execute(b"RESET ROLE")


def put_in_place(
    connection: Connection, made: str, name: str, replaced: str | None, logins: list[Login]
) -> None:
    """Make `made` the database `name`, and let the `logins` in, with their groups.

    Those who were let into the database that is called `replaced` now, and are not among
    `logins`, lose their role.
    """
    run(connection, "ALTER DATABASE {} RENAME TO {}", made, name)
    connection.execute(_BECOME_OWNER.encode())
    roles = [each.login_role for each in logins]
    _set_groups(connection, logins, roles)
    if roles:
        run(connection, "GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}", name, roles)
    if replaced:
        _remove_logins(connection, name, replaced, set(roles))


def _set_groups(connection: Connection, logins: list[Login], roles: list[str]) -> None:
    members = set(connection.execute(_MEMBERS, [list(GROUPS), roles]).fetchall())
    for group in GROUPS:
        wanted = {each.login_role for each in logins if group in each.groups}
        has = {role for name, role in members if name == group}
        if wanted - has:
            run(connection, "GRANT {} TO {}", group, wanted - has)
        if has - wanted:
            run(connection, "REVOKE {} FROM {}", group, has - wanted)


def _remove_logins(connection: Connection, name: str, replaced: str, kept: set[str]) -> None:
    """Remove the roles of those who were let into the old database and are not `kept`."""
    found = connection.execute(_LET_IN, {"database": replaced, "prefix": f"{name}/"})
    gone = {role for (role,) in found} - kept
    if gone:
        run(connection, "REVOKE ALL ON DATABASE {} FROM {}", replaced, gone)
    for role in gone:
        try:
            with connection.transaction():
                run(connection, "DROP ROLE {}", role)
        except psycopg.errors.DependentObjectsStillExist:
            # It was granted something by hand. It can no longer sign in, and is taken over
            # if the person is ever added again.
            run(connection, "ALTER ROLE {} NOLOGIN PASSWORD NULL", role)
