"""Keys that were typed for something else than what came: they decide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.leads.triage.conftest import NAMES, lead

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.triage.conftest import Open

pytestmark = pytest.mark.timeout(600)


def statuses(person: Person) -> list[str]:
    return [lead(person, name)["status"] for name in NAMES[:3]]


@pytest.mark.parametrize("keys", ["c", "ccc", "\x1b[200~cc"])
def test_a_key_before_the_first_card_decides_nothing(
    ten: dict[str, str], opened: Open, ann: Person, keys: str
) -> None:
    terminal = opened()
    terminal.type(keys)  # the program has hardly begun to start
    terminal.wait_for(NAMES[0], "10 left of 10", "y qualify")
    if keys.startswith("\x1b"):  # the rest of a paste is no key either
        terminal.press("c\x1b[201~", "! Pasted text presses no keys.")
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
