"""Who may sign in: calls to the schema's own functions, which check the caller."""

from __future__ import annotations

from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from doughy_cli.accounts.rows import UserRow
from doughy_cli.errors import Conflict, NotFound, Usage

_COLUMNS = "id, email, full_name, role, is_service, must_change_password, disabled_at, created_at"

ME = text(f"SELECT {_COLUMNS} FROM auth.me()")  # noqa: S608 (a constant)
LIST_USERS = text(f"SELECT {_COLUMNS} FROM auth.list_users() ORDER BY email")  # noqa: S608
CREATE_USER = text("""
    SELECT auth.create_user(
        :email, :verifier, CAST(:role AS public.user_role), :full_name, :must_change
    )
""")
CREATE_SERVICE = text("SELECT auth.create_service(:name, :verifier)")
SET_ROLE = text("SELECT auth.set_role(:id, CAST(:role AS public.user_role))")
DISABLE_USER = text("SELECT auth.disable_user(:id)")
ENABLE_USER = text("SELECT auth.enable_user(:id)")
RESET_PASSWORD = text("SELECT auth.reset_password(:id, :verifier)")
CHANGE_PASSWORD = text("SELECT auth.change_password(:verifier)")
DELETE_USER = text("SELECT auth.delete_user(:id)")
# What somebody has changed in a transaction that they leave open (their password, say).
WAIT_NO_LONGER = text("SELECT set_config('lock_timeout', '5s', true)")
COUNT_BELONGINGS = text("""
    SELECT
        (SELECT count(*) FROM public.leads WHERE user_id = :id),
        (SELECT count(*) FROM public.re_properties WHERE user_id = :id),
        (SELECT count(*) FROM public.deals WHERE user_id = :id)
""")


def me(session: Session) -> UserRow | None:
    """Return the session's own person or service; None if it is not one of this database."""
    row = session.connection().execute(ME).one_or_none()
    return UserRow(*row) if row else None


def list_users(session: Session, sort: str | None = None) -> list[UserRow]:
    """Return everybody who may sign in, by e-mail or by the field `sort` (`-` before it:
    descending; what is empty comes last). Admins only. Raises Usage for an unknown field."""
    rows = [UserRow(*row) for row in session.connection().execute(LIST_USERS)]
    name = (sort or "email").removeprefix("-")
    known = [each.name for each in fields(UserRow)]
    if name not in known:
        raise Usage(f"Users cannot be sorted by {name!r}.", f"There are: {', '.join(known)}.")
    given = [row for row in rows if getattr(row, name) is not None]
    given.sort(key=lambda row: getattr(row, name), reverse=(sort or "").startswith("-"))
    return given + [row for row in rows if getattr(row, name) is None]


def find_user(session: Session, wanted: str) -> UserRow:
    """Return the person with this e-mail, service name, id, or prefix of an id.

    Raises NotFound, or Conflict if a prefix fits several.
    """
    key = wanted.strip().lower()
    people = list_users(session)
    by_name = [each for each in people if each.email == key]
    found = by_name or [each for each in people if len(key) >= 4 and str(each.id).startswith(key)]
    if not found:
        raise NotFound(f"There is no user {wanted!r}.", "See `doughy users list`.")
    if len(found) > 1:
        fitting = ", ".join(f"{str(each.id)[:8]} ({each.email})" for each in found)
        raise Conflict(f"{wanted!r} fits several users: {fitting}.", code="ambiguous_id")
    return found[0]


def create_user(
    session: Session,
    email: str,
    verifier: str,
    role: str,
    full_name: str | None,
    *,
    must_change: bool,
) -> UUID:
    """Add a person; return the id."""
    values = {
        "email": email,
        "verifier": verifier,
        "role": role,
        "full_name": full_name,
        "must_change": must_change,
    }
    return UUID(str(_value(session, CREATE_USER, values)))


def create_service(session: Session, name: str, verifier: str) -> UUID:
    """Add a login for a program; return the id."""
    return UUID(str(_value(session, CREATE_SERVICE, {"name": name, "verifier": verifier})))


def set_role(session: Session, user_id: UUID, role: str) -> None:
    """Give a person another role."""
    _value(session, SET_ROLE, {"id": user_id, "role": role})


def disable_user(session: Session, user_id: UUID) -> None:
    """Keep a person or service out, open connections included; their rows stay."""
    _value(session, DISABLE_USER, {"id": user_id})


def enable_user(session: Session, user_id: UUID) -> None:
    """Let a disabled person or service in again."""
    _value(session, ENABLE_USER, {"id": user_id})


def reset_password(session: Session, user_id: UUID, verifier: str) -> None:
    """Give somebody a new one-time password."""
    _value(session, RESET_PASSWORD, {"id": user_id, "verifier": verifier})


def change_password(session: Session, verifier: str) -> None:
    """Change one's own password."""
    _value(session, CHANGE_PASSWORD, {"verifier": verifier})


def delete_user(session: Session, user_id: UUID) -> None:
    """Remove a person or service and every row that is theirs."""
    _value(session, DELETE_USER, {"id": user_id})


def count_belongings(session: Session, user_id: UUID) -> tuple[int, int, int]:
    """Return how many leads, properties and deals a person has (admins see them all)."""
    leads, properties, deals = session.connection().execute(COUNT_BELONGINGS, {"id": user_id}).one()
    return leads, properties, deals


def _value(session: Session, statement: Any, values: dict[str, Any]) -> Any:
    connection = session.connection()
    connection.execute(WAIT_NO_LONGER)
    return connection.execute(statement, values).scalar_one()
