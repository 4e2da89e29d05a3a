"""Which documents are meant by ids and their beginnings."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy import select, union_all
from sqlmodel import Session, col

from doughy_cli.db.ids import find_ids
from doughy_cli.db.tables import Document, LeadDocument

# Both tables, as `find_ids` looks at one.
_NAMED: Any = union_all(
    *(select(col(each.id), col(each.title)) for each in (Document, LeadDocument))
).subquery("document")
_BOTH: Any = SimpleNamespace(id=_NAMED.c.id)


def find_documents(session: Session, wanted: Iterable[str]) -> list[UUID]:
    """Return the ids of the documents, of either tier, that `wanted` names by id or its
    beginning. Raises NotFound and Conflict as `find_ids`."""
    return find_ids(session, _BOTH, wanted, noun="document", label=_NAMED.c.title)
