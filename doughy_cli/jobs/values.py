"""The words of the schema that jobs are told by."""

from __future__ import annotations

from enum import StrEnum

# Channels of notices. A payload holds ids and nothing else: any role may listen.
WORK = "ai_jobs"  # something is to be taken; with an id: that job was cancelled
ENDED = "ai_jobs_ended"  # these jobs have come further, or ended


class JobStatus(StrEnum):
    """Where a job is in the queue."""

    queued = "queued"
    running = "running"
    succeeded = "succeeded"
    failed = "failed"
    cancelled = "cancelled"


OVER = (JobStatus.succeeded, JobStatus.failed, JobStatus.cancelled)
