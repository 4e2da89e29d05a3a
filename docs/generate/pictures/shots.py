"""The pictures: which there are, and how the program is brought to draw them."""

from __future__ import annotations

import io
import os
import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

from docs.generate.pictures.drawing import picture
from docs.generate.pictures.scene import make, stopped_clock
from doughy_cli import cli
from doughy_cli.screens.frame import Frame
from doughy_cli.screens.keyboard import Key

if TYPE_CHECKING:
    from tests.harness import Database, Person, Program

_COLUMNS = 100
_LINES = 26
_SCREENS = ("triage",)
SHOTS = {
    "list": "doughy leads list --status qualified --sort -score",
    "triage": "doughy leads triage --status qualified",
    "board": "doughy deals board",
    "offer": 'doughy properties offer "418 maple"',
    "tail": "doughy logs tail",
}


class _Terminal(io.StringIO):
    """A stream that a person sees."""

    def isatty(self) -> bool:
        return True


class _Screen:
    """A terminal's screen on which one frame is drawn, and q is pressed."""

    def __init__(self, kept: str) -> None:
        self.size = (_COLUMNS, _LINES)

    def __enter__(self) -> _Screen:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def draw(self, frame: Frame, *, unexpected: bool = False) -> None:
        sys.stdout.write("\n".join(frame.lines) + "\n")

    def typed(self) -> Iterator[Key]:
        yield Key("q")


def pictures(doughy: Program, database: Database, person: Person) -> dict[str, str]:
    """Fill a database in which the person has nothing yet, and return the pictures by name.

    The person is an admin: nobody else sees the log.
    """
    with stopped_clock(), _as(doughy, person):
        make(database, person, _run)
        return {name: _taken(name, command) for name, command in SHOTS.items()}


def _taken(name: str, command: str) -> str:
    out, err = _run(shlex.split(command)[1:])
    if name in _SCREENS:  # it has the terminal to itself, without the prompt and what comes after
        return picture(name, out, _COLUMNS)
    return picture(name, out + err, _COLUMNS, command)


@contextmanager
def _as(doughy: Program, person: Person) -> Iterator[None]:
    environment = {
        **doughy.environment(person),
        **{"COLUMNS": str(_COLUMNS), "LINES": "50", "TERM": "xterm-256color"},
    }
    triage: Any = "doughy_cli.leads.triage"
    with (
        mock.patch.dict(os.environ, environment, clear=True),
        mock.patch(f"{triage}.run.Terminal", _Screen),
        mock.patch(f"{triage}.start.check"),
    ):
        yield


def _run(arguments: list[str]) -> tuple[str, str]:
    """Run the program; return what it writes to stdout and to stderr."""
    out, err = _Terminal(), _Terminal()
    with mock.patch("sys.stdout", out), mock.patch("sys.stderr", err):
        code = cli.run(arguments)
    if code:
        raise RuntimeError(f"doughy {shlex.join(arguments)}: {code}: {err.getvalue()}")
    return out.getvalue(), err.getvalue()
