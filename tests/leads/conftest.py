"""What the tests of `doughy leads` have in common: the program run as Ann."""

from __future__ import annotations

import os
import pty
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program, Result

Leads = Callable[..., "Result"]
Add = Callable[..., dict[str, Any]]


@pytest.fixture
def leads(doughy: Program, ann: Person) -> Leads:
    """Run `doughy leads …`, as Ann if nobody else is named."""

    def run(*arguments: object, person: Person = ann, **more: Any) -> Result:
        return doughy("leads", *map(str, arguments), person=person, **more)

    return run


@pytest.fixture
def add(leads: Leads) -> Add:
    """Add a lead with `leads add` and return it."""

    def run(name: str, *flags: object, **more: Any) -> dict[str, Any]:
        done = leads("add", "--name", name, *flags, "--json", **more)
        assert done.code == 0, done.err
        found: dict[str, Any] = done.json
        return found

    return run


def answered(doughy: Program, person: Person, answer: str, *arguments: str) -> tuple[int, str]:
    """Run the program with somebody at the terminal; return its exit code and the screen."""
    ours, theirs = pty.openpty()
    with doughy.start(
        *arguments, person=person, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        written = bytearray()
        while True:
            try:
                written += os.read(ours, 65536)
            except OSError:  # the program has ended
                break
    os.close(ours)
    return process.returncode, written.decode()
