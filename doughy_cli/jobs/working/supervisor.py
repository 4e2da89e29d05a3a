"""The worker's loop: one thread that takes jobs, hands them to slots, keeps their leases, and
writes what came of them.

It never waits for a handler, and while the server cannot be asked it goes on with what it has:
outcomes are kept until they can be written.
"""

from __future__ import annotations

import json
import select
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID


from doughy_cli.errors import Failed
from doughy_cli.jobs.working import clock, lease_queries
from doughy_cli.jobs.working.backoff import delay
from doughy_cli.jobs.working.held import Held, Pace, deadline
from doughy_cli.jobs.working.lease_queries import Outcome
from doughy_cli.jobs.working.link import Down, Link
from doughy_cli.jobs.working.options import Options
from doughy_cli.jobs.working.slots import Slot
from doughy_cli.jobs.working.stopping import Stopping
from doughy_cli.jobs.working.told import Told

_MOST_AT_ONCE = 100  # outcomes in one statement
_ANNOUNCED = 0.05  # seconds between two notices of what has ended
_PROGRESS = 1.0  # seconds between two writes of progress
_STILLBORN = 3  # slots that end before they are ready, one after the other


class Supervisor:
    """Works through the queue until it is told to stop, or `options` say that it is enough.

    `timeouts` are the seconds that jobs of each type may take, `hello` is what a slot is told
    first, `tell` is told of each job that has ended here.
    """

    def __init__(
        self,
        options: Options,
        timeouts: Mapping[str, float],
        link: Link,
        hello: Mapping[str, Any],
        stopping: Stopping,
        tell: Callable[[Told], None],
        say: Callable[[str], None],
    ) -> None:
        self._options, self._timeouts, self._link, self._hello = options, timeouts, link, hello
        self._stopping, self._tell, self._say = stopping, tell, say
        self._held: dict[UUID, Held] = {}
        self._waiting: deque[Held] = deque()
        self._slots: list[Slot] = []
        self._outcomes: dict[UUID, tuple[Held, Outcome]] = {}
        self._unsure: dict[UUID, Held] = {}
        self._told: list[UUID] = []
        self._pace = Pace()
        self._taken = 0
        self._stillborn = 0
        self._empty = False  # the last claim got less than it asked for
        self._next_claim = self._next_beat = self._next_reap = 0.0
        self._next_notice = self._next_progress = 0.0

    def run(self) -> None:
        """Work. Raises what a person understands if the work cannot go on."""
        try:
            while not self._enough():
                self._wait()
                self._read()
                self._watch_times()
                self._stop_if_told()
                self._give()
                try:
                    self._ask()
                except Down:
                    pass
                self._give()
        finally:
            for slot in self._slots:
                slot.kill()
            self._link.close()

    # What is asked of the server ---------------------------------------------------------

    def _ask(self) -> None:
        """Say and ask what is due. Raises Down where the server cannot be asked."""
        if not self._link.up:
            self._link.run(lambda _: None)
            self._next_beat = 0.0
        for payload in self._link.notices():
            if not payload:
                self._next_claim = 0.0
            elif any(str(each) == payload for each in self._held):
                self._next_beat = 0.0
        self._record()
        self._settle_unsure()
        now = clock.now()
        if now >= self._next_beat:
            self._beat()
        elif now >= self._next_progress and any(e.progress_is_new for e in self._held.values()):
            self._beat()
        if not self._stopping.asked:
            if now >= self._next_reap:
                self._reap()
            self._claim()
        self._announce()

    def _claim(self) -> None:
        room = self._room()
        if room <= 0 or (self._empty and clock.now() < self._next_claim):
            return
        asked_at, options = clock.now(), self._options
        taken = self._link.run(
            lambda connection: lease_queries.claim(
                connection, options.name, options.types, room, options.lease
            )
        )
        self._taken += len(taken)
        self._empty = len(taken) < room
        self._next_claim = clock.now() + self._stopping.jitter(options.poll)
        for job in taken:
            held = Held(job, deadline(asked_at, options.lease))
            self._held[job.id] = held
            self._waiting.append(held)

    def _room(self) -> int:
        """Return how many jobs to take. While some still wait for a slot, none: they are asked for
        many at a time."""
        options = self._options
        if options.once:
            return 1 - self._taken
        busy = sum(each.slot is not None for each in self._held.values())
        idle = options.concurrency - busy - len(self._waiting)
        ahead = self._pace.ahead(options.concurrency)
        if ahead and len(self._waiting) > ahead // 4:
            return 0
        return max(0, idle + ahead)

    def _record(self) -> None:
        """Write what came of jobs."""
        while self._outcomes:
            batch = dict(list(self._outcomes.items())[:_MOST_AT_ONCE])
            outcomes = [outcome for _, outcome in batch.values()]
            written = self._link.run(lambda c, these=outcomes: lease_queries.finish(c, these))
            missing = [outcome for outcome in outcomes if outcome.id not in written]
            # An answer that was lost on the way: it may have been written all the same.
            found = self._own((each.id, each.token) for each in missing) if missing else {}
            for each, (held, outcome) in batch.items():
                del self._outcomes[each]
                there = each in written or found.get(each) == outcome.status
                self._ended(held, outcome if there else None)

    def _own(self, held: Any) -> dict[UUID, str]:
        pairs = list(held)
        return self._link.run(lambda connection: lease_queries.own(connection, pairs))

    def _settle_unsure(self) -> None:
        """Find out what became of outcomes that slots were writing when the server went away."""
        if not self._unsure:
            return
        found = self._own((each.id, each.job.token) for each in self._unsure.values())
        for held in list(self._unsure.values()):
            del self._unsure[held.id]
            if found.get(held.id) == "running":
                self._failed(held, "The server went away before the outcome was saved.")
            elif found.get(held.id) == "succeeded":
                self._ended(held, Outcome(held.id, held.job.token, "succeeded"))
            else:
                self._ended(held, None)

    def _beat(self) -> None:
        """Extend the leases, and stop what is not this worker's any more: it was cancelled, its
        deal is gone, or the lease was over."""
        options = self._options
        self._next_beat = clock.now() + options.lease / 3
        self._next_progress = clock.now() + _PROGRESS
        mine = [each for each in self._held.values() if each.id not in self._outcomes]
        if not mine:
            return
        told = [(each.id, each.job.token, _progress(each)) for each in mine]
        asked_at = clock.now()
        kept = self._link.run(lambda c: lease_queries.extend(c, told, options.lease))
        until = deadline(asked_at, options.lease)
        for held in mine:
            if held.id in kept:
                held.deadline = until
                if held.progress_is_new:
                    self._told.append(held.id)
                held.progress_is_new = False
                if held.slot is not None:
                    held.slot.extend(until)
            elif held.id in self._held and held.id not in self._outcomes:
                self._drop(held)
                self._ended(held, None)

    def _reap(self) -> None:
        self._next_reap = clock.now() + self._stopping.jitter(self._options.lease / 4)
        lost = self._link.run(lease_queries.reap)
        for each in lost:
            self._say(f"{str(each.id)[:8]} {each.type} was lost with its worker: {each.status}.")
            self._told.append(each.id)
        if lost:
            self._empty = False

    def _announce(self) -> None:
        if self._told and clock.now() >= self._next_notice:
            told, self._told = self._told, []
            self._next_notice = clock.now() + _ANNOUNCED
            self._link.run(lambda connection: lease_queries.announce_ended(connection, told))

    # What slots say ----------------------------------------------------------------------

    def _wait(self) -> None:
        """Wait for whatever comes first."""
        if self._link.notices_are_kept():
            return
        lines: list[Any] = [each for each in self._slots]
        lines.append(self._stopping)
        if (notices := self._link.fileno()) is not None:
            lines.append(notices)
        select.select(lines, [], [], self._patience())

    def _patience(self) -> float:
        now, moments = clock.now(), [self._next_reap, self._next_beat]
        if self._link.up and not self._link.patience():
            if self._room() > 0 and not self._stopping.asked:
                moments.append(self._next_claim if self._empty else now)
            if self._told:
                moments.append(self._next_notice)
            if any(each.progress_is_new for each in self._held.values()):
                moments.append(self._next_progress)
            if self._outcomes or self._unsure:
                moments.append(now)
        else:
            moments = [now + self._link.patience()]
        if self._stopping.asked:
            moments.append(self._stopping.at_once_at)
        moments += [at for at in map(self._over_at, self._held.values()) if at is not None]
        return max(0.0, min(moments) - now)

    def _over_at(self, held: Held) -> float | None:
        if held.id in self._outcomes or held.id in self._unsure:
            return None
        if held.since is None:
            return held.deadline
        return min(held.deadline, held.since + self._timeouts[held.job.type])

    def _read(self) -> None:
        readable, _, _ = select.select([*self._slots, self._stopping], [], [], 0)
        for each in readable:
            if isinstance(each, Stopping):
                each.read()
                continue
            try:
                for content in each.read():
                    self._hear(each, content)
            except EOFError:
                self._gone(each)

    def _hear(self, slot: Slot, content: Mapping[str, Any]) -> None:
        held: Held | None = slot.job
        if "ready" in content:
            slot.ready, self._stillborn = True, 0
        elif "ended" in content:
            slot.ready, slot.job = True, None
            if held is not None and self._held.get(held.id) is held:
                self._pace.took(clock.now() - (held.since or clock.now()))
                held.slot = None
                self._hear_end(held, content["ended"])
        elif held is not None and "progress" in content:
            held.progress, held.progress_is_new = content["progress"], True
        elif held is not None and "said" in content:
            self._say(f"{str(held.id)[:8]} {held.job.type}: {content['said']}")

    def _hear_end(self, held: Held, ended: Mapping[str, Any]) -> None:
        job = held.job
        match ended["status"]:
            case "succeeded":
                outcome = Outcome(job.id, job.token, "succeeded", output=ended["output"])
                self._outcomes[job.id] = (held, outcome)
            case "recorded":
                self._ended(held, Outcome(job.id, job.token, "succeeded"))
            case "unsure":
                self._unsure[job.id] = held
            case "lost":
                self._ended(held, None)
            case _:
                self._failed(
                    held, ended["error"], permanent=ended["permanent"], after=ended["delay"]
                )

    def _gone(self, slot: Slot) -> None:
        """A slot's process is gone, and with it the job that it had."""
        self._slots.remove(slot)
        how = slot.kill()
        held: Held | None = slot.job
        if held is not None and self._held.get(held.id) is held:
            if clock.now() >= held.deadline:
                self._ended(held, None)
            else:
                self._failed(held, f"Its process ended {how}.")
        elif not slot.ready:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN:
                raise Failed(f"The processes that handlers run in end at once, {how}.")

    def _failed(
        self, held: Held, error: str, *, permanent: bool = False, after: float | None = None
    ) -> None:
        job = held.job
        dead = permanent or job.attempt >= job.max_attempts
        if dead and not permanent and job.max_attempts > 1:
            error = f"{error.rstrip('.')} (attempt {job.attempt} of {job.max_attempts})."
        if after is None:
            after = delay(job.attempt, self._options.backoff)
        outcome = Outcome(
            job.id,
            job.token,
            "failed" if dead else "queued",
            error=error,
            delay=None if dead else after,
        )
        self._outcomes[job.id] = (held, outcome)

    # What becomes of what is held --------------------------------------------------------

    def _give(self) -> None:
        """Give waiting jobs to slots that are idle; start as many as there is work for."""
        for slot in self._slots:
            if slot.ready and self._waiting:
                held = self._waiting.popleft()
                held.slot, held.since, slot.job = slot, clock.now(), held
                slot.give(held.sent(), held.deadline)
        coming = sum(not each.ready and each.job is None for each in self._slots)
        wanted = min(
            len(self._waiting) - coming, self._options.concurrency - len(self._slots)
        )
        for _ in range(wanted):
            self._slots.append(Slot(self._hello))

    def _watch_times(self) -> None:
        """Stop what takes too long, and what the lease is over of."""
        now = clock.now()
        for held in list(self._held.values()):
            if held.id in self._outcomes or held.id in self._unsure:
                continue
            if now >= held.deadline:
                self._drop(held)
                self._ended(held, None)
            elif held.since is not None and now >= held.since + self._timeouts[held.job.type]:
                self._drop(held)
                seconds = self._timeouts[held.job.type]
                self._failed(held, f"It took longer than {seconds:g} seconds.")

    def _drop(self, held: Held) -> None:
        """Have nobody work on it any more."""
        if held.slot is not None:
            self._slots.remove(held.slot)
            held.slot.job = None
            held.slot.kill()
            held.slot = None
        elif held in self._waiting:
            self._waiting.remove(held)

    def _ended(self, held: Held, outcome: Outcome | None) -> None:
        """Be done with a job; `outcome` is None where it was another's by then."""
        self._held.pop(held.id, None)
        if outcome is not None:
            self._told.append(held.id)
        seconds = 0.0 if held.since is None else clock.now() - held.since
        self._tell(Told(held.job, outcome, seconds))

    def _stop_if_told(self) -> None:
        if not self._stopping.asked:
            return
        at_once = clock.now() >= self._stopping.at_once_at
        for held in list(self._held.values()):
            if held.id in self._outcomes or held.id in self._unsure:
                continue
            if at_once or held.slot is None:
                self._drop(held)
                outcome = Outcome(held.id, held.job.token, "queued", uncounted=1)
                self._outcomes[held.id] = (held, outcome)

    def _enough(self) -> bool:
        """Return whether there is nothing more to do here."""
        if self._held or self._outcomes or self._unsure:
            # What cannot be written while the server is away is not waited for for ever.
            return self._stopping.asked and self._stopping.given_up(self._link.up)
        if self._told and self._link.up:
            return False
        if self._stopping.asked:
            return True
        if self._options.once:
            return self._taken > 0 or self._empty
        return self._options.drain and self._empty and self._drained()

    def _drained(self) -> bool:
        types = self._options.types
        try:
            return not self._link.run(lambda c: lease_queries.anything_left(c, types))
        except Down:
            return False


def _progress(held: Held) -> str | None:
    return json.dumps(held.progress) if held.progress_is_new else None


