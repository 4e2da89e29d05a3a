"""Deals, their timeline and their jobs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlmodel import SQLModel

from doughy_cli.db.tables.columns import (
    Json,
    created,
    default,
    enum,
    filled,
    inherited,
    json,
    moment,
    money,
    ref,
    row_id,
    slot,
    updated,
)
from doughy_cli.db.tables.enums import DealStatus, JobStatus


class Deal(SQLModel, table=True):
    __tablename__ = "deals"

    id: UUID = row_id()
    user_id: UUID = filled()
    lead_id: UUID | None = ref("leads.id", on_delete="SET NULL")
    property_id: UUID | None = ref("re_properties.id", on_delete="SET NULL")
    status: DealStatus = enum(DealStatus, "deal_status", default=DealStatus.ACTIVE)
    stage: str
    title: str
    estimated_value: Decimal | None = money()
    probability: int | None = None
    expected_close_date: date | None = None
    next_action: str | None = None
    next_action_due: datetime | None = moment()
    notes: str | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()
    owner_slot: int | None = slot()


class DealEvent(SQLModel, table=True):
    __tablename__ = "deal_events"

    id: UUID = row_id()
    deal_id: UUID = ref("deals.id", nullable=False, on_delete="CASCADE")
    event_type: str
    description: str | None = None
    metadata_: Json | None = json("metadata")
    created_at: datetime = created()
    created_by: UUID | None = filled(nullable=True)
    user_id: UUID = inherited()
    owner_slot: int | None = slot()


class AiJob(SQLModel, table=True):
    __tablename__ = "ai_jobs"

    id: UUID = row_id()
    deal_id: UUID | None = ref("deals.id", on_delete="CASCADE")
    job_type: str
    status: JobStatus = enum(JobStatus, "job_status", default=JobStatus.QUEUED)
    input_data: Json | None = json()
    output_data: Json | None = json()
    error_message: str | None = None
    attempts: int = default("0")
    created_at: datetime = created()
    started_at: datetime | None = moment()
    completed_at: datetime | None = moment()
    user_id: UUID | None = inherited(nullable=True)
    owner_slot: int | None = slot()
    run_after: datetime = moment(always=True)
    max_attempts: int = default("5")
    progress: Json | None = json()
    leased_by: str | None = None
    lease_token: UUID | None = None
    lease_expires_at: datetime | None = moment()
