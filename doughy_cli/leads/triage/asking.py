"""What the loop waits for beside a plain key: a typed line, or one of a few choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from doughy_cli.differences import differences
from doughy_cli.leads.rows import LeadRow
from doughy_cli.leads.triage.editor import Line
from doughy_cli.leads.triage.keys import ANYWAY, LOOK_AGAIN, QUIT, SKIP
from doughy_cli.leads.triage.rows import TriageRow
from doughy_cli.leads.triage.sitting import Sitting
from doughy_cli.leads.triage.state import Entry
from doughy_cli.leads.triage.view import Prompt
from doughy_cli.options import field_names

Act = Callable[[], None]
_SAME = "Nothing of it that is shown is different by now."
# What follows from the lead's own fields, or is told in its timeline.
_FOLLOWING = tuple(set(field_names(TriageRow)) - set(field_names(LeadRow)))


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
    label: str,
    hint: str,
    then: Callable[[str], None],
    *,
    begin: str = "",
    empty: bool = False,
    enter: str = "saves",
) -> Typing:
    """Return a line to be typed that begins with the text `begin`; `enter` says what Enter does."""
    keys = f"Enter {enter}, Esc leaves it" + (", Ctrl-U clears it" if begin else "")
    return Typing(Prompt(label, f"{hint}  ({keys})", Line.of(begin)), then, empty)


def of_change(
    shown: TriageRow,
    stored: TriageRow,
    words: str,
    *,
    anyway: Act,
    look: Act,
    skip: Act,
    leave: Act,
) -> Choosing:
    """Return the question about a lead that somebody has changed since it was `shown`."""
    return Choosing(
        {
            ANYWAY: ("apply anyway", anyway),
            LOOK_AGAIN: ("look again", look),
            SKIP: ("skip the lead", skip),
            QUIT: ("quit", leave),
        },
        (
            f"Somebody has changed {shown.name} since it was shown here:",
            "",
            *(differences(shown, stored, left_out=_FOLLOWING) or [_SAME]),
            "",
            f"Yours, not saved yet: {words}",
        ),
    )


def of_undo(
    entry: Entry,
    found: tuple[str, ...],
    *,
    anyway: Act,
    look: Act,
    stand: Act,
    leave: Act,
) -> Choosing:
    """Return the question about a decision to be taken back that was changed since."""
    return Choosing(
        {
            ANYWAY: ("take it back anyway", anyway),
            LOOK_AGAIN: ("look at the lead", look),
            SKIP: ("let it stand", stand),
            QUIT: ("quit", leave),
        },
        (f"{entry.name} was decided here: {entry.words}. It was changed since:", "", *found),
    )


def nothing_left(sitting: Sitting) -> tuple[str, ...]:
    """Return what is told when there is no lead to show."""
    if not sitting.total:
        return ("No lead is in this queue.", "", "q quits.")
    decided = sitting.decided
    return (
        "Nothing is left.",
        "",
        f"{decided:,} decided, {len(sitting.round.passed) - decided:,} skipped.",
        "",
        "q ends the round; b goes back, u takes the last decision back.",
    )
