"""Every table, as SQLModel sees it: the columns and types that `migrations/` makes.

The database decides: it fills ids, owners, times and defaults, and everything given as None
is left to it. `doughy migrate check` and a test compare this file with a database.
`metadata` is a word of SQLAlchemy's, so that column is called `metadata_` here.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Column,
    Computed,
    DateTime,
    FetchedValue,
    ForeignKey,
    Integer,
    String,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, ENUM, JSONB
from sqlalchemy.types import UserDefinedType
from sqlmodel import Field, SQLModel

Json = dict[str, Any] | list[Any]
# What all the tables below are registered in.
METADATA = SQLModel.metadata


class UserRole(StrEnum):
    USER = "user"
    ADMIN = "admin"
    SUPPORT = "support"
    STANDARD = "standard"


class DealStatus(StrEnum):
    ACTIVE = "active"
    WON = "won"
    LOST = "lost"
    ARCHIVED = "archived"


class LeadStatus(StrEnum):
    NEW = "new"
    ACTIVE = "active"
    QUALIFIED = "qualified"
    UNQUALIFIED = "unqualified"
    CLOSED = "closed"


class OptStatus(StrEnum):
    OPTED_IN = "opted_in"
    OPTED_OUT = "opted_out"
    PENDING = "pending"


class DocumentType(StrEnum):
    INSPECTION = "inspection"
    APPRAISAL = "appraisal"
    TITLE_SEARCH = "title_search"
    SURVEY = "survey"
    PHOTO = "photo"
    COMP = "comp"
    OFFER = "offer"
    COUNTER_OFFER = "counter_offer"
    PURCHASE_AGREEMENT = "purchase_agreement"
    ADDENDUM = "addendum"
    CLOSING_STATEMENT = "closing_statement"
    HUD1 = "hud1"
    DEED = "deed"
    CONTRACT = "contract"
    RECEIPT = "receipt"
    OTHER = "other"


class LeadDocumentType(StrEnum):
    ID = "id"
    TAX_RETURN = "tax_return"
    BANK_STATEMENT = "bank_statement"
    W9 = "w9"
    DEATH_CERT = "death_cert"
    POA = "poa"
    OTHER = "other"


class MessageChannel(StrEnum):
    SMS = "sms"
    EMAIL = "email"
    VOICE = "voice"


class MessageDirection(StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"


class MessageStatus(StrEnum):
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    PENDING = "pending"
    READ = "read"


class JobStatus(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


# Columns -------------------------------------------------------------------------------
# Each call makes a new column. They answer Any, as SQLModel's own Field does.


class _Builtin(UserDefinedType[Any]):
    """A type of PostgreSQL's that SQLAlchemy does not know; its values are plain."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: object) -> str:
        return self.name


def _id() -> Any:
    column = Column(Uuid, primary_key=True, server_default=text("gen_random_uuid()"))
    return Field(default=None, sa_column=column)


def _filled(*, nullable: bool = False) -> Any:
    """A person, by default the one who writes the row; a trigger fills it in."""
    column = Column(
        Uuid, ForeignKey("auth.users.id"), nullable=nullable, server_default=FetchedValue()
    )
    return Field(default=None, sa_column=column)


def _inherited(*, nullable: bool = False) -> Any:
    """Whose the row is that this one belongs to; a trigger sees to it."""
    column = Column(Uuid, nullable=nullable, server_default=FetchedValue())
    return Field(default=None, sa_column=column)


def _slot(owner: str = "user_id") -> Any:
    """The number that policies know the owner by, made of their id."""
    return Field(default=None, sa_column=Column(Integer, Computed(f"uuid_hash({owner}) >> 1")))


def _ref(target: str, *, nullable: bool = True, on_delete: str | None = None) -> Any:
    column = Column(Uuid, ForeignKey(target, ondelete=on_delete), nullable=nullable)
    return Field(sa_column=column) if not nullable else Field(default=None, sa_column=column)


def _link(target: str) -> Any:
    """Half of the primary key of a table that joins two others."""
    return Field(sa_column=Column(Uuid, ForeignKey(target, ondelete="CASCADE"), primary_key=True))


def _time(*, onupdate: bool = False, always: bool = False) -> Any:
    column: Column[Any] = Column(
        DateTime(timezone=True),
        nullable=not always,
        server_default=text("now()") if always else None,
        server_onupdate=FetchedValue() if onupdate else None,
    )
    return Field(default=None, sa_column=column)


