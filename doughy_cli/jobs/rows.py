"""What is shown of jobs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from doughy_cli.json_text import JsonText


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job. `attempts` counts each time that a worker took it; `error_message` says why the last
    one that failed did, and `leased_by` which worker had it last."""

    TABLE: ClassVar[tuple[str, ...]] = (
        *("id", "job_type", "status", "deal_title", "attempts", "created_at"),
    )
    WIDE: ClassVar[tuple[str, ...]] = (*TABLE, "leased_by", "error_message")
    NAMED: ClassVar[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
        "jobs",
        ("id",),
        ("job_type", "status"),
    )

    id: UUID
    job_type: str
    status: str
    deal_id: UUID | None
    deal_title: str | None
    attempts: int
    max_attempts: int
    error_message: str | None
    created_at: datetime
    run_after: datetime
    started_at: datetime | None
    completed_at: datetime | None
    leased_by: str | None
    user_id: UUID | None


@dataclass(frozen=True, slots=True)
class JobDetailRow(JobRow):
    """A job with what it was given, how far it has come, and what it found. `next_command` is
    what may be done with that."""

    lease_expires_at: datetime | None
    input_data: JsonText | None
    progress: JsonText | None
    output_data: JsonText | None
    next_command: str | None


@dataclass(frozen=True, slots=True)
class JobTypeRow:
    """A type of job for which a handler is installed. `timeout` is in seconds."""

    TABLE: ClassVar[tuple[str, ...]] = ("job_type", "summary")

    job_type: str
    summary: str
    input: list[str]
    timeout: float
    max_attempts: int


@dataclass(frozen=True, slots=True)
class WorkedRow:
    """What a worker did with a job: `outcome` is succeeded, failed, retry, handed_back, or lost
    where it was another's by then. `seconds` is how long it took here."""

    TABLE: ClassVar[tuple[str, ...]] = ("id", "job_type", "outcome", "attempt", "seconds", "error")

    id: UUID
    job_type: str
    outcome: str
    attempt: int
    max_attempts: int
    seconds: float
    error: str | None
    worker: str
