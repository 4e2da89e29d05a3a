"""Handlers as a third party would bring them, for trying the worker. What they do is told by
lines in a file: one that is opened to append takes each of them whole."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doughy_cli.handling import Context, Handler, Job, Later, Refused


def note(file: str, *words: object) -> None:
    line = " ".join(str(each) for each in words) + "\n"
    descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(descriptor, line.encode())
    finally:
        os.close(descriptor)


@dataclass(frozen=True)
class Noting:
    """What is noted in `file` before and after a wait for the file `gate`, if there is one. Only
    the first attempt waits."""

    file: str
    gate: str | None = None


def note_both(job: Job[Noting], context: Context) -> dict[str, Any]:
    note(job.input.file, "begin", job.id, os.getpid())
    note(job.input.file, "end", job.id, os.getpid())
    return {}


def wait(job: Job[Noting], context: Context) -> dict[str, Any]:
    note(job.input.file, "begin", job.id, os.getpid())
    context.progress(1, 2, "waiting")
    while job.input.gate and job.attempt == 1 and not Path(job.input.gate).exists():
        time.sleep(0.01)
    note(job.input.file, "end", job.id, os.getpid())
    return {"attempt": job.attempt}


def effect(job: Job[Noting], context: Context) -> dict[str, Any]:
    """Leaves a row that is there if, and only if, the job has succeeded."""
    note(job.input.file, "begin", job.id, os.getpid())
    with context.writing() as connection:
        connection.execute(
            "INSERT INTO deal_events (deal_id, event_type, description) VALUES (%s, %s, %s)",
            [job.deal_id, "tried", str(job.id)],
        )
    note(job.input.file, "end", job.id, os.getpid())
    return {"noted": True}


@dataclass(frozen=True)
class Failing:
    how: str
    until: int = 99  # the attempt that goes well
    secret: str = ""


def fail(job: Job[Failing], context: Context) -> dict[str, Any]:
    if job.attempt >= job.input.until:
        return {"attempt": job.attempt}
    match job.input.how:
        case "refuse":
            raise Refused("This cannot be done.")
        case "later":
            raise Later("Not now.", 0.0)
        case "never":
            raise Later("Not now.", float("nan"))
        case "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        case "exit":
            os._exit(3)
        case "output":
            return ["no mapping"]  # type: ignore[return-value]
        case "sql":
            context.connection.execute("SELECT 1 / 0")
        case "nul":
            return {"text": "a\x00b\ud800c"}
        case "print":
            print("said by a handler")  # noqa: T201
            return {}
    raise ValueError(f"it went wrong\nwith {job.input.secret or 'no secret'}")


def child(job: Job[Noting], context: Context) -> dict[str, Any]:
    """Starts a program of its own, and waits for it."""
    program = subprocess.Popen(["sleep", "600"])
    note(job.input.file, "child", job.id, program.pid)
    program.wait()
    return {}


def owner(job: Job[Noting], context: Context) -> dict[str, Any]:
    counted = context.connection.execute(
        "SELECT count(*), count(*) FILTER (WHERE user_id = %s) FROM deals", [job.user_id]
    ).fetchone()
    assert counted
    return {"seen": counted[0], "own": counted[1]}


NOTE = Handler("Notes.", Noting, note_both)
WAIT = Handler("Waits.", Noting, wait)
EFFECT = Handler("Leaves a row.", Noting, effect)
FAIL = Handler("Fails.", Failing, fail, max_attempts=3)
CHILD = Handler("Starts a program.", Noting, child, timeout=0.7, max_attempts=2)
OWNER = Handler("Counts deals.", Noting, owner)
