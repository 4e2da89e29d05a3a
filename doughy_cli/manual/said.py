"""What a command's docstring says: the one place where its help is written.

    Change leads: those named, or those that fit --where-….          the summary

    The --where-… flags mean your own leads.                         any paragraphs

    Examples:
      # Whoever was not reached this week
      doughy leads edit 1f2e3d4c --status active

    Exit codes:
      6  Some of the rows were rejected.
      not 4 7

An exit code is said where it means more here than it does everywhere; `not` takes away those that
every command of the kind has.
"""

from __future__ import annotations

from typing import NamedTuple

_EXAMPLES, _EXITS = "Examples:", "Exit codes:"


class Said(NamedTuple):
    """The parts of a docstring; of exit codes, what each means here, and those it has not."""

    summary: str
    text: tuple[str, ...]
    examples: tuple[str, ...]
    exits: dict[int, str]
    without: frozenset[int]


def said(docstring: str) -> Said:
    """Return the parts of a docstring whose indentation is taken away."""
    summary, *parts = docstring.strip().split("\n\n")
    text: list[str] = []
    examples: list[str] = []
    exits: dict[int, str] = {}
    without: set[int] = set()
    for part in parts:
        first, *lines = part.strip("\n").split("\n")
        if first == _EXAMPLES:
            examples += [line.strip() for line in lines]
        elif first == _EXITS:
            for code, words in _exits(lines):
                if code == "not":
                    without.update(map(int, words.split()))
                else:
                    exits[int(code)] = words
        elif part.strip():
            text.append(part)
    return Said(" ".join(summary.split()), tuple(text), tuple(examples), exits, frozenset(without))


def _exits(lines: list[str]) -> list[tuple[str, str]]:
    """Return each code and what is said of it, which may go on in further lines."""
    found: list[tuple[str, str]] = []
    for line in lines:
        code, _, words = line.strip().partition(" ")
        if code.isdigit() or code == "not":
            found.append((code, words.strip()))
        elif found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line.strip()}")
    return found


def commands_of(example: str) -> str:
    """Return an example without what is said of it; '' for a line that only says something."""
    return "" if example.startswith("#") else example
