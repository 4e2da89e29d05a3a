"""Trying a statement as the signed-in person, and rolling it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from doughy_cli.db.failures import explain_database_error
from doughy_cli.db.finding import ADDRESS, find_deals, find_lead, find_property
from doughy_cli.db.ids import find_ids
from doughy_cli.db.reach import reached_by
from doughy_cli.db.tables import AiJob, ApiKey, Contact, Deal, Document, Lead, Profile
from doughy_cli.errors import NotPermitted
from doughy_cli.permissions.rows import PermissionRow
from doughy_cli.permissions.trials import TABLES, TRIALS

_CONTACT = func.coalesce(
    func.nullif(func.concat_ws(" ", Contact.first_name, Contact.last_name), ""), Contact.company
)
# What a record is called.
_NAMES: dict[str, Any] = {
    "leads": col(Lead.name),
    "contacts": _CONTACT,
    "properties": ADDRESS,
    "deals": col(Deal.title),
    "docs": col(Document.title),
    "keys": col(ApiKey.service),
    "jobs": col(AiJob.job_type),
    "users": col(Profile.email),
}


def try_it(session: Session, verb: str, noun: str, wanted: str, region: str) -> PermissionRow:
    """Return whether the person may do `verb` to the record that `wanted` names.

    The statement is run and taken back whatever comes of it; nothing is kept. Raises NotFound for
    a record that the person cannot see, and what is no answer, such as a lost connection.
    """
    key = _find(session, noun, wanted, region)
    name = (
        session.connection()
        .execute(select(_NAMES[noun]).where(col(TABLES[noun].id) == key))
        .scalar_one_or_none()
    )
    try:
        with session.begin_nested():
            touched = session.connection().execute(TRIALS[noun][verb](key)).first()
            session.connection().exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    except SQLAlchemyError as error:
        refused = explain_database_error(error)
        if refused.exit_code not in (2, 5, 8):
            raise
        return PermissionRow(verb, noun, key, name, False, refused.code, _sentence(refused.message))
    finally:
        session.rollback()
    if touched is None:
        reason = "You see it, and it is somebody else's to change."
        return PermissionRow(verb, noun, key, name, False, NotPermitted.code, reason)
    return PermissionRow(verb, noun, key, name, True, None, "It was tried, and taken back.")


def _sentence(text: str) -> str:
    return text.split("\n")[0]


def _find(session: Session, noun: str, wanted: str, region: str) -> UUID:
    if noun == "leads":
        return find_lead(session, wanted, region)
    if noun == "properties":
        return find_property(session, wanted)
    if noun == "deals":
        return find_deals(session, [wanted], region)[0]

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        if noun == "contacts":
            return reached_by(Contact, text, region)
        if noun == "users":
            return [col(Profile.email) == text.lower()]
        return [col(ApiKey.service) == text] if noun == "keys" else []

    table, label = TABLES[noun], _NAMES[noun]
    return find_ids(session, table, [wanted], noun=noun[:-1], label=label, also=also)[0]
