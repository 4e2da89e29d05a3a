"""Connections that are open when somebody is disabled, removed, or loses a role."""

# ruff: noqa: S608 -- the statements are made of the constants of the matrix
from __future__ import annotations

from typing import Any

import psycopg
import pytest

from doughy_cli.accounts.passwords import verifier
from tests.harness import Database, Person
from tests.schema.attacks.trying import DENIED, refused, rows, touched
from tests.schema.matrix import MATRIX

_LEAD = "INSERT INTO leads (name) VALUES ('x')"


def _prepared(connection: psycopg.Connection[Any]) -> None:
    """Prepare a statement for each table, and run it until PostgreSQL keeps its plan."""
    for table in MATRIX:
        if table == "system_logs":
            continue
        connection.execute(f"PREPARE see_{table} AS SELECT 1 FROM {table}".encode())
        for _ in range(6):
            connection.execute(f"EXECUTE see_{table}".encode())


@pytest.mark.parametrize("act", ["disable_user", "delete_user"])
def test_working_on_after_being_disabled_or_removed(
    database: Database, ann: Person, ben: Person, admin: Person, act: str
) -> None:
    with ann.connect() as connection:
        assert touched(connection, _LEAD) == 1
        _prepared(connection)
        admin.sql(f"SELECT auth.{act}(%s)", ann.id)
        with pytest.raises(psycopg.OperationalError):
            connection.execute(b"EXECUTE see_leads")
    with pytest.raises(psycopg.OperationalError):
        ann.connect()


def test_working_on_in_a_connection_that_outlived_being_disabled(
    database: Database, ann: Person
) -> None:
    """As if ending the connection had failed, and the groups were still there."""
    with ann.connect() as connection:
        assert touched(connection, _LEAD) == 1
        _prepared(connection)
        assert rows(connection, "EXECUTE see_leads") == [(1,)]
        database.sql("UPDATE auth.users SET disabled_at = now() WHERE id = %s", ann.id)
        for table in MATRIX:
            if table != "system_logs":
                assert rows(connection, f"EXECUTE see_{table}") == []
        assert rows(connection, "SELECT auth.uid()") == [(None,)]
        assert touched(connection, "UPDATE leads SET name = 'y'") == 0
        assert touched(connection, "DELETE FROM leads") == 0
        assert touched(connection, "UPDATE profiles SET full_name = 'y'") == 0
        # Without a name of their own, a row would be nobody's.
        with pytest.raises((psycopg.errors.NotNullViolation, psycopg.errors.InsufficientPrivilege)):
            connection.execute(_LEAD.encode())
        refused(connection, f"INSERT INTO leads (name, user_id) VALUES ('x', '{ann.id}')")
        refused(connection, "SELECT auth.change_password('x')", psycopg.Error)


@pytest.mark.parametrize("role", ["admin", "support"])
def test_reading_on_after_losing_a_role(
    database: Database, ann: Person, ben: Person, admin: Person, role: str
) -> None:
    ben.sql(_LEAD)
    admin.sql("SELECT auth.set_role(%s, %s)", ann.id, role)
    with ann.connect() as connection:
        _prepared(connection)
        assert rows(connection, "EXECUTE see_leads") == [(1,)]
        connection.execute(b"SET ROLE doughy_" + role.encode())
        admin.sql("SELECT auth.set_role(%s, 'user')", ann.id)
        # They still are the group, for which the schemas are closed: only members enter them.
        for kept in ("EXECUTE see_leads", "TABLE public.leads", "TABLE public.system_logs"):
            refused(connection, kept, (DENIED, psycopg.errors.UndefinedTable))
        refused(connection, "SELECT auth.list_users()")
        connection.execute(b"RESET ROLE")
        for table in MATRIX:
            if table not in ("system_logs", "profiles"):
                assert rows(connection, f"EXECUTE see_{table}") == []
        assert rows(connection, "EXECUTE see_profiles") == [(1,)]
        refused(connection, "SELECT * FROM auth.list_users()")
        refused(connection, f"SET ROLE doughy_{role}")
        refused(connection, f"SELECT auth.disable_user('{ben.id}')")


@pytest.mark.parametrize("act", ["disable_user", "delete_user"])
@pytest.mark.parametrize("held", ["change_password", "ALTER ROLE", "rows"])
def test_keeping_an_admin_waiting(
    database: Database, ann: Person, ben: Person, admin: Person, act: str, held: str
) -> None:
    """Whoever leaves a transaction open has it ended; nobody else is kept waiting by it."""
    with ann.connect() as holding, admin.connect() as managing:
        managing.execute(b"SET lock_timeout = '2s'")
        secret = verifier(holding, "", "another secret")
        holding.execute(b"BEGIN")
        if held == "change_password":
            holding.execute("SELECT auth.change_password(%s)", [secret])
        elif held == "ALTER ROLE":
            holding.execute(f"ALTER ROLE CURRENT_USER PASSWORD '{secret}'".encode())
        else:
            holding.execute(b"INSERT INTO leads (name) VALUES ('x')")
        managing.execute("SELECT auth.reset_password(%s, %s)", [ben.id, secret])
        managing.execute(f"SELECT auth.{act}(%s)".encode(), [ann.id])
        with pytest.raises(psycopg.OperationalError):
            holding.execute(b"COMMIT")
    with pytest.raises(psycopg.OperationalError):
        ann.connect()
    # To end them the owner was a member of their role, and is no longer.
    assert not database.sql(
        "SELECT FROM pg_auth_members AS m JOIN pg_roles AS r ON r.oid = m.roleid WHERE"
        " r.rolname = %s AND m.member = 'doughy_owner'::regrole AND pg_has_role(m.member,"
        " r.oid, 'USAGE')",
        ann.role,
    )
