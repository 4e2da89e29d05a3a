"""The words that columns of an enumerated type may hold."""

from __future__ import annotations

from enum import StrEnum


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
