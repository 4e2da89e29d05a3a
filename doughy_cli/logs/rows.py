"""What is shown of logs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from doughy_cli.json_text import JsonText


@dataclass(frozen=True, slots=True)
class LogRow:
    """A log. `created_at` is when its transaction began, so a later one may be seen earlier."""

    TABLE: ClassVar[tuple[str, ...]] = ("created_at", "level", "source", "message", "details")

    id: UUID
    created_at: datetime
    level: str
    source: str
    message: str
    details: JsonText | None


@dataclass(frozen=True, slots=True)
class LogLine:
    """The same as a table shows it."""

    TABLE: ClassVar[tuple[str, ...]] = ("when", "level", "source", "message")

    when: str
    level: str
    source: str
    message: str


@dataclass(frozen=True, slots=True)
class LevelCountRow:
    """How many logs of one level there are."""

    level: str
    count: int


@dataclass(frozen=True, slots=True)
class SourceCountRow:
    """How many logs one source has written, how many of them are errors or worse, and when it
    wrote last."""

    source: str
    count: int
    errors: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class HourCountRow:
    """How many logs there are of one hour, by level; `hour` is when it began here."""

    TABLE: ClassVar[tuple[str, ...]] = (
        *("hour", "count", "debug", "info", "warning", "error", "critical"),
    )

    hour: datetime
    count: int
    debug: int
    info: int
    warning: int
    error: int
    critical: int


@dataclass(frozen=True, slots=True)
class LogStatsRow:
    """The logs from `since` to `until` in numbers; `hours` are all hours between them."""

    TABLE: ClassVar[tuple[str, ...]] = ("since", "until", "count", "errors")

    since: datetime
    until: datetime
    count: int
    errors: int
    levels: list[LevelCountRow]
    sources: list[SourceCountRow]
    hours: list[HourCountRow]


@dataclass(frozen=True, slots=True)
class PrunedRow:
    """What `prune` has removed, or under --dry-run would: logs from before `before`."""

    TABLE: ClassVar[tuple[str, ...]] = ("before", "count")

    before: datetime
    count: int
    dry_run: bool


@dataclass(frozen=True, slots=True)
class AboutRow:
    """What happened with a record, from wherever it is kept.

    `kind` is log, lead or deal (an event of its timeline), message, call or job; `type` is a log's
    source, the event's type, the message's channel and direction, or the job's type. Only logs
    have a level.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("at", "kind", "level", "type", "text", "details")

    kind: str
    at: datetime
    level: str | None
    type: str
    text: str
    details: JsonText | None
    id: UUID
