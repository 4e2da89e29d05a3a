"""What is shown of a database, its server and its schema."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class SetupRow:
    """What setting up has led to."""

    TABLE: ClassVar[tuple[str, ...]] = ("database", "email", "leads", "properties", "deals")

    database: str
    email: str | None
    created_user: bool
    revisions_applied: list[str]
    demo_loaded: bool
    leads: int
    properties: int
    deals: int


@dataclass(frozen=True, slots=True)
class ServerRow:
    """The embedded server, or the one that the URL names.

    Process, socket, folder and log are the embedded server's only. `size` is in bytes: of
    the embedded server's folder, or of the URL's database. Without a sign-in, `version`,
    `since` and `size` of another server stay unknown.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("running", "version", "pid", "data", "size")

    embedded: bool
    running: bool
    version: str | None
    pid: int | None
    since: datetime | None
    database: str
    socket: str | None
    data: str | None
    log: str | None
    size: int | None


@dataclass(frozen=True, slots=True)
class RestoreRow:
    """A backup, and what restoring it has led to.

    `database` is its name now, `backup_of` what it was called. `without_password` need
    `doughy users reset-password`. Where no admin had a password, `admin` was given the
    one-time `password`.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("database", "made_at", "revision", "people")

    restored: bool
    database: str | None
    backup_of: str
    made_at: datetime
    revision: str
    doughy: str
    server: str
    size: int
    people: int
    without_password: list[str]
    admin: str | None
    password: str | None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One revision of the schema."""

    TABLE: ClassVar[tuple[str, ...]] = ("revision", "applied", "summary")

    revision: str
    applied: bool
    summary: str


@dataclass(frozen=True, slots=True)
class SchemaRow:
    """Where a database stands among the revisions."""

    TABLE: ClassVar[tuple[str, ...]] = ("current", "head", "up_to_date", "pending")

    database: str
    current: str | None
    head: str
    up_to_date: bool
    pending: list[str]
