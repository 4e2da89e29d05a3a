"""What setting up asks the database."""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import text
from sqlmodel import Session

COUNT_OWN = text("""
    SELECT
        (SELECT count(*) FROM public.leads WHERE user_id = (SELECT auth.uid())),
        (SELECT count(*) FROM public.re_properties WHERE user_id = (SELECT auth.uid())),
        (SELECT count(*) FROM public.deals WHERE user_id = (SELECT auth.uid()))
""")
FIRST_LOOK = text("""
    SELECT
        (SELECT count(*) FROM public.leads
         WHERE user_id = (SELECT auth.uid()) AND status = 'new' AND NOT is_deleted),
        (SELECT count(*) FROM public.leads
         WHERE user_id = (SELECT auth.uid()) AND next_action_due <= now() AND NOT is_deleted
             AND status IN ('new', 'active', 'qualified')),
        (SELECT count(*) FROM public.deals
         WHERE user_id = (SELECT auth.uid()) AND status = 'active'),
        (SELECT count(*) FROM public.deals
         WHERE user_id = (SELECT auth.uid()) AND status = 'active' AND next_action_due <= now())
""")
FIND_PERSON = "SELECT id, role, disabled_at FROM auth.list_users() WHERE email = %s"
ADMINS = """
    SELECT email FROM auth.list_users() WHERE role = 'admin' AND disabled_at IS NULL ORDER BY email
"""
CREATE_ADMIN = "SELECT auth.create_user(%s, %s, 'admin', %s, false)"
RESET_PASSWORD = "SELECT auth.reset_password(%s, %s)"  # noqa: S105


def count_own(session: Session) -> tuple[int, int, int]:
    """Return how many leads, properties and deals the person has, deleted leads included."""
    leads, properties, deals = session.connection().execute(COUNT_OWN).one()
    return leads, properties, deals


def first_look(session: Session) -> tuple[int, int, int, int]:
    """Return new leads, leads due, active deals, deals due: the person's own."""
    new, leads_due, deals, deals_due = session.connection().execute(FIRST_LOOK).one()
    return new, leads_due, deals, deals_due


def find_person(connection: psycopg.Connection[Any], email: str) -> tuple[Any, str, Any] | None:
    """Return id, role and disabled_at of the person with this e-mail, as an administrator."""
    return connection.execute(FIND_PERSON, [email]).fetchone()


def admins(connection: psycopg.Connection[Any]) -> list[str]:
    """Return the e-mails of those who are admins and can sign in, as an administrator."""
    return [email for (email,) in connection.execute(ADMINS)]


def create_admin(
    connection: psycopg.Connection[Any], email: str, verifier: str, full_name: str | None
) -> None:
    """Add the first admin, as the database's administrator."""
    connection.execute(CREATE_ADMIN, [email, verifier, full_name])


def reset_own_password(connection: psycopg.Connection[Any], user_id: Any, verifier: str) -> None:
    """Give the embedded server's owner a new password: the one that was kept is lost."""
    connection.execute(RESET_PASSWORD, [user_id, verifier])
