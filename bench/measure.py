"""Whole processes timed in turn, so that a machine that speeds up or slows down does it to both.

The figure is a ratio: the median over rounds of one command's time by the other's in the same
round, for CPU (user and system, children included) and for the clock on the wall.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

TIMES = "×"


@dataclass(frozen=True)
class Command:
    """A command line; `before` puts things back before each run and is not timed.

    `limit` is how many times the base's time it may take, `by` which of the two times that is
    said of. `to` is a file for its standard output; `user` is the system's user it runs as.
    """

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] | None = None
    before: Callable[[], None] = lambda: None
    limit: float | None = None
    by: Literal["cpu", "wall"] = "cpu"
    to: Path | None = None
    user: int | None = None


@dataclass(frozen=True)
class Figure:
    """What was measured of `what`: a ratio to `base`, or an amount of some `unit` without a base.

    `cpu` and `wall` are the ratios of both times, `seconds` is the median on the wall. It holds
    if `value` is within `limit`, or the time within `enough` seconds, whatever the ratio.
    """

    what: str
    base: str
    value: float
    unit: str
    limit: float | None
    rounds: int
    cpu: float | None = None
    wall: float | None = None
    seconds: float | None = None
    enough: float | None = None

    @property
    def holds(self) -> bool | None:
        """Whether it is within its limit; None if it has none."""
        if self.limit is None:
            return None
        quick = self.enough is not None and (self.seconds or 0) < self.enough
        return self.value <= self.limit or quick


class Run(NamedTuple):
    """Seconds of CPU and on the wall, and the most memory that was resident, in MB."""

    cpu: float
    wall: float
    memory: float


def compare(
    commands: Sequence[Command],
    base: Command,
    rounds: int,
    elsewhere: Callable[[], float] = lambda: 0.0,
) -> list[Figure]:
    """Run all commands and the base `rounds` times in turn, after one round that is not
    counted; return a figure for each command.

    `elsewhere` gives seconds of CPU of processes that work for these, such as a server's.
    """
    figures, _ = compare_runs(commands, base, rounds, elsewhere)
    return figures


def compare_runs(
    commands: Sequence[Command],
    base: Command,
    rounds: int,
    elsewhere: Callable[[], float] = lambda: 0.0,
    *,
    warm: bool = True,
) -> tuple[list[Figure], list[list[Run]]]:
    """The same, with the runs of each command, the base's first."""
    everything = [base, *commands]
    if warm:
        for command in everything:
            run(command, elsewhere)
    taken = [[run(command, elsewhere) for command in everything] for _ in range(rounds)]
    runs = [list(each) for each in zip(*taken, strict=True)]
    return [
        _figure(each, base, own, runs[0]) for each, own in zip(commands, runs[1:], strict=True)
    ], runs


def amount(
    what: str, value: float, unit: str, limit: float | None = None, rounds: int = 1, base: str = ""
) -> Figure:
    """Return a figure that is no ratio of two times in turn."""
    return Figure(what, base, value, unit, limit, rounds)


def memory(what: str, runs: Sequence[Run], limit: float) -> Figure:
    """Return the most that was resident in any of the runs."""
    return amount(what, max(each.memory for each in runs), "MB resident", limit, len(runs))


def _figure(command: Command, base: Command, own: Sequence[Run], other: Sequence[Run]) -> Figure:
    pairs = list(zip(own, other, strict=True))
    cpu = statistics.median(one.cpu / two.cpu for one, two in pairs)
    wall = statistics.median(one.wall / two.wall for one, two in pairs)
    return Figure(
        what=command.name,
        base=base.name,
        value=cpu if command.by == "cpu" else wall,
        unit=TIMES,
        limit=command.limit,
        rounds=len(pairs),
        cpu=cpu,
        wall=wall,
        seconds=statistics.median(one.wall for one in own),
    )


def run(command: Command, elsewhere: Callable[[], float] = lambda: 0.0) -> Run:
    """Run a command once. Raises SystemExit if it fails."""
    command.before()
    as_user: dict[str, Any] = {}
    if command.user is not None:
        as_user = {"user": command.user, "group": command.user, "extra_groups": []}
    with tempfile.TemporaryFile() as words, open(command.to or os.devnull, "wb") as out:  # noqa: PTH123
        before = elsewhere()
        start = time.perf_counter()
        process = subprocess.Popen(
            command.argv, env=command.env, stdin=subprocess.DEVNULL, stdout=out, stderr=words,
            **as_user,
        )  # fmt: skip
        watch = _Memory(process.pid)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        cpu = used.ru_utime + used.ru_stime + elsewhere() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        watch.ended.set()
        watch.join()
        if process.returncode not in (0, 6):  # 6: done, and rows that cannot be were rejected
            words.seek(0)
            said = words.read().decode()
            raise SystemExit(f"{command.name} ended with {process.returncode}: {said}")
    return Run(cpu, wall, watch.most)


class _Memory(threading.Thread):
    """Looks at how much memory of a process is resident, while it runs.

    What `wait4` says of a child's memory begins with what its parent had when it was made.
    """

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._file = Path("/proc", str(pid), "status")
        self.most = 0.0
        self.ended = threading.Event()

    def run(self) -> None:
        # Seldom, where a command is short: looking costs CPU that the command could have.
        pause = 0.2
        while not self.ended.wait(pause):
            try:
                text = self._file.read_text()
            except OSError:
                return
            found = [line for line in text.splitlines() if line.startswith("VmHWM")]
            self.most = max([self.most, *(int(line.split()[1]) / 1024 for line in found)])
