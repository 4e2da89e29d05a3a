"""Properties and documents."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Column, String
from sqlmodel import Field, SQLModel

from doughy_cli.db.tables.columns import (
    Json,
    created,
    default,
    degrees,
    enum,
    filled,
    inherited,
    json,
    link,
    money,
    ref,
    row_id,
    slot,
    updated,
)
from doughy_cli.db.tables.enums import DocumentType, LeadDocumentType


class Property(SQLModel, table=True):
    __tablename__ = "re_properties"

    id: UUID = row_id()
    user_id: UUID = filled()
    lead_id: UUID | None = ref("leads.id", on_delete="SET NULL")
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
    purchase_price: Decimal | None = money()
    arv: Decimal | None = money()
    repair_estimate: Decimal | None = money()
    status: str | None = None
    property_type: str | None = None
    mls_id: str | None = None
    parcel_number: str | None = None
    latitude: Decimal | None = degrees()
    longitude: Decimal | None = degrees()
    notes: str | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()
    owner_slot: int | None = slot()


class Document(SQLModel, table=True):
    __tablename__ = "re_documents"

    id: UUID = row_id()
    user_id: UUID = filled()
    property_id: UUID | None = ref("re_properties.id", on_delete="SET NULL")
    deal_id: UUID | None = ref("deals.id", on_delete="SET NULL")
    title: str
    type: DocumentType = enum(DocumentType, "document_type")
    file_url: str
    file_size: int | None = None
    content_type: str | None = Field(default=None, sa_column=Column(String(100)))
    uploaded_by: UUID | None = filled(nullable=True)
    metadata_: Json | None = json("metadata")
    created_at: datetime = created()
    updated_at: datetime = updated()
    owner_slot: int | None = slot()


class LeadDocument(SQLModel, table=True):
    __tablename__ = "re_lead_documents"

    id: UUID = row_id()
    lead_id: UUID = ref("leads.id", nullable=False, on_delete="CASCADE")
    title: str
    type: LeadDocumentType = enum(LeadDocumentType, "lead_document_type")
    file_url: str
    file_size: int | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()
    user_id: UUID = inherited()
    owner_slot: int | None = slot()
    content_type: str | None = Field(default=None, sa_column=Column(String(100)))
    metadata_: Json | None = json("metadata")


class PropertyDocument(SQLModel, table=True):
    __tablename__ = "re_property_documents"

    property_id: UUID = link("re_properties.id")
    document_id: UUID = link("re_documents.id")
    is_primary: bool = default("false")
    created_at: datetime = created()
    user_id: UUID = inherited()
    owner_slot: int | None = slot()
