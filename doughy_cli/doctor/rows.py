"""What is shown of an examination."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class State(StrEnum):
    """How it is: well, worth knowing, to be mended, or not looked at."""

    ok = "ok"
    warning = "warning"
    fault = "fault"
    skipped = "skipped"


@dataclass(frozen=True, slots=True)
class CheckRow:
    """What was found in one check; one that finds several things has a row for each.

    `code` names what is wrong, as docs/troubleshooting.md lists it; `remedy` is what to do.
    """

    TABLE: ClassVar[tuple[str, ...]] = ("check", "state", "found", "remedy")

    check: str
    state: State
    code: str | None
    found: str
    remedy: str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found. With `rest`, what needs the check is skipped for this reason."""

    state: State
    found: str
    remedy: str | None = None
    code: str | None = None
    rest: Finding | None = None


def ok(found: str, remedy: str | None = None) -> Finding:
    """All is well; `remedy` may say what goes on from here."""
    return Finding(State.ok, found, remedy)


def warning(code: str, found: str, remedy: str | None = None) -> Finding:
    """Nothing fails by it, and somebody should know."""
    return Finding(State.warning, found, remedy, code)


def fault(code: str, found: str, remedy: str | None = None) -> Finding:
    """It must be mended."""
    return Finding(State.fault, found, remedy, code)


def skipped(found: str, remedy: str | None = None) -> Finding:
    """It was not looked at, and why."""
    return Finding(State.skipped, found, remedy)
