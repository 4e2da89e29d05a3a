"""Adding, cancelling and retrying jobs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, text, update
from sqlmodel import Session, col, select

from doughy_cli.db.ids import among
from doughy_cli.db.tables import AiJob, JobStatus
from doughy_cli.errors import Conflict, NotFound, NotPermitted
from doughy_cli.jobs.queries import jobs_by_id
from doughy_cli.jobs.rows import JobRow
from doughy_cli.jobs.values import WORK
from doughy_cli.written import Written

_CANCELLABLE = (JobStatus.QUEUED, JobStatus.RUNNING)
_RETRIABLE = (JobStatus.FAILED, JobStatus.CANCELLED)
# NOTIFY has transactions wait for each other at their end: once for all jobs of a command.
_NOTIFY = text("""
    SELECT pg_catalog.pg_notify(:channel, :payload)
    WHERE pg_catalog.pg_notification_queue_usage() < 0.5
""")


def add_jobs(
    session: Session,
    job_type: str,
    deal_ids: Sequence[UUID],
    input_data: Mapping[str, Any],
    max_attempts: int,
    run_after: datetime | None = None,
) -> list[UUID]:
    """Add a job for each deal, and tell the workers; return their ids in the deals' order."""
    values = {
        "job_type": job_type,
        "input_data": dict(input_data),
        "max_attempts": max_attempts,
        **({"run_after": run_after} if run_after is not None else {}),
    }
    rows = [{**values, "deal_id": deal_id} for deal_id in deal_ids]
    statement = insert(AiJob).returning(col(AiJob.id), col(AiJob.deal_id))
    made = session.connection().execute(statement.values(rows)).all()
    _notify(session, "")
    of_deal = {deal_id: job_id for job_id, deal_id in made}
    return [of_deal[each] for each in deal_ids]


def cancel_jobs(session: Session, ids: Sequence[UUID]) -> Written[JobRow]:
    """Cancel jobs that have not ended, and tell the workers which run; what is cancelled already
    stays so.

    Raises Conflict if one has ended otherwise, NotPermitted for somebody else's.
    """
    changed = _become(session, ids, JobStatus.CANCELLED, _CANCELLABLE, "cancelled")
    for each in changed:
        _notify(session, str(each))
    return Written(jobs_by_id(session, ids), len(changed))


def retry_jobs(session: Session, ids: Sequence[UUID]) -> Written[JobRow]:
    """Put jobs that have failed or were cancelled into the queue again, and tell the workers;
    what is queued already stays so.

    Raises Conflict if one has not ended, or well; NotPermitted for somebody else's.
    """
    changed = _become(session, ids, JobStatus.QUEUED, _RETRIABLE, "retried")
    if changed:
        _notify(session, "")
    return Written(jobs_by_id(session, ids), len(changed))


def _become(
    session: Session,
    ids: Sequence[UUID],
    status: JobStatus,
    before: Sequence[JobStatus],
    done: str,
) -> list[UUID]:
    # In the order in which workers lock them; and what is locked does not change any more.
    locked = select(col(AiJob.id), col(AiJob.status)).where(among(AiJob.id, ids))
    found = dict(session.exec(locked.order_by(col(AiJob.id)).with_for_update()).all())
    _refuse_missing(session, ids, found)
    for each in ids:
        if found[each] not in (*before, status):
            raise Conflict(
                f"Job {str(each)[:8]} cannot be {done}: it is {found[each].value}.",
                "Nothing was changed.",
                code="job_status",
            )
    changing = [each for each in ids if found[each] != status]
    if not changing:
        return []
    statement = update(AiJob).where(among(AiJob.id, changing)).values(status=status)
    changed = session.connection().execute(statement.returning(col(AiJob.id))).scalars().all()
    _refuse_missing(session, changing, dict.fromkeys(changed))
    return changing


def _refuse_missing(session: Session, ids: Sequence[UUID], found: Mapping[UUID, Any]) -> None:
    """Raise if one of the jobs cannot be changed: it is gone, or somebody else's."""
    missing = [each for each in ids if each not in found]
    if not missing:
        return
    short = str(missing[0])[:8]
    if jobs_by_id(session, missing[:1]):
        raise NotPermitted(f"Job {short} is somebody else's.", "Nothing was changed.")
    raise NotFound(f"Job {short} is gone.", "Nothing was changed.")


def _notify(session: Session, payload: str) -> None:
    session.connection().execute(_NOTIFY, {"channel": WORK, "payload": payload})
