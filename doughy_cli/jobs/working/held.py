"""The jobs that a worker has, from the claim until what came of them is written."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from doughy_cli.jobs.working import clock
from doughy_cli.jobs.working.backoff import delay
from doughy_cli.jobs.working.lease_queries import Claimed, Outcome
from doughy_cli.jobs.working.slots import Slot
from doughy_cli.jobs.working.told import Told

# A lease is over for its worker before it is over for the server: clocks differ in speed, and
# what was begun takes a moment to end.
_SHARE = 0.9
_AHEAD = 0.1  # seconds of work that may wait for a slot
_MOST_AHEAD = 25  # jobs for each slot


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


class Pace:
    """How long jobs take, to know how many may wait here for a slot.

    Short ones are taken many at a time: to ask for each costs more than to do it.
    """

    def __init__(self) -> None:
        self._mean: float | None = None

    def took(self, seconds: float) -> None:
        """Count a job in."""
        self._mean = seconds if self._mean is None else 0.8 * self._mean + 0.2 * seconds

    def ahead(self, slots: int) -> int:
        """Return how many jobs may be taken beside those that run; none while it is not known how
        long they take."""
        if self._mean is None:
            return 0
        return min(_MOST_AHEAD, int(_AHEAD / max(self._mean, 0.001))) * slots


class Bench:
    """What lies on the worker's bench: jobs that wait for a slot or are in one, and outcomes that
    wait to be written. `tell` is told of each job that leaves it; `backoff` is the least time
    before another attempt, in seconds."""

    def __init__(self, tell: Callable[[Told], None], backoff: float) -> None:
        self._tell, self._backoff = tell, backoff
        self.held: dict[UUID, Held] = {}
        self.waiting: deque[Held] = deque()
        self.outcomes: dict[UUID, tuple[Held, Outcome]] = {}
        self.unsure: dict[UUID, Held] = {}
        self.news: list[UUID] = []  # to be told to who waits for them
        self.pace = Pace()

    def take(self, held: Held) -> None:
        """Have a job wait for a slot."""
        self.held[held.id] = held
        self.waiting.append(held)

    def open(self) -> Iterator[Held]:
        """Yield the jobs of which it is not known yet what comes of them."""
        for held in list(self.held.values()):
            if held.id not in self.outcomes and held.id not in self.unsure:
                yield held

    def has(self, held: Held | None) -> bool:
        """Return whether the job is still here, by the same lease."""
        return held is not None and self.held.get(held.id) is held

    def keep(self, held: Held, outcome: Outcome) -> None:
        """Have an outcome wait to be written."""
        self.outcomes[held.id] = (held, outcome)

    def fail(
        self, held: Held, error: str, *, permanent: bool = False, after: float | None = None
    ) -> None:
        """Have it written that an attempt has failed: to be tried again after `after` seconds or
        what is usual, unless it is permanent or was the last."""
        job = held.job
        dead = permanent or job.attempt >= job.max_attempts
        if dead and not permanent and job.max_attempts > 1:
            error = f"{error.rstrip('.')} (attempt {job.attempt} of {job.max_attempts})."
        wait = delay(job.attempt, self._backoff) if after is None else after
        status, wait_or_none = ("failed", None) if dead else ("queued", wait)
        self.keep(held, Outcome(job.id, job.token, status, error=error, delay=wait_or_none))

    def hand_back(self, held: Held) -> None:
        """Have it written that the job is the queue's again, as if it had not been tried."""
        self.keep(held, Outcome(held.id, held.job.token, "queued", uncounted=1))

    def leave(self, held: Held, outcome: Outcome | None) -> None:
        """Be done with a job; `outcome` is None where it was another's by then."""
        self.held.pop(held.id, None)
        if outcome is not None:
            self.news.append(held.id)
        seconds = 0.0 if held.since is None else clock.now() - held.since
        self._tell(Told(held.job, outcome, seconds))