def _created() -> Any:
    return _time(always=True)


def _updated() -> Any:
    return _time(always=True, onupdate=True)


def _enum(
    labels: type[StrEnum], name: str, *, default: StrEnum | None = None, nullable: bool = False
) -> Any:
    # The database holds the labels, not Python's names for them, and makes the type itself.
    kind = ENUM(
        labels,
        name=name,
        create_type=False,
        values_callable=lambda members: [member.value for member in members],
    )
    column: Column[Any] = Column(
        kind, nullable=nullable, server_default=text(f"'{default}'") if default else None
    )
    if default or nullable:
        return Field(default=None, sa_column=column)
    return Field(sa_column=column)


def _default(value: str) -> Any:
    """A column that is never empty, because the database has a value for it."""
    return Field(default=None, nullable=False, sa_column_kwargs={"server_default": text(value)})


def _money() -> Any:
    return Field(default=None, max_digits=12, decimal_places=2)


def _degrees() -> Any:
    return Field(default=None, max_digits=9, decimal_places=6)


def _json(name: str | None = None) -> Any:
    # None is an empty column, not JSON's null.
    kind = JSONB(none_as_null=True)
    column: Column[Any] = Column(name, kind) if name else Column(kind)
    return Field(default=None, sa_column=column)


# People --------------------------------------------------------------------------------


class User(SQLModel, table=True):
    """A login; nobody may read this table but through the functions of `auth`."""

    __tablename__ = "users"
    __table_args__ = {"schema": "auth"}

    id: UUID = _id()
    email: str = Field(unique=True)
    login_role: str = Field(sa_column=Column(_Builtin("name"), nullable=False, unique=True))
    is_service: bool = _default("false")
    must_change_password: bool = _default("false")
    disabled_at: datetime | None = _time()
    created_at: datetime = _created()
    updated_at: datetime = _updated()


class DocumentPlace(SQLModel, table=True):
    """Where everybody's documents are kept, or were; read through `auth.document_places()`."""

    __tablename__ = "document_places"
    __table_args__ = {"schema": "auth"}

    place: str = Field(primary_key=True)
    set_at: datetime = _created()


class Profile(SQLModel, table=True):
    __tablename__ = "profiles"

    id: UUID = Field(sa_column=Column(Uuid, ForeignKey("auth.users.id"), primary_key=True))
    email: str = Field(unique=True)
    full_name: str | None = None
    role: UserRole = _enum(UserRole, "user_role", default=UserRole.USER)
    avatar_url: str | None = None
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    owner_slot: int | None = _slot("id")


class ApiKey(SQLModel, table=True):
    __tablename__ = "api_keys"

    id: UUID = _id()
    user_id: UUID = _filled()
    service: str
    key_ciphertext: str
    nonce: str | None = None
    salt: str | None = None
    status: str | None = None
    last_checked: datetime | None = _time()
    status_reason: str | None = None
    last_healthy: datetime | None = _time()
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    owner_slot: int | None = _slot()


class UserPlan(SQLModel, table=True):
    __tablename__ = "user_plans"

    id: UUID = _id()
    user_id: UUID = _ref("auth.users.id", nullable=False)
    plan_name: str | None = None
    stripe_customer_id: str | None = None
    stripe_subscription_id: str | None = None
    status: str | None = None
    current_period_start: datetime | None = _time()
    current_period_end: datetime | None = _time()
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    owner_slot: int | None = _slot()


class Workspace(SQLModel, table=True):
    __tablename__ = "workspaces"

    id: UUID = _id()
    user_id: UUID = _filled()
    name: str
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    owner_slot: int | None = _slot()


# Leads ---------------------------------------------------------------------------------


class Lead(SQLModel, table=True):
    __tablename__ = "leads"

    id: UUID = _id()
    user_id: UUID = _filled()
    workspace_id: UUID | None = _ref("workspaces.id")
    name: str
    phone: str | None = None
    email: str | None = None
    company: str | None = None
    status: LeadStatus = _enum(LeadStatus, "lead_status", default=LeadStatus.NEW)
    score: int | None = None
    tags: list[str] | None = Field(default=None, sa_column=Column(ARRAY(Text)))
    opt_status: OptStatus | None = _enum(
        OptStatus, "opt_status", default=OptStatus.PENDING, nullable=True
    )
    is_deleted: bool = _default("false")
    source: str | None = None
    next_action: str | None = None
    next_action_due: datetime | None = _time()
    merged_into: UUID | None = _ref("leads.id", on_delete="SET NULL")
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    owner_slot: int | None = _slot()


