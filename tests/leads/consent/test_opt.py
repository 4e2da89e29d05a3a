"""`doughy leads opt`: what was agreed, and how that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.leads.conftest import answered

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads


@pytest.mark.parametrize(
    ("word", "stored"), [("in", "opted_in"), ("out", "opted_out"), ("PENDING", "pending")]
)
def test_consent_and_its_reason(
    leads: Leads, add: Add, ann: Person, word: str, stored: str
) -> None:
    ids = [add(name)["id"] for name in ("Ada", "Bob")]
    done = leads("opt", *ids, word, "--reason", " By phone ", "--json")
    assert done.code == 0, done.err
    assert [row["opt_status"] for row in done.json] == [stored, stored]
    told = ann.sql("SELECT description, metadata FROM lead_events WHERE event_type = 'opt_reason'")
    assert told == [("By phone", {"opt_status": stored})] * 2
    changed = ann.sql("SELECT count(*) FROM lead_events WHERE event_type = 'opt_changed'")
    assert changed == [(0 if stored == "pending" else 2,)]


def test_the_same_again_changes_nothing(leads: Leads, add: Add, ann: Person) -> None:
    lead = add("Ada")["id"]
    assert leads("opt", lead, "out").code == 0
    assert "Nothing to change" in leads("opt", lead, "out").err
    assert leads("opt", "-", "out", stdin=f"{lead}\n").code == 0
    assert ann.sql("SELECT count(*) FROM lead_events WHERE event_type = 'opt_changed'") == [(1,)]


@pytest.mark.parametrize("word", ["in", "pending"])
def test_who_opted_out_stays_out_without_reason_and_answer(
    leads: Leads, add: Add, ann: Person, doughy: Program, word: str
) -> None:
    lead = add("Ada", "--opt-status", "opted_out")["id"]
    done = leads("opt", lead, word, "--yes")
    assert (done.code, "opted out" in done.err, "--reason" in done.err) == (2, True, True)
    done = leads("opt", lead, word, "--reason", "Asked to")
    assert (done.code, "Give --yes" in done.err) == (2, True)
    code, _ = answered(doughy, ann, "n", "leads", "opt", lead, word, "--reason", "Asked to")
    assert code == 130
    assert ann.sql("SELECT opt_status FROM leads") == [("opted_out",)]
    code, screen = answered(doughy, ann, "y", "leads", "opt", lead, word, "--reason", "Asked to")
    assert (code, "(Ada) opted out. Record" in screen) == (0, True)
    assert ann.sql("SELECT opt_status FROM leads") != [("opted_out",)]


@pytest.mark.parametrize("flags", [("--opt-status", "opted_in"), ("--clear", "opt-status")])
def test_an_edit_does_not_opt_in_in_passing(
    leads: Leads, add: Add, ann: Person, flags: tuple[str, ...]
) -> None:
    lead = add("Ada", "--opt-status", "opted_out")["id"]
    done = leads("edit", lead, *flags, "--yes", "--json")
    assert (done.code, done.error["code"]) == (5, "opted_out")
    assert "doughy leads opt" in done.error["hint"]
    assert leads("edit", lead, "--score", 5, "--opt-status", "opted_out").code == 0
    assert ann.sql("SELECT opt_status, score FROM leads") == [("opted_out", 5)]


def test_over_three_are_asked_about(leads: Leads, add: Add, ann: Person) -> None:
    ids = [add(f"Lead {number}")["id"] for number in range(4)]
    assert leads("opt", *ids, "out").code == 2
    tried = leads("opt", *ids, "out", "--dry-run", "--json")
    assert {row["opt_status"] for row in tried.json} == {"opted_out"}
    assert ann.sql("SELECT DISTINCT opt_status FROM leads") == [("pending",)]
    assert leads("opt", *ids, "out", "--yes").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ID"], 2, "Missing argument"),
        (["ID", "maybe"], 2, "'maybe' is not one of"),
        (["ID", "out", "--reason", " "], 2, "--reason is empty"),
        (["ffff", "out"], 3, "ffff"),
        (["-", "out"], 2, "no ids"),
    ],
)
def test_bad_input_is_told(
    leads: Leads, add: Add, ann: Person, arguments: list[str], code: int, words: str
) -> None:
    lead = add("Ada")["id"]
    done = leads("opt", *(lead if each == "ID" else each for each in arguments))
    assert (done.code, words in done.err) == (code, True), done.err
    assert ann.sql("SELECT opt_status FROM leads") == [("pending",)]


def test_staff_do_not_change_others(leads: Leads, add: Add, ben: Person, admin: Person) -> None:
    theirs = add("Ben's", person=ben)["id"]
    assert leads("opt", theirs, "out").code == 3
    assert leads("opt", theirs, "out", person=admin).code == 8
