"""When there was last a sign of life from deals, and since when they are at their stages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, union_all
from sqlmodel import Session, col, select

from doughy_cli.db.tables import (
    Call,
    Deal,
    DealEvent,
    DealStatus,
    Message,
    MessageStatus,
    Transcript,
)
from doughy_cli.deals.queries import select_deals

_UNSENT = (MessageStatus.FAILED, MessageStatus.PENDING)


@dataclass(frozen=True, slots=True)
class Activity:
    """What there was with one deal: `last_at` is the last sign of life (an event of the deal, or a
    message, call or transcript of its lead), `stage_since` when it got to its stage, or was
    made active again there."""

    last_at: datetime
    stage_since: datetime


def activities(session: Session, which: Sequence[ColumnElement[bool]]) -> dict[UUID, Activity]:
    """Return what there was with each of the deals that the conditions `which` mean."""
    # The conditions may be about the deals' leads and properties, which are not joined here.
    these = select_deals().where(*which).with_only_columns(col(Deal.id))
    which = [col(Deal.id).in_(these)]
    said = _said(session, which)
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
    statement = (
        select(*columns)
        .outerjoin(DealEvent, col(DealEvent.deal_id) == col(Deal.id))
        .where(*which)
        .group_by(col(Deal.id))
    )
    return {
        deal_id: Activity(
            max(filter(None, (created_at, event_at, said.get(lead_id)))), stage_at or created_at
        )
        for deal_id, created_at, lead_id, event_at, stage_at in session.exec(statement)
    }


def _said(session: Session, which: Sequence[ColumnElement[bool]]) -> dict[UUID | None, datetime]:
    """Return when something was last said with the leads of the deals, by lead.

    A message that failed, or is still to be sent, was not said.
    """
    of_deals = select(Deal.lead_id).where(*which)
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
    last = select(every.c.lead_id, func.max(every.c.at)).group_by(every.c.lead_id)
    return {row[0]: row[1] for row in session.exec(last)}
