"""Keys that were typed for something else than what came: they decide nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from doughy_cli.screens import typed as typed_keys
from doughy_cli.screens.typed import CLOSED, QUESTION, Typed
from tests.leads.triage.conftest import NAMES, lead

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.triage.conftest import Open

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for each in ends:
        os.close(each)


def taken(keys: Typed) -> list[str]:
    keys.read()
    names = []
    while key := keys.next():
        names.append(key.name)
    return names


def test_keys_count_once_the_terminal_has_answered(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_keys, "PATIENCE", 1000)
    keys = Typed(pipe[0])
    assert keys.ask() == QUESTION
    os.write(pipe[1], b"c")
    keys.leave_out()  # "c" has come by then, and "a" comes while the screen is on its way
    assert taken(keys) == []
    os.write(pipe[1], b"a")
    assert taken(keys) == []
    os.write(pipe[1], b"\x1b[200~n\x1b[?62;2")  # in the middle of a paste, and cut
    assert taken(keys) == []
    os.write(pipe[1], b"2cn\x1b[201~yz")
    assert taken(keys) == ["paste", "y", "z"]
    assert not keys.open


def test_an_answer_to_an_earlier_question_is_none_to_the_last(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_keys, "PATIENCE", 1000)
    keys = Typed(pipe[0])
    keys.ask()
    os.write(pipe[1], b"\x1b[?6cc")
    keys.ask()
    assert taken(keys) == []
    os.write(pipe[1], b"c\x1b[?6cy")
    assert taken(keys) == ["y"]


def test_a_terminal_that_does_not_answer_is_asked_once(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_keys, "PATIENCE", 0)
    keys = Typed(pipe[0])
    keys.ask()
    os.write(pipe[1], b"c")
    assert taken(keys) == []
    assert keys.ask() == ""
    os.write(pipe[1], b"ca")
    keys.leave_out()  # what has come is left out still
    os.write(pipe[1], b"y\x1b[?6c")  # and an answer that is late is no key
    assert taken(keys) == ["y"]


def test_a_question_does_not_outlast_a_stop(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typed_keys, "PATIENCE", 1000)
    keys = Typed(pipe[0])
    keys.ask()  # its answer went to the shell, with what was typed there
    keys.forget()
    keys.leave_out()
    os.write(pipe[1], b"y")
    assert taken(keys) == ["y"]


def test_a_terminal_that_closes_before_it_answers(pipe: tuple[int, int]) -> None:
    keys = Typed(pipe[0])
    keys.ask()
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, pipe[1])  # closes its end
    os.close(nothing)
    assert taken(keys) == [CLOSED.name]


def statuses(person: Person) -> list[str]:
    return [lead(person, name)["status"] for name in NAMES[:3]]


@pytest.mark.parametrize("keys", ["c", "ccc"])
def test_a_key_before_the_first_card_decides_nothing(
    ten: dict[str, str], opened: Open, ann: Person, keys: str
) -> None:
    terminal = opened()
    terminal.type(keys)  # the program has hardly begun to start
    terminal.wait_for(NAMES[0], "10 left of 10", "y qualify")
    terminal.press("Z", "! No such key", "10 left of 10")
    assert statuses(ann) == ["new"] * 3
    terminal.press("ya", "8 left of 10", NAMES[2])  # from lead to lead, it is meant
    assert statuses(ann) == ["qualified", "active", "new"]


def test_a_key_while_the_terminal_is_too_small_decides_nothing_later(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    terminal = opened(size=(40, 10))
    terminal.wait_for("Too small:")
    terminal.type("c")
    terminal.resize(80, 24)
    terminal.wait_for(NAMES[0], "y qualify")
    terminal.press("Z", "! No such key", "10 left of 10")
    assert statuses(ann) == ["new"] * 3


def test_keys_for_the_next_lead_do_not_answer_a_question(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    ann.sql("UPDATE leads SET status = 'closed' WHERE name = %s", NAMES[0])
    terminal.press("n!s!q", "status: new → closed", "! apply anyway  l look again", "q quit")
    terminal.press("a", "! One of the keys below", "status: new → closed")
    assert statuses(ann) == ["closed", "new", "new"]
    # Quit from here: nothing is saved, and the next start begins with this lead.
    terminal.type("q")
    assert (terminal.end(), terminal.restored) == (0, True)
    assert statuses(ann) == ["closed", "new", "new"]


def test_quitting_from_the_question_of_undo(ten: dict[str, str], opened: Open, ann: Person) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    terminal.press("y", "qualified. u takes it back")
    ann.sql("UPDATE leads SET status = 'closed' WHERE name = %s", NAMES[0])
    terminal.press("u!", "was decided here: qualified", "! take it back anyway", "q quit")
    terminal.type("q")
    assert (terminal.end(), terminal.restored) == (0, True)
    assert statuses(ann)[0] == "closed"


def test_a_lead_deleted_meanwhile_is_told_and_left(
    ten: dict[str, str], opened: Open, ann: Person
) -> None:
    terminal = opened()
    terminal.wait_for(NAMES[0])
    delete = "UPDATE leads SET is_deleted = true WHERE name = %s"
    ann.sql(delete, NAMES[0])
    short = ten[NAMES[0]][:8]
    gone = f"! Lead {short} ({NAMES[0]}) is deleted. `doughy leads restore {short}` first."
    terminal.press("y", gone, "9 left of 9", f"\n {NAMES[1]}")
    # Also with a line typed for it: the line does not stay for the next lead.
    ann.sql(delete, NAMES[1])
    terminal.press("w", "Note:")
    terminal.press("Roof\r", f"({NAMES[1]}) is deleted.", "8 left of 8", f"\n {NAMES[2][:2]}")
    assert "Note:" not in terminal.text
    # One asked for by a flag stays.
    assert statuses(ann) == ["new"] * 3
    other = opened("--deleted")
    other.wait_for(NAMES[0], "2 left of 2")
    other.press("y", gone, "2 left of 2")
