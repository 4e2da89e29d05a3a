"""Documents with what they are linked to."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from doughy_cli.db.ids import among
from doughy_cli.db.tables import Deal, Lead
from doughy_cli.docs.link_queries import linked_properties
from doughy_cli.docs.queries import FIELDS, documents_by_id
from doughy_cli.docs.rows import DocumentDetailRow


def document_details(session: Session, ids: Iterable[UUID]) -> list[DocumentDetailRow]:
    """Return documents with their deal, lead and properties, in the order of `ids`."""
    rows = documents_by_id(session, ids)
    deals = _names(session, Deal, "title", [each.deal_id for each in rows])
    leads = _names(session, Lead, "name", [each.lead_id for each in rows])
    return [
        DocumentDetailRow(
            **{name: getattr(each, name) for name in FIELDS},
            deal_title=deals.get(each.deal_id),
            lead_name=leads.get(each.lead_id),
            linked_properties=linked_properties(session, each.id),
        )
        for each in rows
    ]


def value_of_deal(session: Session, deal_id: UUID) -> tuple[str, Decimal | None]:
    """Return a deal's title and its value in dollars."""
    statement = select(col(Deal.title), col(Deal.estimated_value)).where(col(Deal.id) == deal_id)
    title, value = session.connection().execute(statement).one()
    return title, value


def _names(
    session: Session, table: Any, column: str, ids: Iterable[UUID | None]
) -> dict[UUID | None, str]:
    wanted = [each for each in ids if each is not None]
    statement = select(table.id, col(getattr(table, column))).where(among(table.id, wanted))
    return {row[0]: row[1] for row in session.connection().execute(statement)}
