"""`doughy leads tag` and `doughy leads score`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Person
    from tests.leads.conftest import Add, Leads


def test_tags_are_added_and_removed(leads: Leads, add: Add) -> None:
    ids = [add(name, "--tag", "cold")["id"] for name in ("Ada", "Ben")]
    done = leads("tag", *ids, "--add", "vip", "--add", "tax", "--remove", "cold", "--json")
    assert [row["tags"] for row in done.json] == [["vip", "tax"], ["vip", "tax"]]
    again = leads("tag", ids[0], "--add", "vip")
    assert "Nothing to change" in again.err


def test_a_score_keeps_its_reason(leads: Leads, add: Add, ann: Person) -> None:
    lead = add("Ada")["id"]
    done = leads("score", lead, "--to", 80, "--reason", " Owes taxes ", "--json")
    assert done.json["score"] == 80
    told = ann.sql("SELECT event_type, description FROM lead_events ORDER BY created_at")
    assert told[-1] == ("score_reason", "Owes taxes")
    assert "score_changed" in {event for event, _ in told}


def test_nothing_is_saved_in_a_dry_run(leads: Leads, add: Add, ann: Person) -> None:
    lead = add("Ada")["id"]
    done = leads("score", lead, "--to", 80, "--reason", "x", "--dry-run", "--json")
    assert done.json["score"] == 80
    assert ann.sql("SELECT score FROM leads") == [(None,)]
    assert ann.sql("SELECT count(*) FROM lead_events WHERE event_type = 'score_reason'") == [(0,)]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["tag", "ID"], 2, "--add TAG"),
        (["tag", "ID", "--add", "a", "--remove", "a"], 2, "both added and removed"),
        (["tag", "ID", "--add", "a,b"], 2, "cannot be a tag"),
        (["score", "ID"], 2, "--to"),
        (["score", "ID", "--to", "101"], 2, "--to"),
        (["score", "ID", "--to", "1", "--reason", " "], 2, "empty"),
        (["score", "ffff", "--to", "1"], 3, "ffff"),
        (["score", "-", "--to", "1"], 2, "no ids"),
    ],
)
def test_bad_input_is_told(
    leads: Leads, add: Add, ann: Person, arguments: list[str], code: int, words: str
) -> None:
    lead = add("Ada")["id"]
    done = leads(*(lead if each == "ID" else each for each in arguments))
    assert (done.code, words in done.err) == (code, True), done.err
    assert ann.sql("SELECT score, tags FROM leads") in ([(None, None)], [(None, [])])
