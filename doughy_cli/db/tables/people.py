"""People: logins, profiles, keys, plans, workspaces, and where documents are kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, Uuid
from sqlmodel import Field, SQLModel

from doughy_cli.db.tables.columns import (
    Builtin,
    created,
    default,
    enum,
    filled,
    moment,
    ref,
    row_id,
    slot,
    updated,
)
from doughy_cli.db.tables.enums import UserRole


class User(SQLModel, table=True):
    """A login; nobody may read this table but through the functions of `auth`."""

    __tablename__ = "users"
    __table_args__ = {"schema": "auth"}

    id: UUID = row_id()
    email: str = Field(unique=True)
    login_role: str = Field(sa_column=Column(Builtin("name"), nullable=False, unique=True))
    is_service: bool = default("false")
    must_change_password: bool = default("false")
    disabled_at: datetime | None = moment()
    created_at: datetime = created()
    updated_at: datetime = updated()


class DocumentPlace(SQLModel, table=True):
    """Where everybody's documents are kept, or were; read through `auth.document_places()`."""

    __tablename__ = "document_places"
    __table_args__ = {"schema": "auth"}

    place: str = Field(primary_key=True)
    set_at: datetime = created()


class Profile(SQLModel, table=True):
    __tablename__ = "profiles"

    id: UUID = Field(sa_column=Column(Uuid, ForeignKey("auth.users.id"), primary_key=True))
    email: str = Field(unique=True)
    full_name: str | None = None
    role: UserRole = enum(UserRole, "user_role", default=UserRole.USER)
    avatar_url: str | None = None
    created_at: datetime = created()
    updated_at: datetime = updated()
    owner_slot: int | None = slot("id")


class ApiKey(SQLModel, table=True):
    __tablename__ = "api_keys"

    id: UUID = row_id()
    user_id: UUID = filled()
    service: str
    key_ciphertext: str
    nonce: str | None = None
    salt: str | None = None
    status: str | None = None
    last_checked: datetime | None = moment()
    status_reason: str | None = None
    last_healthy: datetime | None = moment()
    created_at: datetime = created()
    updated_at: datetime = updated()
    owner_slot: int | None = slot()


class UserPlan(SQLModel, table=True):
    __tablename__ = "user_plans"

    id: UUID = row_id()
    user_id: UUID = ref("auth.users.id", nullable=False)
    plan_name: str | None = None
    stripe_customer_id: str | None = None
    stripe_subscription_id: str | None = None
    status: str | None = None
    current_period_start: datetime | None = moment()
    current_period_end: datetime | None = moment()
    created_at: datetime = created()
    updated_at: datetime = updated()
    owner_slot: int | None = slot()


class Workspace(SQLModel, table=True):
    __tablename__ = "workspaces"

    id: UUID = row_id()
    user_id: UUID = filled()
    name: str
    created_at: datetime = created()
    updated_at: datetime = updated()
    owner_slot: int | None = slot()
