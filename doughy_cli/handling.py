"""What a handler of jobs is: all that the module of one needs to know.

    from doughy_cli.handling import Context, Handler, Job, Refused

    @dataclass(frozen=True)
    class Input:
        radius: float = 1.0

    def run(job: Job[Input], context: Context) -> dict[str, Any]: ...

    HANDLER = Handler("Counts what is near.", Input, run)

It is found by an entry point of the group `doughy.jobs`, whose name is the type of the jobs. The
handlers that doughy brings are found in the same way, each in the domain whose work it does: the
domain of jobs knows none of them.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar
from uuid import UUID

if TYPE_CHECKING:
    import psycopg
    from sqlmodel import Session

GROUP = "doughy.jobs"
TIMEOUT = 300.0  # seconds
ATTEMPTS = 5

Input = TypeVar("Input")


class Refused(Exception):
    """What trying again cannot mend: the job has failed, with this message."""


class Later(Exception):
    """It may go well later: the job is tried again, after `seconds` if they are given."""

    def __init__(self, message: str, seconds: float | None = None) -> None:
        super().__init__(message)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Job(Generic[Input]):
    """One job, as a handler is given it. `user_id` is whose the deal is: a handler reads and
    writes what is theirs, and nothing else. `attempt` counts from 1."""

    id: UUID
    type: str
    deal_id: UUID | None
    user_id: UUID | None
    input: Input
    attempt: int
    max_attempts: int

    @property
    def owner(self) -> UUID:
        """Whose the job is. Raises Refused for a job of nobody, which may read nothing."""
        if self.user_id is None:
            raise Refused("The job belongs to nobody, so there is nothing that it may read.")
        return self.user_id


class Context(Protocol):
    """What a handler works with. It runs in a process of its own, as the service that the worker
    is signed in as: row security lets that read everybody's rows, so each query of a handler asks
    for those of the job's owner."""

    @property
    def connection(self) -> psycopg.Connection[Any]:
        """A connection to read with; each statement is a transaction of its own."""

    @property
    def session(self) -> Session:
        """A session of SQLModel's, to read with, on another connection. It is in a transaction
        once it is used: `rollback()` ends that before slow work."""

    def writing(self) -> AbstractContextManager[psycopg.Connection[Any]]:
        """A transaction to write in, the last thing that a handler does: it is committed together
        with the job's outcome, or not at all. Slow work has no place in it."""

    def progress(self, done: int, total: int | None = None, doing: str | None = None) -> None:
        """Say how far the job has come; `jobs watch` shows it."""

    def say(self, message: str) -> None:
        """Write a line to the worker's stderr. No secrets, and nothing of what documents say."""

    def secret(self, service: str) -> str:
        """Return the owner's own API key of a service. Raises Refused where there is none, or the
        worker was not given what opens it."""


@dataclass(frozen=True)
class Handler(Generic[Input]):
    """How jobs of one type are done.

    `input` is a dataclass whose fields have types that JSON can hold (texts, numbers, booleans,
    ids, dates, decimals, lists and other dataclasses). `run` returns what is kept as the output:
    a mapping or a dataclass. What it raises has the job tried again, up to `max_attempts` times;
    Refused ends it at once. After `timeout` seconds it is stopped.
    """

    summary: str
    input: type[Input]
    run: Callable[[Job[Input], Context], Mapping[str, Any] | Any]
    timeout: float = TIMEOUT
    max_attempts: int = ATTEMPTS
    # What is to be done with an output, as a command, where there is something to be done.
    suggest: Callable[[Job[Input], Mapping[str, Any]], str | None] = field(
        default=lambda _job, _output: None
    )

    def __post_init__(self) -> None:
        if not dataclasses.is_dataclass(self.input):
            raise TypeError("the input of a handler must be a dataclass")
