"""A terminal in which one command after the other is typed, as in a day's work: recorded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tests.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from tests.harness import Person, Program

# Reads a command line, runs it as the console script does, and says how it ended.
_SHELL = """
import shlex, sys
from doughy_cli import cli
number = 0
print("[0:0]", flush=True)
for line in iter(sys.stdin.readline, ""):
    number += 1
    print(f"\\n[{number}:{cli.run(shlex.split(line)[1:])}]", flush=True)
"""


class Session:
    """A terminal at which Ann works. `record` has each command, its exit code and the screen
    after it."""

    def __init__(self, doughy: Program, person: Person, folder: Path) -> None:
        shell = folder / "shell.py"
        shell.write_text(_SHELL)
        self.terminal = PseudoTerminal(doughy, person=person, shell=shell, size=(140, 60))
        self.record: list[tuple[str, int, str]] = []
        self.terminal.wait_for("[0:0]")

    def run(self, line: str, *answers: tuple[str, str], code: int = 0) -> str:
        """Type a command; for each of `answers` wait for the first text and type the second.

        Return the screen after it. It must end with `code`.
        """
        number = len(self.record) + 1
        self.terminal.screen.reset()
        self.terminal.type(f"{line}\n")
        for question, answer in answers:
            self.terminal.wait_for(question)
            self.terminal.type(answer)
        self.terminal.wait_for(f"[{number}:")
        shown = self.terminal.text
        self.record.append((line, code, shown))
        assert f"[{number}:{code}]" in shown, f"{line}\n{shown}"
        return shown
