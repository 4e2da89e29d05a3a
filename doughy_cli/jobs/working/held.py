"""The jobs that a worker has, from the claim to the outcome's being written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from doughy_cli.jobs.working.lease_queries import Claimed
from doughy_cli.jobs.working.slots import Slot

# A lease is over for its worker before it is over for the server: clocks differ in speed, and
# what was begun takes a moment to end.
_SHARE = 0.9


@dataclass(slots=True, eq=False)
class Held:
    """A job with its lease. `deadline` is when the worker takes the lease for over; `slot` runs
    it since `since`, both None while it waits for one."""

    job: Claimed
    deadline: float
    slot: Slot | None = None
    since: float | None = None
    progress: dict[str, Any] | None = None
    progress_is_new: bool = False

    @property
    def id(self) -> UUID:
        """The job's id."""
        return self.job.id

    def sent(self) -> dict[str, Any]:
        """Return the job as a slot is given it."""
        job = self.job
        return {
            "id": str(job.id),
            "token": str(job.token),
            "type": job.type,
            "deal_id": job.deal_id and str(job.deal_id),
            "user_id": job.user_id and str(job.user_id),
            "input": job.input,
            "attempt": job.attempt,
            "max_attempts": job.max_attempts,
        }


def deadline(asked_at: float, lease: float) -> float:
    """Return until when a lease may be relied on that the server was asked for at `asked_at`."""
    return asked_at + lease * _SHARE


@dataclass(slots=True)
class Pace:
    """How long jobs take, to know how many may wait here for a slot.

    Short ones are taken many at a time: to ask for each costs more than to do it.
    """

    mean: float | None = None

    def took(self, seconds: float) -> None:
        """Count a job in."""
        self.mean = seconds if self.mean is None else 0.8 * self.mean + 0.2 * seconds

    def ahead(self, slots: int) -> int:
        """Return how many jobs may be taken beside those that run: a tenth of a second's work,
        and none while it is not known how long they take."""
        if self.mean is None:
            return 0
        return min(25, int(_AHEAD / max(self.mean, 0.001))) * slots


_AHEAD = 0.1  # seconds of work
