"""`doughy deals board --watch` on a terminal: drawn anew, resized, ended."""

from __future__ import annotations

import json
import signal
from typing import TYPE_CHECKING

import pytest

from tests.deals.conftest import own_deal
from tests.pseudo_terminal import PseudoTerminal

if TYPE_CHECKING:
    from tests.harness import Person, Program

pytestmark = pytest.mark.timeout(600)


def test_it_is_drawn_anew_and_gives_the_terminal_back(doughy: Program, ann: Person) -> None:
    own_deal(ann, "418 Maple Ave", estimated_value=90000)
    with PseudoTerminal(doughy, "deals", "board", "--watch", person=ann) as terminal:
        terminal.wait_for("Pipeline 1 deal", "418 Maple Ave", "q quits")
        own_deal(ann, "9 Elm St", stage="closing")
        terminal.wait_for("Pipeline 2 deals", "9 Elm St")
        terminal.resize(120, 40)
        terminal.wait_for("~$0")  # columns, not lines
        terminal.resize(40, 10)
        terminal.wait_for("Too small")
        terminal.resize(80, 24)
        terminal.wait_for("9 Elm St")
        terminal.type("q")
        assert (terminal.end(), terminal.restored) == (0, True)
    with PseudoTerminal(doughy, "deals", "board", "--watch", person=ann) as terminal:
        terminal.wait_for("Pipeline 2 deals")
        terminal.type("\x03")
        assert (terminal.end(), terminal.restored) == (0, True)


def test_a_script_gets_a_line_for_each_change(doughy: Program, ann: Person) -> None:
    with doughy.start("deals", "board", "--watch", "--json", person=ann) as process:
        assert process.stdout
        assert json.loads(process.stdout.readline())["count"] == 0
        own_deal(ann, "418 Maple Ave")
        assert json.loads(process.stdout.readline())["count"] == 1
        process.send_signal(signal.SIGINT)
        rest, told = process.communicate()
    assert (process.returncode, rest, told) == (0, b"", b"")
