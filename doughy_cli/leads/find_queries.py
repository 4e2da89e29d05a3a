"""Which leads are meant by ids, e-mails and phone numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col

from doughy_cli.db.ids import find_ids
from doughy_cli.db.tables import Lead, Workspace
from doughy_cli.emails import normal_email
from doughy_cli.phones import normal_phone


def find_leads(
    session: Session, wanted: Iterable[str], region: str, *, deleted: bool = False
) -> list[UUID]:
    """Return the ids of the leads that `wanted` names: ids, their beginnings, e-mails, phones.

    An e-mail or a phone means the lead that has it now; only if there is none (or with
    `deleted`, first of all), a deleted one. Raises NotFound and Conflict as `find_ids`.
    """

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        found = _reached_by(text, region)
        preferred = col(Lead.is_deleted).is_(deleted)
        return [condition & preferred for condition in found] + found

    return find_ids(session, Lead, wanted, noun="lead", label=Lead.name, also=also)


def find_workspace(session: Session, wanted: str) -> UUID:
    """Return the id of the workspace with this id, beginning of an id, or name."""

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        return [col(Workspace.name) == text]

    return find_ids(
        session, Workspace, [wanted], noun="workspace", label=Workspace.name, also=also
    )[0]


def _reached_by(text: str, region: str) -> list[ColumnElement[bool]]:
    # Plain comparisons: the only ones that row security lets an index answer.
    if "@" in text:
        address = normal_email(text)
        return [col(Lead.email) == address] if address else []
    number = normal_phone(text, region)
    if number is None:
        return []
    # Somebody who knows the number may not know the extension.
    return [col(Lead.phone) == number, func.starts_with(Lead.phone, f"{number};")]
