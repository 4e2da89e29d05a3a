"""`doughy leads purge` of leads that were merged, or that others were merged into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.leads.conftest import answered

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads
    from tests.leads.merging.conftest import Hang


def test_of_the_target_it_is_said_what_goes_with_it(
    doughy: Program, leads: Leads, add: Add, ann: Person, hang: Hang
) -> None:
    target, bob, cy = (add(name)["id"] for name in ("Ada", "Bob", "Cy"))
    hang(bob, "bobs")
    leads("merge", target, bob, cy, "--yes")
    leads("rm", target)
    said = (
        f"{bob[:8]} (Bob), {cy[:8]} (Cy) were merged into {target[:8]} (Ada): what moved to it "
        "goes with it (2 messages, 1 call, 1 transcript, 1 document, 3 events), and `unmerge` "
        "cannot take it back."
    )
    code, screen = answered(doughy, ann, "no", "leads", "purge", target)
    assert (code, said in " ".join(screen.split())) == (130, True), screen
    assert ann.sql("SELECT count(*) FROM messages") == [(2,)]
    done = leads("purge", target, "--yes", "--json")
    assert (done.code, said in done.err) == (0, True), done.err
    assert ann.sql("SELECT count(*) FROM messages") == [(0,)]
    assert ann.sql("SELECT count(*) FROM deals") == [(1,)]
    done = leads("unmerge", bob, "--json")
    assert (done.code, "is not merged" in done.error["message"]) == (5, True)
    assert leads("restore", bob).code == 0


def test_of_a_source_it_is_said_that_the_merge_stays(leads: Leads, add: Add) -> None:
    target, bob, cy = (add(name)["id"] for name in ("Ada", "Bob", "Cy"))
    leads("merge", target, bob, "--yes")
    leads("rm", cy)
    done = leads("purge", bob, cy, "--yes")
    said = f"{bob[:8]} (Bob) was merged into {target[:8]} (Ada): what moved stays there, and"
    assert (done.code, said in done.err, "(Cy)" in done.err) == (0, True, False), done.err


def test_of_both_nothing_is_lost_that_would_stay(leads: Leads, add: Add) -> None:
    target, bob = (add(name)["id"] for name in ("Ada", "Bob"))
    leads("merge", target, bob, "--yes")
    leads("rm", target)
    done = leads("purge", "--where-deleted", "--yes")
    assert (done.code, done.err) == (0, "2 leads removed for good.\n")
