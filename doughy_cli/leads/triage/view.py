"""What is to be seen now, apart from how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from doughy_cli.leads.triage.editor import Line
from doughy_cli.leads.triage.rows import TriageRow

LEAST = (60, 16)  # columns and lines below which a card says too little


def too_small(columns: int, lines: int) -> bool:
    """Return whether a terminal is too small to show a card."""
    return columns < LEAST[0] or lines < LEAST[1]


class Page(StrEnum):
    """What the middle of the screen holds."""

    card = "card"
    help = "help"
    question = "question"
    finished = "finished"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A line that is being typed, and what it is for."""

    label: str
    hint: str
    line: Line


@dataclass(frozen=True, slots=True)
class View:
    """One screen. `choices` are keys and their words, in place of the usual keys."""

    page: Page
    now: datetime
    about: str
    left: int
    total: int
    card: TriageRow | None = None
    scroll: int = 0
    lines: tuple[str, ...] = ()
    message: str = ""
    failed: bool = False
    prompt: Prompt | None = None
    choices: tuple[tuple[str, str], ...] = field(default=())
