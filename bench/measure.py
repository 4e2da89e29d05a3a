"""Whole processes timed in turn, so that a machine that speeds up or slows down does it to both.

The figure is a ratio: the median over rounds of one command's time by the other's in the same
round, for CPU (user and system, children included) and for the clock on the wall.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command line; `before` puts things back before each run and is not timed."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] | None = None
    before: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Figure:
    """How many times as long `command` takes as `base`; seconds are `command`'s medians."""

    command: str
    base: str
    cpu_ratio: float
    wall_ratio: float
    cpu_seconds: float
    wall_seconds: float
    rounds: int


def compare(commands: Sequence[Command], base: Command, rounds: int) -> list[Figure]:
    """Run all commands and the base `rounds` times in turn, after one round that is not
    counted; return a figure for each command."""
    everything = [base, *commands]
    for command in everything:
        _run(command)
    taken = [[_run(command) for command in everything] for _ in range(rounds)]
    figures = []
    for index, command in enumerate(commands, start=1):
        cpu = [(row[index][0], row[0][0]) for row in taken]
        wall = [(row[index][1], row[0][1]) for row in taken]
        figures.append(
            Figure(
                command=command.name,
                base=base.name,
                cpu_ratio=statistics.median(own / other for own, other in cpu),
                wall_ratio=statistics.median(own / other for own, other in wall),
                cpu_seconds=statistics.median(own for own, _ in cpu),
                wall_seconds=statistics.median(own for own, _ in wall),
                rounds=rounds,
            )
        )
    return figures


def _run(command: Command) -> tuple[float, float]:
    command.before()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(command.argv, env=command.env, capture_output=True, check=False)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{command.name} ended with {done.returncode}: {done.stderr.decode()}")
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return cpu, wall
