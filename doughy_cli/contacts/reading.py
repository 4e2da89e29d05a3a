"""Reading contacts, for lists: their statements are kept (see `db/kept.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.contacts.filters import ContactFilter
from doughy_cli.contacts.rows import ContactRow

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader

_BUILDERS = "doughy_cli.contacts.queries"


def list_contacts(
    reader: Reader,
    where: ContactFilter,
    lead_id: UUID | None,
    sort: str | None = None,
    limit: int | None = None,
) -> Iterator[ContactRow]:
    """Yield the contacts that `where` means (and of that lead), the newest first or by the field
    that `sort` names. Raises Usage for a field that contacts cannot be sorted by."""
    builder = f"{_BUILDERS}:list_statement"
    rows = reader.rows(builder, where, lead_id, limit, sort=sort, streamed=limit is None)
    return (ContactRow(*row) for row in rows)


def count_contacts(reader: Reader, where: ContactFilter, lead_id: UUID | None) -> int:
    """Return how many contacts `list_contacts` has."""
    return int(reader.one(f"{_BUILDERS}:count_statement", where, lead_id))
