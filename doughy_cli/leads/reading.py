"""Reading leads, for commands that only read: their statements are kept (see `db/kept.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from doughy_cli.leads.filters import LeadFilter
from doughy_cli.leads.rows import (
    LeadDetailRow,
    LeadEventRow,
    LeadRow,
    LinkedContactRow,
    OpenDealRow,
)

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader

T = TypeVar("T")

LISTED = "doughy_cli.leads.queries"
DETAILS = "doughy_cli.leads.detail_queries"


def list_leads(
    reader: Reader, where: LeadFilter, sort: str | None = None, limit: int | None = None
) -> Iterator[LeadRow]:
    """Yield the leads that `where` means, by the field that `sort` names, or as is usual.

    Without a limit they come in a stream, so that memory does not grow with the list.
    Raises Usage for a field that leads cannot be sorted by.
    """
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


def lead_details(reader: Reader, ids: Sequence[UUID]) -> list[LeadDetailRow]:
    """Return leads with contacts, open deals and last events, in the order of `ids`."""
    merged = {row[0]: row[1] for row in reader.rows(f"{DETAILS}:merged_statement", ids)}
    names = [each.name for each in fields(LeadRow)]
    return [
        LeadDetailRow(
            **{name: getattr(lead, name) for name in names},
            merged_into=merged.get(lead.id),
            contacts=_hanging(reader, lead.id, "contacts_statement", LinkedContactRow),
            open_deals=_hanging(reader, lead.id, "open_deals_statement", OpenDealRow),
            events=_hanging(reader, lead.id, "last_events_statement", LeadEventRow),
        )
        for lead in leads_by_id(reader, ids)
    ]


def _hanging(reader: Reader, lead_id: UUID, builder: str, record: type[T]) -> list[T]:
    return [record(*row) for row in reader.rows(f"{DETAILS}:{builder}", lead_id)]