class LeadEvent(SQLModel, table=True):
    __tablename__ = "lead_events"

    id: UUID = _id()
    lead_id: UUID = _ref("leads.id", nullable=False, on_delete="CASCADE")
    event_type: str
    description: str | None = None
    metadata_: Json | None = _json("metadata")
    created_at: datetime = _created()
    created_by: UUID | None = _filled(nullable=True)
    user_id: UUID = _inherited()
    owner_slot: int | None = _slot()


class Contact(SQLModel, table=True):
    __tablename__ = "contacts"

    id: UUID = _id()
    user_id: UUID = _filled()
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    job_title: str | None = None
    email: str | None = None
    phone: str | None = None
    emails: Json | None = _json()
    phones: Json | None = _json()
    address: Json | None = _json()
    sms_opt_status: OptStatus | None = _enum(
        OptStatus, "opt_status", default=OptStatus.PENDING, nullable=True
    )
    is_deleted: bool = _default("false")
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    owner_slot: int | None = _slot()


class LeadContact(SQLModel, table=True):
    __tablename__ = "lead_contacts"

    lead_id: UUID = _link("leads.id")
    contact_id: UUID = _link("contacts.id")
    relation: str = _default("'other'")
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    user_id: UUID = _inherited()
    owner_slot: int | None = _slot()


class Message(SQLModel, table=True):
    __tablename__ = "messages"

    id: UUID = _id()
    lead_id: UUID = _ref("leads.id", nullable=False, on_delete="CASCADE")
    channel: MessageChannel = _enum(MessageChannel, "message_channel")
    direction: MessageDirection = _enum(MessageDirection, "message_direction")
    status: MessageStatus = _enum(MessageStatus, "message_status", default=MessageStatus.PENDING)
    subject: str | None = None
    body: str | None = None
    external_id: str | None = None
    sent_at: datetime | None = _time()
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    user_id: UUID = _inherited()
    owner_slot: int | None = _slot()
    sender: str | None = None
    recipient: str | None = None
    error: str | None = None


class Call(SQLModel, table=True):
    __tablename__ = "calls"

    id: UUID = _id()
    lead_id: UUID = _ref("leads.id", nullable=False, on_delete="CASCADE")
    direction: MessageDirection = _enum(MessageDirection, "message_direction")
    duration_secs: int | None = None
    outcome: str | None = None
    summary: str | None = None
    recording_url: str | None = None
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    user_id: UUID = _inherited()
    owner_slot: int | None = _slot()


class Transcript(SQLModel, table=True):
    __tablename__ = "transcripts"

    id: UUID = _id()
    lead_id: UUID = _ref("leads.id", nullable=False, on_delete="CASCADE")
    call_id: UUID | None = _ref("calls.id", on_delete="SET NULL")
    title: str | None = None
    source: str | None = None
    transcript_text: str | None = None
    summary: str | None = None
    duration_secs: int | None = None
    is_deleted: bool = _default("false")
    created_by: UUID | None = _filled(nullable=True)
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    user_id: UUID = _inherited()
    owner_slot: int | None = _slot()


# Real estate ---------------------------------------------------------------------------


class Property(SQLModel, table=True):
    __tablename__ = "re_properties"

    id: UUID = _id()
    user_id: UUID = _filled()
    lead_id: UUID | None = _ref("leads.id", on_delete="SET NULL")
    address_line_1: str
    address_line_2: str | None = None
    city: str
    state: str
    zip: str
    bedrooms: int | None = None
    bathrooms: Decimal | None = Field(default=None, max_digits=3, decimal_places=1)
    square_feet: int | None = None
    lot_size: int | None = None
    year_built: int | None = None
    purchase_price: Decimal | None = _money()
    arv: Decimal | None = _money()
    repair_estimate: Decimal | None = _money()
    status: str | None = None
    property_type: str | None = None
    mls_id: str | None = None
    parcel_number: str | None = None
    latitude: Decimal | None = _degrees()
    longitude: Decimal | None = _degrees()
    notes: str | None = None
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    owner_slot: int | None = _slot()


