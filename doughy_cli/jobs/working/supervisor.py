"""The worker's loop: one thread that takes jobs, hands them to slots, keeps their leases, and
writes what came of them.

It never waits for a handler, and while the server cannot be asked it goes on with what it has:
outcomes are kept until they can be written.
"""

from __future__ import annotations

import select
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from doughy_cli.jobs.working import clock
from doughy_cli.jobs.working.crew import Crew
from doughy_cli.jobs.working.desk import Desk
from doughy_cli.jobs.working.held import Bench, Held
from doughy_cli.jobs.working.link import Down, Link
from doughy_cli.jobs.working.options import Options
from doughy_cli.jobs.working.stopping import Stopping
from doughy_cli.jobs.working.told import Told


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
        self._options, self._timeouts, self._link, self._stopping = (
            options, timeouts, link, stopping
        )  # fmt: skip
        self._bench = Bench(tell, options.backoff)
        self._crew = Crew(self._bench, options.concurrency, hello, say)
        self._desk = Desk(options, link, self._bench, self._crew, say)

    def run(self) -> None:
        """Work. Raises what a person understands if the work cannot go on."""
        try:
            while not self._enough():
                self._wait()
                self._crew.hear()
                self._watch_times()
                if self._stopping.asked:
                    self._hand_back()
                self._crew.give()
                with suppress(Down):
                    self._desk.go(stopping=self._stopping.asked)
                self._crew.give()
        finally:
            self._crew.end()

    def _wait(self) -> None:
        """Wait for whatever comes first."""
        if self._link.notices_are_kept():
            return
        lines: list[Any] = [*self._crew.slots, self._stopping]
        if (notices := self._link.fileno()) is not None:
            lines.append(notices)
        moments = [self._desk.next_at(stopping=self._stopping.asked)]
        if self._stopping.asked:
            moments.append(self._stopping.at_once_at)
        moments += [self._over_at(each) for each in self._bench.open()]
        readable, _, _ = select.select(lines, [], [], max(0.0, min(moments) - clock.now()))
        if self._stopping in readable:
            self._stopping.read()

    def _over_at(self, held: Held) -> float:
        """Return when a job must have ended: with its lease, or after the time it may take."""
        if held.since is None:
            return held.deadline
        return min(held.deadline, held.since + self._timeouts[held.job.type])

    def _watch_times(self) -> None:
        """Stop what takes too long, and what the lease is over of."""
        now = clock.now()
        for held in self._bench.open():
            if now < self._over_at(held):
                continue
            self._crew.drop(held)
            if now >= held.deadline:
                self._bench.leave(held, None)
            else:
                seconds = self._timeouts[held.job.type]
                self._bench.fail(held, f"It took longer than {seconds:g} seconds.")

    def _hand_back(self) -> None:
        """Give back what has not begun, and after the time of grace what runs, too."""
        at_once = clock.now() >= self._stopping.at_once_at
        for held in self._bench.open():
            if at_once or held.slot is None:
                self._crew.drop(held)
                self._bench.hand_back(held)

    def _enough(self) -> bool:
        """Return whether there is nothing more to do here."""
        bench, stopping, options = self._bench, self._stopping, self._options
        if bench.held or bench.news:
            # A server that is away is not waited for for ever.
            return stopping.asked and stopping.given_up(self._link.up)
        if stopping.asked:
            return True
        if options.once:
            return self._desk.taken > 0 or self._desk.empty
        return options.drain and self._desk.empty and self._desk.drained()
