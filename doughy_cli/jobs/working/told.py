"""What a worker says of a job that it is done with."""

from __future__ import annotations

from dataclasses import dataclass

from doughy_cli.jobs.working.lease_queries import Claimed, Outcome


@dataclass(frozen=True, slots=True)
class Told:
    """A job and what was written about it; None where it was another's by then. `seconds` is how
    long the handler took."""

    job: Claimed
    outcome: Outcome | None
    seconds: float

    @property
    def status(self) -> str:
        """The outcome in a word: a status, `retry`, `handed_back`, or `lost`."""
        if self.outcome is None:
            return "lost"
        if self.outcome.uncounted:
            return "handed_back"
        return "retry" if self.outcome.status == "queued" else self.outcome.status

    def sentence(self) -> str:
        """Return a line about it for the worker's stderr."""
        name = f"{str(self.job.id)[:8]} {self.job.type}"
        attempt = f"attempt {self.job.attempt} of {self.job.max_attempts}"
        outcome = self.outcome
        match self.status:
            case "lost":
                return f"{name}: no longer this worker's; what it did is not kept."
            case "handed_back":
                return f"{name}: handed back to the queue."
            case "retry" if outcome is not None:
                wait = f"again in {outcome.delay or 0:.0f} s"
                error = (outcome.error or "").rstrip(".")
                return f"{name}: {error} ({attempt}, {wait})."
            case "failed" if outcome is not None:
                return f"{name}: failed: {outcome.error}"
        return f"{name}: {self.status} in {self.seconds:.1f} s."
