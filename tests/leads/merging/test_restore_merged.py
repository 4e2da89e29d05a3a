"""`doughy leads restore` of what cannot come back as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.leads.conftest import answered

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads


@pytest.fixture
def reused(leads: Leads, add: Add) -> tuple[str, str]:
    """A deleted lead and the one that has its phone by now."""
    old = add("Old", "--phone", "815 890 8301", "--note", "Hello")["id"]
    leads("rm", old)
    return old, add("New", "--phone", "815 890 8301")["id"]


def test_the_hint_is_a_command_that_works(leads: Leads, reused: tuple[str, str]) -> None:
    old, new = reused
    done = leads("restore", old, "--json")
    assert (done.code, done.error["code"]) == (5, "duplicate")
    command = f"doughy leads merge {new[:8]} {old[:8]} --deleted"
    assert f"`{command}`" in done.error["hint"]
    assert f"`doughy leads edit {new[:8]} --clear phone`" in done.error["hint"]
    assert leads(*command.split()[2:], "--yes").code == 0


def test_on_a_terminal_it_asks(
    doughy: Program, leads: Leads, ann: Person, reused: tuple[str, str]
) -> None:
    old, new = reused
    code, screen = answered(doughy, ann, "n", "leads", "restore", old)
    assert (code, f"leads merge {new[:8]} {old[:8]}" in screen) == (5, True)
    code, screen = answered(doughy, ann, "y\ny", "leads", "restore", old)
    assert code == 0, screen
    assert f"Merge {old[:8]} into {new[:8]}? [y/N]" in screen
    assert f"Merge 1 lead into {new[:8]}? [y/N]" in screen
    assert leads("show", old, "--json").json["merged_into"] == new


def test_a_merged_lead_is_not_restored(leads: Leads, add: Add) -> None:
    target, source, gone = (add(name, "--tag", "x")["id"] for name in ("Ada", "Bob", "Cy"))
    assert leads("merge", target, source, "--yes").code == 0
    done = leads("restore", source, "--json")
    assert (done.code, done.error["code"]) == (5, "merged")
    assert "leads unmerge" in done.error["hint"]
    leads("rm", gone)
    done = leads("restore", "--where-tag", "x", "--json")
    assert [each["id"] for each in done.json] == [gone]
    assert leads("restore", "--where-tag", "x").code == 3


def test_whoever_writes_to_a_merged_lead_is_sent_to_the_one_that_took_its_place(
    leads: Leads, add: Add
) -> None:
    """A STOP that comes for the old number must not be kept where nobody looks."""
    target, source = add("Ada")["id"], add("Bob", "--email", "bob@example.com")["id"]
    leads("edit", target, "--email", "ada@example.com")
    assert leads("merge", target, source, "--yes").code == 0
    for arguments in (
        ("edit", "bob@example.com", "--score", "5"),
        ("log", "bob@example.com", "sms", "STOP", "--direction", "in"),
        ("opt", "bob@example.com", "out"),
    ):
        done = leads(*arguments, "--json")
        assert (done.code, done.error["code"]) == (5, "merged"), arguments
        assert f"Name {target[:8]} instead" in done.error["hint"]