class Document(SQLModel, table=True):
    __tablename__ = "re_documents"

    id: UUID = _id()
    user_id: UUID = _filled()
    property_id: UUID | None = _ref("re_properties.id", on_delete="SET NULL")
    deal_id: UUID | None = _ref("deals.id", on_delete="SET NULL")
    title: str
    type: DocumentType = _enum(DocumentType, "document_type")
    file_url: str
    file_size: int | None = None
    content_type: str | None = Field(default=None, sa_column=Column(String(100)))
    uploaded_by: UUID | None = _filled(nullable=True)
    metadata_: Json | None = _json("metadata")
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    owner_slot: int | None = _slot()


class LeadDocument(SQLModel, table=True):
    __tablename__ = "re_lead_documents"

    id: UUID = _id()
    lead_id: UUID = _ref("leads.id", nullable=False, on_delete="CASCADE")
    title: str
    type: LeadDocumentType = _enum(LeadDocumentType, "lead_document_type")
    file_url: str
    file_size: int | None = None
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    user_id: UUID = _inherited()
    owner_slot: int | None = _slot()
    content_type: str | None = Field(default=None, sa_column=Column(String(100)))
    metadata_: Json | None = _json("metadata")


class PropertyDocument(SQLModel, table=True):
    __tablename__ = "re_property_documents"

    property_id: UUID = _link("re_properties.id")
    document_id: UUID = _link("re_documents.id")
    is_primary: bool = _default("false")
    created_at: datetime = _created()
    user_id: UUID = _inherited()
    owner_slot: int | None = _slot()


# Deals ---------------------------------------------------------------------------------


class Deal(SQLModel, table=True):
    __tablename__ = "deals"

    id: UUID = _id()
    user_id: UUID = _filled()
    lead_id: UUID | None = _ref("leads.id", on_delete="SET NULL")
    property_id: UUID | None = _ref("re_properties.id", on_delete="SET NULL")
    status: DealStatus = _enum(DealStatus, "deal_status", default=DealStatus.ACTIVE)
    stage: str
    title: str
    estimated_value: Decimal | None = _money()
    probability: int | None = None
    expected_close_date: date | None = None
    next_action: str | None = None
    next_action_due: datetime | None = _time()
    notes: str | None = None
    created_at: datetime = _created()
    updated_at: datetime = _updated()
    owner_slot: int | None = _slot()


class DealEvent(SQLModel, table=True):
    __tablename__ = "deal_events"

    id: UUID = _id()
    deal_id: UUID = _ref("deals.id", nullable=False, on_delete="CASCADE")
    event_type: str
    description: str | None = None
    metadata_: Json | None = _json("metadata")
    created_at: datetime = _created()
    created_by: UUID | None = _filled(nullable=True)
    user_id: UUID = _inherited()
    owner_slot: int | None = _slot()


class AiJob(SQLModel, table=True):
    __tablename__ = "ai_jobs"

    id: UUID = _id()
    deal_id: UUID | None = _ref("deals.id", on_delete="CASCADE")
    job_type: str
    status: JobStatus = _enum(JobStatus, "job_status", default=JobStatus.QUEUED)
    input_data: Json | None = _json()
    output_data: Json | None = _json()
    error_message: str | None = None
    attempts: int = _default("0")
    created_at: datetime = _created()
    started_at: datetime | None = _time()
    completed_at: datetime | None = _time()
    user_id: UUID | None = _inherited(nullable=True)
    owner_slot: int | None = _slot()
    run_after: datetime = _time(always=True)
    max_attempts: int = _default("5")
    progress: Json | None = _json()
    leased_by: str | None = None
    lease_token: UUID | None = None
    lease_expires_at: datetime | None = _time()


# The system ----------------------------------------------------------------------------


class SystemLog(SQLModel, table=True):
    __tablename__ = "system_logs"

    id: UUID = _id()
    level: str
    source: str
    message: str
    details: Json | None = _json()
    created_at: datetime = _created()
    xid: int = Field(
        default=None,
        sa_column=Column(
            _Builtin("xid8"), nullable=False, server_default=text("pg_current_xact_id()")
        ),
    )
