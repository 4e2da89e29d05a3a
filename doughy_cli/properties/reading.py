"""Reading properties, for lists: their statements are kept (see `db/kept.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from uuid import UUID

from doughy_cli.properties.filters import PropertyFilter
from doughy_cli.properties.rows import PropertyRow

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader

_BUILDERS = "doughy_cli.properties.queries"


def list_properties(
    reader: Reader,
    where: PropertyFilter,
    lead_id: UUID | None = None,
    sort: str | None = None,
    limit: int | None = None,
) -> Iterator[PropertyRow]:
    """Yield the properties that `where` means (and of that lead), by the field that `sort` names,
    or the newest first.

    Without a limit they come in a stream, so that memory does not grow with the list.
    Raises Usage for a field that there is none of.
    """
    builder = f"{_BUILDERS}:list_statement"
    rows = reader.rows(builder, where, lead_id, limit, sort=sort, streamed=limit is None)
    return (PropertyRow(*row) for row in rows)


def count_properties(reader: Reader, where: PropertyFilter, lead_id: UUID | None = None) -> int:
    """Return how many properties `list_properties` has."""
    return int(reader.one(f"{_BUILDERS}:count_statement", where, lead_id))
