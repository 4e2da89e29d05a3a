"""Which jobs are meant by ids and their beginnings."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlmodel import Session

from doughy_cli.db.ids import find_ids
from doughy_cli.db.tables import AiJob


def find_jobs(session: Session, wanted: Iterable[str]) -> list[UUID]:
    """Return the ids of the jobs that `wanted` names. Raises NotFound and Conflict as
    `find_ids`."""
    return find_ids(session, AiJob, wanted, noun="job", label=AiJob.job_type)
