"""Reading deals, for commands that only read: their statements are kept (see `db/kept.py`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.rows import (
    DealDetailRow,
    DealDocumentRow,
    DealLeadRow,
    DealPropertyRow,
    DealRow,
    LastEventRow,
)
from doughy_cli.deals.told import words_of

if TYPE_CHECKING:
    from doughy_cli.db.kept import Reader

_BUILDERS = "doughy_cli.deals.queries"
_DETAILS = "doughy_cli.deals.detail_queries"


def list_deals(
    reader: Reader, where: DealFilter, sort: str | None = None, limit: int | None = None
) -> Iterator[DealRow]:
    """Yield the deals that `where` means, by the field that `sort` names, or as is usual.

    Without a limit they come in a stream. Raises Usage for a field that there is not.
    """
    builder = f"{_BUILDERS}:list_statement"
    rows = reader.rows(builder, where, limit, sort=sort, streamed=limit is None)
    return (DealRow(*row) for row in rows)


def count_deals(reader: Reader, where: DealFilter) -> int:
    """Return how many deals `where` means."""
    return int(reader.one(f"{_BUILDERS}:count_statement", where))


def every_deal(reader: Reader, where: DealFilter) -> Iterator[tuple[DealRow, Decimal | None]]:
    """Yield the deals that `where` (settled) means in a stream and in no order, each with its
    property's ARV."""
    for row in reader.rows(f"{_BUILDERS}:every_statement", where, streamed=True):
        yield DealRow(*row[:-1]), row[-1]


def deals_with_times(
    reader: Reader, where: DealFilter
) -> Iterator[tuple[DealRow, datetime, datetime]]:
    """Yield the deals that `where` (settled) means, in no order, each with the time since when it
    is in its stage, and with that of its last sign of life (see `Activity`): three statements,
    however many deals there are."""
    from doughy_cli.deals.following.activity import Activity, activities

    there = activities(reader, where)
    for deal, _ in every_deal(reader, where):
        # One that has come since the other statement has no times yet but its own.
        known = there.get(deal.id, Activity(deal.created_at, deal.created_at))
        yield deal, known.stage_since, known.last_at


def deals_by_id(reader: Reader, ids: Sequence[UUID]) -> list[DealRow]:
    """Return deals in the order of their ids."""
    rows = {row[0]: DealRow(*row) for row in reader.rows(f"{_BUILDERS}:by_id_statement", ids)}
    return [rows[each] for each in ids if each in rows]


def deal_details(reader: Reader, ids: Sequence[UUID]) -> list[DealDetailRow]:
    """Return deals with lead, property, documents and last events, in the order of `ids`."""
    return [_detailed(reader, deal) for deal in deals_by_id(reader, ids)]


def _detailed(reader: Reader, deal: DealRow) -> DealDetailRow:
    def hanging(builder: str, of: UUID | None) -> list[Any]:
        return list(reader.rows(f"{_DETAILS}:{builder}_statement", of)) if of else []

    return DealDetailRow(
        **{each.name: getattr(deal, each.name) for each in fields(deal)},
        lead=next((DealLeadRow(*row) for row in hanging("lead", deal.lead_id)), None),
        property=next(
            (DealPropertyRow(*row) for row in hanging("property", deal.property_id)), None
        ),
        documents=[DealDocumentRow(*row) for row in hanging("documents", deal.id)],
        events=[
            LastEventRow(at, kind, words_of(words, told))
            for at, kind, words, told in hanging("last_events", deal.id)
        ],
    )
