"""What a worker asks of the server and tells it, and when."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Sequence
from uuid import UUID

from doughy_cli.jobs.working import clock, lease_queries
from doughy_cli.jobs.working.crew import Crew
from doughy_cli.jobs.working.held import Bench, Held, deadline
from doughy_cli.jobs.working.lease_queries import Connection, Outcome
from doughy_cli.jobs.working.link import Down, Link
from doughy_cli.jobs.working.options import Options

_MOST_AT_ONCE = 100  # outcomes in one statement
_GATHERED = 0.02  # seconds for which outcomes are gathered, where short jobs follow each other
_ANNOUNCED = 0.25  # seconds between two notices of what has ended
_PROGRESS = 1.0  # seconds between two writes of progress


class Desk:
    """The worker's errands to the server. `taken` counts the jobs that it has taken; `empty` says
    that the last time there were fewer than it asked for."""

    def __init__(
        self, options: Options, link: Link, bench: Bench, crew: Crew, say: Callable[[str], None]
    ) -> None:
        self._options, self._link, self._bench, self._crew = options, link, bench, crew
        self._say = say
        self._claim_at = self._beat_at = self._reap_at = self._news_at = self._progress_at = 0.0
        self._record_at = 0.0
        self.taken = 0
        self.empty = False

    def go(self, *, stopping: bool) -> None:
        """Do what is due; a worker that is stopping takes nothing more. Raises Down where the
        server cannot be asked."""
        if not self._link.up:
            self._link.run(lambda _: None)
            self._beat_at = 0.0
        self._hear()
        self._record()
        self._settle_unsure()
        now = clock.now()
        if now >= self._beat_at or (now >= self._progress_at and self._has_progress()):
            self._beat()
        if not stopping:
            if now >= self._reap_at:
                self._reap()
            self._claim()
        self._announce()

    def next_at(self, *, stopping: bool) -> float:
        """Return the moment at which something is due next."""
        now, bench = clock.now(), self._bench
        if (patience := self._link.patience()) or not self._link.up:
            return now + patience
        moments = [self._beat_at if bench.held else math.inf]
        if not stopping:
            moments.append(self._reap_at)
            if self._room() > 0:
                moments.append(self._claim_at if self.empty else now)
        if bench.news:
            moments.append(self._news_at)
        if self._has_progress():
            moments.append(self._progress_at)
        if bench.unsure:
            moments.append(now)
        if bench.outcomes:
            moments.append(self._record_at if self._gathers() else now)
        return min(moments)

    def drained(self) -> bool:
        """Return whether nothing is left of the types that this worker does."""
        types = self._options.types
        try:
            return not self._link.run(lambda each: lease_queries.anything_left(each, types))
        except Down:
            return False

    def _hear(self) -> None:
        """Take the notices that have come: there is work, or a job was cancelled."""
        for payload in self._link.notices():
            if not payload:
                self._claim_at = 0.0
            elif any(str(each) == payload for each in self._bench.held):
                self._beat_at = 0.0

    def _room(self) -> int:
        """Return how many jobs to take. Short ones are taken many at a time, and more only when
        few of them are left."""
        options, bench = self._options, self._bench
        if options.once:
            return 1 - self.taken
        ahead = bench.pace.ahead(options.concurrency)
        if len(bench.waiting) > ahead // 4:
            return 0
        busy = sum(each.slot is not None for each in bench.held.values())
        return max(0, options.concurrency + ahead - busy - len(bench.waiting))

    def _claim(self) -> None:
        room, options = self._room(), self._options
        if room <= 0 or (self.empty and clock.now() < self._claim_at):
            return
        asked_at = clock.now()

        def ask(connection: Connection) -> list[lease_queries.Claimed]:
            return lease_queries.claim(connection, options.name, options.types, room, options.lease)

        found = self._link.run(ask)
        self.taken += len(found)
        self.empty = len(found) < room
        self._claim_at = clock.now() + _about(options.poll)
        for job in found:
            self._bench.take(Held(job, deadline(asked_at, options.lease)))

    def _record(self) -> None:
        """Write what came of jobs: together where one follows the other quickly."""
        bench = self._bench
        if self._gathers() and clock.now() < self._record_at:
            return
        while bench.outcomes:
            batch = dict(list(bench.outcomes.items())[:_MOST_AT_ONCE])
            written = self._write([outcome for _, outcome in batch.values()])
            for each, (held, outcome) in batch.items():
                del bench.outcomes[each]
                bench.leave(held, outcome if each in written else None)
            self._record_at = clock.now() + _GATHERED

    def _gathers(self) -> bool:
        """Return whether there is more to come at once: nobody waits for the last one."""
        return len(self._bench.outcomes) < _MOST_AT_ONCE and any(self._bench.open())

    def _write(self, outcomes: Sequence[Outcome]) -> set[UUID]:
        """Write outcomes; return which are there now."""
        written = self._link.run(lambda connection: lease_queries.finish(connection, outcomes))
        missing = {each.id: each for each in outcomes if each.id not in written}
        if missing:
            # The answer may have been lost on the way, and this be the second time.
            found = self._own([(each.id, each.token) for each in missing.values()])
            written |= {each for each, status in found.items() if missing[each].status == status}
        return written

    def _own(self, held: Sequence[tuple[UUID, UUID]]) -> dict[UUID, str]:
        return self._link.run(lambda connection: lease_queries.own(connection, held))

    def _settle_unsure(self) -> None:
        """Find out what became of outcomes that slots were writing when the server went away."""
        bench = self._bench
        if not bench.unsure:
            return
        found = self._own([(each.id, each.job.token) for each in bench.unsure.values()])
        for held in list(bench.unsure.values()):
            del bench.unsure[held.id]
            if found.get(held.id) == "running":
                bench.fail(held, "The server went away before the outcome was saved.")
            elif found.get(held.id) == "succeeded":
                bench.leave(held, Outcome(held.id, held.job.token, "succeeded"))
            else:
                bench.leave(held, None)

    def _has_progress(self) -> bool:
        return any(each.progress_is_new for each in self._bench.held.values())

    def _beat(self) -> None:
        """Extend the leases, and drop what is not this worker's any more: it was cancelled, its
        deal is gone, or another worker has it."""
        bench, lease = self._bench, self._options.lease
        asked_at = clock.now()
        self._beat_at, self._progress_at = asked_at + lease / 3, asked_at + _PROGRESS
        mine = list(bench.open())
        if not mine:
            return
        told = [(each.id, each.job.token, _progress(each)) for each in mine]
        kept = self._link.run(lambda connection: lease_queries.extend(connection, told, lease))
        until = deadline(asked_at, lease)
        for held in mine:
            if held.id not in kept:
                self._crew.drop(held)
                bench.leave(held, None)
                continue
            held.deadline = until
            if held.slot is not None:
                held.slot.extend(until)
            if held.progress_is_new:
                held.progress_is_new = False
                bench.news.append(held.id)

    def _reap(self) -> None:
        self._reap_at = clock.now() + _about(self._options.lease / 4)
        for each in self._link.run(lease_queries.reap):
            self._say(f"{str(each.id)[:8]} {each.type} was lost with its worker: {each.status}.")
            self._bench.news.append(each.id)
            self.empty = False

    def _announce(self) -> None:
        """Tell who waits: often enough for a person, and not once for each job."""
        bench = self._bench
        if bench.news and clock.now() >= self._news_at:
            news = list(dict.fromkeys(bench.news))
            self._news_at = clock.now() + _ANNOUNCED
            self._link.run(lambda connection: lease_queries.announce_ended(connection, news))
            bench.news.clear()


def _progress(held: Held) -> str | None:
    return json.dumps(held.progress) if held.progress_is_new else None


def _about(seconds: float) -> float:
    """Return about as many seconds: workers that ask together should not go on to do so."""
    return seconds * random.uniform(0.75, 1.25)  # noqa: S311 (nothing secret)
