"""The slots of a worker: started when there is work, given jobs, heard, and ended."""

from __future__ import annotations

import select
from collections.abc import Callable, Mapping
from typing import Any

from doughy_cli.errors import Failed
from doughy_cli.jobs.working import clock
from doughy_cli.jobs.working.held import Bench, Held
from doughy_cli.jobs.working.lease_queries import Outcome
from doughy_cli.jobs.working.slots import Slot

_STILLBORN = 3  # slots that end before they are ready, one after the other


class Crew:
    """Up to `most` slots, which are told `hello` first. `say` is told what handlers say."""

    def __init__(
        self, bench: Bench, most: int, hello: Mapping[str, Any], say: Callable[[str], None]
    ) -> None:
        self._bench, self._most, self._hello, self._say = bench, most, hello, say
        self._stillborn = 0
        self.slots: list[Slot] = []

    def give(self) -> None:
        """Give waiting jobs to slots that are idle; start as many as there is work for."""
        waiting = self._bench.waiting
        for slot in self.slots:
            if slot.ready and waiting:
                held = waiting.popleft()
                held.slot, held.since, slot.job = slot, clock.now(), held
                slot.give(held.sent(), held.deadline)
        coming = sum(not each.ready and each.job is None for each in self.slots)
        for _ in range(min(len(waiting) - coming, self._most - len(self.slots))):
            self.slots.append(Slot(self._hello))

    def hear(self) -> None:
        """Take what the slots have said."""
        readable, _, _ = select.select(self.slots, [], [], 0)
        for slot in readable:
            try:
                for content in slot.read():
                    self._hear(slot, content)
            except EOFError:
                self._gone(slot)

    def drop(self, held: Held) -> None:
        """Have nobody work on a job any more; the slot that has it is ended."""
        slot = held.slot
        if slot is not None:
            self.slots.remove(slot)
            slot.job = held.slot = None
            slot.kill()
        elif held in self._bench.waiting:
            self._bench.waiting.remove(held)

    def end(self) -> None:
        """End all slots."""
        for slot in self.slots:
            slot.kill()

    def _hear(self, slot: Slot, content: Mapping[str, Any]) -> None:
        held: Held | None = slot.job
        if "ready" in content:
            slot.ready, self._stillborn = True, 0
        elif "ended" in content:
            slot.ready, slot.job = True, None
            if held is not None and self._bench.has(held):
                self._bench.pace.took(clock.now() - (held.since or clock.now()))
                held.slot = None
                self._end(held, content["ended"])
        elif held is not None and "progress" in content:
            held.progress, held.progress_is_new = content["progress"], True
        elif held is not None and "said" in content:
            self._say(f"{str(held.id)[:8]} {held.job.type}: {content['said']}")

    def _end(self, held: Held, ended: Mapping[str, Any]) -> None:
        job, bench = held.job, self._bench
        match ended["status"]:
            case "succeeded":
                output = ended["output"]
                bench.keep(held, Outcome(job.id, job.token, "succeeded", output=output))
            case "recorded":
                bench.leave(held, Outcome(job.id, job.token, "succeeded"))
            case "unsure":
                bench.unsure[job.id] = held
            case "lost":
                bench.leave(held, None)
            case _:
                permanent, after = ended["permanent"], ended["delay"]
                bench.fail(held, ended["error"], permanent=permanent, after=after)

    def _gone(self, slot: Slot) -> None:
        """A slot's process is gone, and with it the job that it had."""
        self.slots.remove(slot)
        how = slot.kill()
        held: Held | None = slot.job
        if held is not None and self._bench.has(held):
            if clock.now() >= held.deadline:
                self._bench.leave(held, None)
            else:
                self._bench.fail(held, f"Its process ended {how}.")
        elif not slot.ready:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN:
                raise Failed(f"The processes that handlers run in end at once, {how}.")
