"""A round of triage as it is kept: where somebody stands, what they passed, what they decided.

The file is written before a decision is committed, with the transaction's number and the
round as it is without it. Whatever happens between the two writes, the next start asks the
database what became of that transaction, and goes on from the round that is true.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from doughy_cli.config import replace_file
from doughy_cli.errors import Conflict, Failed
from doughy_cli.output import plain

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision that was saved, with what takes it back.

    `before` and `after` are columns of the lead, as JSON has them. `events` are the texts it
    put on the timeline, `calls`, `deals` and `properties` what it made: id → updated_at, and
    `taken` the properties that became the lead's.
    """

    lead: str
    name: str
    words: str
    at: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    events: list[str] = field(default_factory=list)
    calls: dict[str, str] = field(default_factory=dict)
    deals: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Round:
    """Where somebody stands in the queue.

    `passed`: the leads that were decided or skipped, in that order, and when. `log`: what can
    be taken back, the last decision at the end.
    """

    started: str
    current: str | None = None
    passed: dict[str, str] = field(default_factory=dict)
    log: tuple[Entry, ...] = ()

    @classmethod
    def new(cls) -> Round:
        """Return a round that begins now."""
        return cls(started=now_text())

    def at(self, lead: UUID | None) -> Round:
        """Return the round with `lead` on the screen."""
        return replace(self, current=None if lead is None else str(lead))

    def passing(self, lead: UUID) -> Round:
        """Return the round with `lead` passed."""
        return replace(self, passed={**self.passed, str(lead): now_text()})

    def deciding(self, entry: Entry) -> Round:
        """Return the round with one more decision."""
        return replace(self, log=(*self.log, entry))

    def without_last(self) -> Round:
        """Return the round without its last decision, whose lead is not passed then."""
        lead = self.log[-1].lead
        passed = {each: at for each, at in self.passed.items() if each != lead}
        return replace(self, log=self.log[:-1], passed=passed, current=lead)

    def leaving_last(self) -> Round:
        """Return the round in which the last decision stands for good."""
        return replace(self, log=self.log[:-1])

    def without_passed(self, leads: Collection[str]) -> Round:
        """Return the round in which `leads` are not passed."""
        return replace(self, passed={k: at for k, at in self.passed.items() if k not in leads})


@dataclass(frozen=True, slots=True)
class Pending:
    """A transaction whose end is not known: its number, and the round if it failed."""

    transaction: str
    otherwise: Round


class RoundFile:
    """The file of a round; one process at a time has it.

    Raises Conflict if another has it now.
    """

    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        name = hashlib.sha256(json.dumps(about, sort_keys=True).encode()).hexdigest()[:32]
        self.about = dict(about)
        self.path = folder / "triage" / f"{name}.json"
        self._lock = self._take()

    def read(self) -> tuple[Round, Pending | None] | None:
        """Return the round as it was written last; None if there is none.

        Raises Failed for a file that holds none.
        """
        try:
            content = json.loads(self.path.read_text("utf-8"))
            if content["version"] != _VERSION:
                raise ValueError("of another version of doughy")
            pending = content["pending"]
            return _round(content["round"]), pending and Pending(
                pending["transaction"], _round(pending["otherwise"])
            )
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise Failed(
                f"{self.path} does not hold a round of triage.",
                "--restart begins a new one; what was decided is in the database.",
            ) from error

    def write(self, round_: Round, pending: Pending | None = None) -> None:
        """Keep the round, so that it is there even if the power fails now."""
        content = {
            "version": _VERSION,
            "about": self.about,
            "round": round_,
            "pending": pending,
        }
        replace_file(self.path, _json(content).encode())
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # else the rename itself may be lost
        finally:
            os.close(folder)

    def remove(self) -> None:
        """End the round."""
        self.path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let others have it."""
        os.close(self._lock)

    def _take(self) -> int:
        path = self.path.with_suffix(".lock")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise Failed(
                f"{path} cannot be written: {error.strerror}",
                "Set DOUGHY_HOME to a folder that you can write to.",
            ) from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            raise Conflict(
                "This triage is open in another terminal.",
                "Go on there, or quit it there; other filters are a triage of their own.",
                code="busy",
            ) from None
        return descriptor


def kept(value: Any) -> Any:
    """Return a value of the database's as the file has it."""
    return plain(value)


def now_text() -> str:
    """Return this moment as the file has it."""
    found: str = kept(datetime.now(UTC))
    return found


def _fields(record: Any) -> dict[str, Any]:
    """Return a record's fields as they are: `asdict` copies thousands of leads at each key."""
    return {each.name: getattr(record, each.name) for each in fields(record)}


_json = json.JSONEncoder(ensure_ascii=False, default=_fields).encode


def _round(content: Any) -> Round:
    return Round(**{**content, "log": tuple(Entry(**each) for each in content["log"])})
