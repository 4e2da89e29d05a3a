"""Which contacts are meant by ids, e-mails and phone numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col

from doughy_cli.db.ids import find_ids
from doughy_cli.db.reach import reached_by
from doughy_cli.db.tables import Contact

# What a contact is called: a name, or else what there is.
NAME: Any = func.coalesce(
    func.nullif(func.concat_ws(" ", Contact.first_name, Contact.last_name), ""),
    Contact.company,
    Contact.email,
    Contact.phone,
    "",
)


def find_contacts(
    session: Session, wanted: Iterable[str], region: str, *, deleted: bool = False
) -> list[UUID]:
    """Return the ids of the contacts that `wanted` names: ids, their beginnings, e-mails, phones.

    Contacts that are not deleted come first, with `deleted` those that are. Raises NotFound and
    Conflict as `find_ids`.
    """

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        found = reached_by(Contact, text, region)
        preferred = col(Contact.is_deleted).is_(deleted)
        return [condition & preferred for condition in found] + found

    return find_ids(session, Contact, wanted, noun="contact", label=NAME, also=also)
