"""Reading leads with what hangs on them; their statements are kept (see `db/kept.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from doughy_cli.leads.detail_rows import LeadDetailRow, LeadEventRow, LinkedContactRow, OpenDealRow
from doughy_cli.leads.reading import leads_by_id
from doughy_cli.leads.rows import LeadRow

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader

T = TypeVar("T")

DETAILS = "doughy_cli.leads.detail_queries"


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
