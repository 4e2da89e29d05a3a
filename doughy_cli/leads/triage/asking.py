"""What the loop waits for beside a plain key: a typed line, or one of a few choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields

from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.triage.editor import Line
from doughy_cli.leads.triage.view import Prompt
from doughy_cli.output import lines

Act = Callable[[], None]
_NOT_TOLD = ("id", "updated_at")


@dataclass(frozen=True, slots=True)
class Typing:
    """A line to be typed; `then` is given it. `empty` says whether it may be left empty."""

    prompt: Prompt
    then: Callable[[str], None]
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Choosing:
    """Keys to choose from, each with its word and what it does.

    With `told`, these lines are shown in place of the card.
    """

    choices: dict[str, tuple[str, Act]]
    told: tuple[str, ...] = ()


def typing(
    label: str, hint: str, then: Callable[[str], None], *, begin: str = "", empty: bool = False
) -> Typing:
    """Return a line to be typed that begins with the text `begin`."""
    keys = "Enter saves, Esc leaves it" + (", Ctrl-U clears it" if begin else "")
    return Typing(Prompt(label, f"{hint}  ({keys})", Line.of(begin)), then, empty)


def changes(before: LeadRow, after: LeadRow) -> list[str]:
    """Return how a lead differs from what was shown of it, a line for each field."""
    names = [each.name for each in fields(LeadRow) if each.name not in _NOT_TOLD]
    return [
        f"{name.replace('_', ' ')}: {_shown(getattr(before, name))}"
        f" → {_shown(getattr(after, name))}"
        for name in names
        if getattr(before, name) != getattr(after, name)
    ]


def _shown(value: object) -> str:
    return lines(value) or "none"
