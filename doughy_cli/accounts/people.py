"""Adding people and services: names checked, one-time passwords made."""

from __future__ import annotations

import re
from dataclasses import asdict
from uuid import UUID

from sqlmodel import Session

from doughy_cli.accounts import passwords, queries
from doughy_cli.accounts.rows import NewUserRow
from doughy_cli.db.session import raw
from doughy_cli.errors import Usage

_EMAIL = re.compile(r"[^@\s/\x00-\x1f]+@[^@\s/\x00-\x1f]+\.?[^@\s/.\x00-\x1f]+")
_SERVICE = re.compile(r"[a-z0-9][a-z0-9._-]*")


def sign_in_email(text: str) -> str:
    """Return an e-mail as it is stored (trimmed, lower case). Raises Usage if it is none."""
    email = text.strip().lower()
    if not _EMAIL.fullmatch(email):
        raise Usage(f"{text!r} is not an e-mail address.", code="bad_email")
    return email


def add_person(session: Session, email: str, role: str, full_name: str | None) -> NewUserRow:
    """Add a person with a one-time password, which the row carries."""
    email = sign_in_email(email)
    password, verifier = _one_time(session)
    user_id = queries.create_user(session, email, verifier, role, full_name, must_change=True)
    return _shown(session, user_id, password)


def add_service(session: Session, name: str) -> NewUserRow:
    """Add a login for a program, with its password."""
    name = name.strip().lower()
    if not _SERVICE.fullmatch(name):
        raise Usage(
            f"{name!r} cannot be a service's name.", "Letters, digits, dot, dash and underscore."
        )
    password, verifier = _one_time(session)
    return _shown(session, queries.create_service(session, name, verifier), password)


def reset_password(session: Session, wanted: str) -> NewUserRow:
    """Give the person or service `wanted` a new one-time password."""
    found = queries.find_user(session, wanted)
    password, verifier = _one_time(session)
    queries.reset_password(session, found.id, verifier)
    return _shown(session, found.id, password)


def _one_time(session: Session) -> tuple[str, str]:
    password = passwords.one_time_password()
    return password, passwords.verifier(raw(session), "", password)


def _shown(session: Session, user_id: UUID, password: str) -> NewUserRow:
    return NewUserRow(**asdict(queries.find_user(session, str(user_id))), password=password)
