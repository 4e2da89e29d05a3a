"""Which leads are meant by ids, e-mails and phone numbers."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from doughy_cli.db.ids import bounds, find_ids
from doughy_cli.db.reach import reached_by
from doughy_cli.db.tables import Lead, Workspace
from doughy_cli.errors import NotFound

_TOO_SHORT = re.compile(r"[0-9a-fA-F]{1,3}")
_LONGEST = 60  # characters of what cannot be a lead, in a message


def find_leads(
    session: Session, wanted: Iterable[str], region: str, *, deleted: bool = False
) -> list[UUID]:
    """Return the ids of the leads that `wanted` names: ids, their beginnings, e-mails, phones.

    An e-mail or a phone means the lead that has it now; only if there is none (or with
    `deleted`, first of all), a deleted one. Raises NotFound and Conflict as `find_ids`.
    """

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        found = reached_by(Lead, text, region)
        preferred = col(Lead.is_deleted).is_(deleted)
        return [condition & preferred for condition in found] + found

    texts = [each.strip() for each in wanted]
    hopeless = {each for each in texts if not bounds(each) and not reached_by(Lead, each, region)}
    shown = [_cut(each) if each in hopeless else each for each in texts]
    try:
        return find_ids(session, Lead, shown, noun="lead", label=Lead.name, also=also)
    except NotFound as error:
        first = next((each for each in texts if each in hopeless), None)
        raise NotFound(error.message, _hint(first) if first else error.hint) from error


def find_workspace(session: Session, wanted: str) -> UUID:
    """Return the id of the workspace with this id, beginning of an id, or name."""

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        return [col(Workspace.name) == text]

    return find_ids(
        session, Workspace, [wanted], noun="workspace", label=Workspace.name, also=also
    )[0]


def _hint(hopeless: str) -> str:
    """Return what to do instead about a text that cannot name a lead."""
    if _TOO_SHORT.fullmatch(hopeless):
        return "The beginning of an id has four digits or more."
    return f"To look for it: doughy leads list --search {shlex.quote(_cut(hopeless))}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
