"""When there was last a sign of life from deals, and since when they are at their stages: the
statements of `activity.py`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, or_, union_all
from sqlmodel import col, select

from doughy_cli.db.tables import (
    Call,
    Deal,
    DealEvent,
    DealStatus,
    Message,
    MessageStatus,
    Transcript,
)
from doughy_cli.deals.filters import DealFilter
from doughy_cli.deals.queries import conditions, select_deals

_UNSENT = (MessageStatus.FAILED, MessageStatus.PENDING)


def events_statement(where: DealFilter) -> Any:
    """Return the statement that reads when each deal was made, which lead it has, when something
    last happened to it, and since when it is at its stage, if it has been at others."""
    kind = col(DealEvent.event_type)
    reopened = col(DealEvent.metadata_)["after"]["status"].astext == DealStatus.ACTIVE.value
    at_stage = func.max(col(DealEvent.created_at)).filter(
        or_(kind == "stage_changed", (kind == "status_changed") & reopened)
    )
    columns: tuple[Any, ...] = (
        *(col(Deal.id), col(Deal.created_at), col(Deal.lead_id)),
        func.max(col(DealEvent.created_at)),
        at_stage,
    )
    return (
        select(*columns)
        .outerjoin(DealEvent, col(DealEvent.deal_id) == col(Deal.id))
        .where(_meant(where))
        .group_by(col(Deal.id))
    )


def said_statement(where: DealFilter) -> Any:
    """Return the statement that reads when something was last said with the leads of the deals.

    A message that failed, or is still to be sent, was not said.
    """
    of_deals = select(Deal.lead_id).where(_meant(where))
    sent_at = func.coalesce(Message.sent_at, Message.created_at)
    kinds: tuple[Any, ...] = (
        select(col(Message.lead_id), sent_at.label("at")).where(
            col(Message.status).not_in(_UNSENT), col(Message.lead_id).in_(of_deals)
        ),
        select(col(Call.lead_id), col(Call.created_at)).where(col(Call.lead_id).in_(of_deals)),
        select(col(Transcript.lead_id), col(Transcript.created_at)).where(
            col(Transcript.is_deleted).is_(False), col(Transcript.lead_id).in_(of_deals)
        ),
    )
    every = union_all(*kinds).subquery()
    return select(every.c.lead_id, func.max(every.c.at)).group_by(every.c.lead_id)


def _meant(where: DealFilter) -> ColumnElement[bool]:
    # The conditions may be about the deals' leads and properties, which are not joined here.
    these = select_deals().where(*conditions(where)).with_only_columns(col(Deal.id))
    return col(Deal.id).in_(these)
