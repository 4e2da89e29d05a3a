"""Every table, as SQLModel sees it: the columns and types that `migrations/` makes.

The database decides: it fills ids, owners, times and defaults, and everything given as None
is left to it. `doughy migrate check` and a test compare them with a database.
`metadata` is a word of SQLAlchemy's, so that column is called `metadata_` here.
"""

from __future__ import annotations

from sqlmodel import SQLModel

from doughy_cli.db.tables.columns import Json
from doughy_cli.db.tables.deals import AiJob, Deal, DealEvent
from doughy_cli.db.tables.enums import (
    DealStatus,
    DocumentType,
    JobStatus,
    LeadDocumentType,
    LeadStatus,
    MessageChannel,
    MessageDirection,
    MessageStatus,
    OptStatus,
    UserRole,
)
from doughy_cli.db.tables.leads import (
    Call,
    Contact,
    Lead,
    LeadContact,
    LeadEvent,
    Message,
    Transcript,
)
from doughy_cli.db.tables.people import ApiKey, DocumentPlace, Profile, User, UserPlan, Workspace
from doughy_cli.db.tables.properties import Document, LeadDocument, Property, PropertyDocument
from doughy_cli.db.tables.system import SystemLog

# What all the tables are registered in.
METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "AiJob",
    "ApiKey",
    "Call",
    "Contact",
    "Deal",
    "DealEvent",
    "DealStatus",
    "Document",
    "DocumentPlace",
    "DocumentType",
    "JobStatus",
    "Json",
    "Lead",
    "LeadContact",
    "LeadDocument",
    "LeadDocumentType",
    "LeadEvent",
    "LeadStatus",
    "Message",
    "MessageChannel",
    "MessageDirection",
    "MessageStatus",
    "OptStatus",
    "Profile",
    "Property",
    "PropertyDocument",
    "SystemLog",
    "Transcript",
    "User",
    "UserPlan",
    "UserRole",
    "Workspace",
]
