"""Leads, the people around them, and what was said with them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel

from doughy_cli.db.tables.columns import (
    Json,
    created,
    default,
    enum,
    filled,
    inherited,
    json,
    link,
    moment,
    ref,
    row_id,
    slot,
    updated,
)
from doughy_cli.db.tables.enums import (
    LeadStatus,
    MessageChannel,
    MessageDirection,
    MessageStatus,
    OptStatus,
)


class Lead(SQLModel, table=True):
    __tablename__ = "leads"

    id: UUID = row_id()
    user_id: UUID = filled()
    workspace_id: UUID | None = ref("workspaces.id")
    name: str
    phone: str | None = None
    email: str | None = None
    company: str | None = None
    status: LeadStatus = enum(LeadStatus, "lead_status", default=LeadStatus.NEW)
    score: int | None = None
    tags: list[str] | None = Field(default=None, sa_column=Column(ARRAY(Text)))
    opt_status: OptStatus | None = enum(
        OptStatus, "opt_status", default=OptStatus.PENDING, nullable=True
    )
    is_deleted: bool = default("false")
    source: str | None = None
    next_action: str | None = None
    next_action_due: datetime | None = moment()
    merged_into: UUID | None = ref("leads.id", on_delete="SET NULL")
    created_at: datetime = created()
    updated_at: datetime = updated()
    owner_slot: int | None = slot()


class LeadEvent(SQLModel, table=True):
    __tablename__ = "lead_events"

    id: UUID = row_id()
    lead_id: UUID = ref("leads.id", nullable=False, on_delete="CASCADE")
    event_type: str
    description: str | None = None
    metadata_: Json | None = json("metadata")
    created_at: datetime = created()
    created_by: UUID | None = filled(nullable=True)
    user_id: UUID = inherited()
    owner_slot: int | None = slot()


class Contact(SQLModel, table=True):
    __tablename__ = "contacts"

    id: UUID = row_id()
    user_id: UUID = filled()
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    job_title: str | None = None
    email: str | None = None
    phone: str | None = None
    emails: Json | None = json()
    phones: Json | None = json()
    address: Json | None = json()
    sms_opt_status: OptStatus | None = enum(
        OptStatus, "opt_status", default=OptStatus.PENDING, nullable=True
    )
    is_deleted: bool = default("false")
    created_at: datetime = created()
    updated_at: datetime = updated()
    owner_slot: int | None = slot()


class LeadContact(SQLModel, table=True):
    __tablename__ = "lead_contacts"

    lead_id: UUID = link("leads.id")
    contact_id: UUID = link("contacts.id")
    relation: str = default("'other'")
    created_at: datetime = created()
    updated_at: datetime = updated()
    user_id: UUID = inherited()
    owner_slot: int | None = slot()


class Message(SQLModel, table=True):
    __tablename__ = "messages"

    id: UUID = row_id()
    lead_id: UUID = ref("leads.id", nullable=False, on_delete="CASCADE")
    channel: MessageChannel = enum(MessageChannel, "message_channel")
    direction: MessageDirection = enum(MessageDirection, "message_direction")
    status: MessageStatus = enum(MessageStatus, "message_status", default=MessageStatus.PENDING)
    subject: str | None = None
    body: str | None = None
    external_id: str | None = None
    sent_at: datetime | None = moment()
    created_at: datetime = created()
    updated_at: datetime = updated()
    user_id: UUID = inherited()
    owner_slot: int | None = slot()
    sender: str | None = None
    recipient: str | None = None
    error: str | None = None


class Call(SQLModel, table=True):
    __tablename__ = "calls"

    id: UUID = row_id()
    lead_id: UUID = ref("leads.id", nullable=False, on_delete="CASCADE")
    direction: MessageDirection = enum(MessageDirection, "message_direction")
    duration_secs: int | None = None
    outcome: str | None = None
    summary: str | None = None
    recording_url: str | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()
    user_id: UUID = inherited()
    owner_slot: int | None = slot()


class Transcript(SQLModel, table=True):
    __tablename__ = "transcripts"

    id: UUID = row_id()
    lead_id: UUID = ref("leads.id", nullable=False, on_delete="CASCADE")
    call_id: UUID | None = ref("calls.id", on_delete="SET NULL")
    title: str | None = None
    source: str | None = None
    transcript_text: str | None = None
    summary: str | None = None
    duration_secs: int | None = None
    is_deleted: bool = default("false")
    created_by: UUID | None = filled(nullable=True)
    created_at: datetime = created()
    updated_at: datetime = updated()
    user_id: UUID = inherited()
    owner_slot: int | None = slot()
