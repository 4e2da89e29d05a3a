"""What is shown of people, of oneself, and of profiles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True, slots=True)
class UserRow:
    """A person or a service that may sign in."""

    TABLE: ClassVar[tuple[str, ...]] = (
        "id",
        "email",
        "full_name",
        "role",
        "is_service",
        "disabled_at",
    )
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "users",
        ("email",),
        ("full_name",),
    )

    id: UUID
    email: str
    full_name: str | None
    role: str | None
    is_service: bool
    must_change_password: bool
    disabled_at: datetime | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class NewUserRow(UserRow):
    """A person or service just added, or given a new password, which is shown only now."""

    TABLE: ClassVar[tuple[str, ...]] = ("id", "email", "role", "password")

    password: str | None


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """Who is signed in, and where. What only the server knows is null unless verified."""

    TABLE: ClassVar[tuple[str, ...]] = ("email", "role", "profile", "database")

    email: str
    full_name: str | None
    role: str | None
    id: UUID | None
    profile: str
    database: str
    password_kept_in: str | None
    verified: bool


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """A database and a person to switch to."""

    TABLE: ClassVar[tuple[str, ...]] = ("name", "in_use", "email", "database")
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "profiles",
        ("name",),
        ("email",),
    )

    name: str
    in_use: bool
    email: str | None
    database: str
