"""Which documents are meant by ids and their beginnings."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlmodel import Session

from doughy_cli.db.ids import find_ids
from doughy_cli.docs.queries import BOTH

# Both tables, as `find_ids` looks at one.
_BOTH: Any = SimpleNamespace(id=BOTH.c.id)


def find_documents(session: Session, wanted: Iterable[str]) -> list[UUID]:
    """Return the ids of the documents, of either tier, that `wanted` names by id or its
    beginning. Raises NotFound and Conflict as `find_ids`."""
    return find_ids(session, _BOTH, wanted, noun="document", label=BOTH.c.title)
