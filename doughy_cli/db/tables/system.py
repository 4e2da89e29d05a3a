"""The system's log."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, text
from sqlmodel import Field, SQLModel

from doughy_cli.db.tables.columns import Builtin, Json, created, json, row_id


class SystemLog(SQLModel, table=True):
    __tablename__ = "system_logs"

    id: UUID = row_id()
    level: str
    source: str
    message: str
    details: Json | None = json()
    created_at: datetime = created()
    xid: int = Field(
        default=None,
        sa_column=Column(
            Builtin("xid8"), nullable=False, server_default=text("pg_current_xact_id()")
        ),
    )
