"""Reading leads, for commands that only read: their statements are kept (see `db/kept.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.rows import LeadRow

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader

T = TypeVar("T")

LISTED = "doughy_cli.leads.queries"
DETAILS = "doughy_cli.leads.detail_queries"
_FEW = 100  # leads, of each of perhaps a thousand people
_NEWEST_FIRST = (None, "-created_at")


def list_leads(
    reader: Reader, where: LeadFilter, sort: str | None = None, limit: int | None = None
) -> Iterator[LeadRow]:
    """Yield the leads that `where` means, by the field that `sort` names, or as is usual.

    Without a limit they come in a stream, so that memory does not grow with the list.
    Raises Usage for a field that leads cannot be sorted by.
    """
    if limit is not None and limit <= _FEW and where == LeadFilter() and sort in _NEWEST_FIRST:
        rows = reader.rows(f"{LISTED}:newest_statement", limit)
    else:
        builder = f"{LISTED}:list_statement"
        rows = reader.rows(builder, where, limit, sort=sort, streamed=limit is None)
    return (LeadRow(*row) for row in rows)


def count_leads(reader: Reader, where: LeadFilter) -> int:
    """Return how many leads `where` means."""
    return int(reader.one(f"{LISTED}:count_statement", where))


def leads_by_id(reader: Reader, ids: Sequence[UUID]) -> list[LeadRow]:
    """Return leads in the order of their ids."""
    rows = {row[0]: LeadRow(*row) for row in reader.rows(f"{LISTED}:by_id_statement", ids)}
    return [rows[each] for each in ids if each in rows]


def export_leads(
    reader: Reader,
    where: LeadFilter,
    limit: int | None,
    sort: str | None,
    names: tuple[str, ...],
    options: str,
    *,
    json: bool,
) -> Iterable[bytes | bytearray | memoryview]:
    """Yield the fields `names` of the leads that `where` means as lines of a file, JSON or CSV,
    as COPY writes them with these options."""
    builder = f"{DETAILS}:export_statement"
    return reader.copied(builder, where, limit, options=options, sort=sort, names=names, json=json)
