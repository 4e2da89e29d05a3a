"""Which workspace is meant by an id or a name."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col

from doughy_cli.db.ids import find_ids
from doughy_cli.db.tables import Workspace


def find_workspace(session: Session, wanted: str) -> UUID:
    """Return the id of the workspace with this id, beginning of an id, or name."""

    def also(text: str) -> Sequence[ColumnElement[bool]]:
        return [col(Workspace.name) == text]

    return find_ids(
        session, Workspace, [wanted], noun="workspace", label=Workspace.name, also=also
    )[0]
