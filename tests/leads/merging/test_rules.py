"""Which value wins, and which one comes back: without a database."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from doughy_cli.leads.merging.rules import FIELDS, Choice, Merge, plan, restored, strictest

SOURCE, OTHER = uuid4(), uuid4()


def lead(**values: Any) -> dict[str, Any]:
    return {**dict.fromkeys(FIELDS), "name": "Ada", "status": "new", **values}


def result(target: dict[str, Any], *sources: dict[str, Any], **choice: Any) -> Any:
    ids = (SOURCE, OTHER)
    steps, found = plan(target, list(zip(ids, sources, strict=False)), Choice(**choice))
    replayed = dict(target)
    for step in steps:
        assert all(replayed[name] == value for name, value in step.before.items())
        replayed |= step.after
    assert replayed == found, "the steps, one after the other, are the result"
    return found


@pytest.mark.parametrize(
    ("target", "source", "wins"),
    [
        ("opted_in", "opted_in", "opted_in"),
        ("opted_in", "pending", "pending"),
        ("opted_in", "opted_out", "opted_out"),
        ("opted_in", None, "pending"),
        ("pending", "opted_in", "pending"),
        ("pending", "opted_out", "opted_out"),
        ("pending", None, "pending"),
        ("opted_out", "opted_in", "opted_out"),
        ("opted_out", "pending", "opted_out"),
        ("opted_out", None, "opted_out"),
        (None, "opted_in", None),
        (None, "pending", "pending"),
        (None, "opted_out", "opted_out"),
        (None, None, None),
    ],
)
def test_the_most_restrictive_consent(
    target: str | None, source: str | None, wins: str | None
) -> None:
    assert strictest(target, source) == wins


def test_what_is_empty_comes_from_the_sources_in_their_order() -> None:
    found = result(lead(source=""), lead(phone="1", source="a"), lead(phone="2", company="b"))
    assert (found["phone"], found["company"], found["source"]) == ("1", "b", "a")
    found = result(lead(phone="0"), lead(phone="1", name="Bob", status="closed"))
    assert (found["phone"], found["name"], found["status"]) == ("0", "Ada", "new")


def test_scores_and_tags() -> None:
    assert result(lead(score=5), lead(score=0), lead(score=9))["score"] == 9
    assert result(lead(), lead(score=0))["score"] == 0
    assert result(lead(tags=["b", "a"]), lead(tags=["a", "c"]))["tags"] == ["b", "a", "c"]
    assert result(lead(tags=None), lead(tags=[]))["tags"] is None


@pytest.mark.parametrize(
    ("target", "source", "wins"),
    [
        (("a", "2030"), ("b", "2029"), ("b", "2029")),
        (("a", "2029"), ("b", "2030"), ("a", "2029")),
        (("a", None), ("b", "2030"), ("b", "2030")),
        (("a", "2030"), ("b", None), ("a", "2030")),
        (("a", None), ("b", None), ("a", None)),
        ((None, None), ("b", None), ("b", None)),
        ((None, "2030"), ("b", None), (None, "2030")),
        ((None, None), (None, "2030"), (None, "2030")),
    ],
)
def test_the_action_due_soonest_with_its_date(target: Any, source: Any, wins: Any) -> None:
    names = ("next_action", "next_action_due")
    found = result(
        lead(**dict(zip(names, target, strict=True))), lead(**dict(zip(names, source, strict=True)))
    )
    assert tuple(found[name] for name in names) == wins


def test_a_choice_is_for_its_field_alone() -> None:
    one, two = lead(phone="1", score=5, name="One"), lead(phone="2", score=9, name="Two")
    found = result(lead(), one, two, take={"phone": OTHER, "name": SOURCE}, keep={"score"})
    assert (found["phone"], found["score"], found["name"]) == ("2", None, "One")
    found = result(lead(tags=["a"]), lead(tags=["b"]), take={"tags": SOURCE})
    assert found["tags"] == ["b"]
    found = result(lead(opt_status="opted_in"), lead(opt_status="opted_out"), keep={"opt_status"})
    assert found["opt_status"] == "opted_out"


def merge(before: dict[str, Any], after: dict[str, Any], *, undone: bool = False) -> Merge:
    return Merge(UUID(int=0), SOURCE, before, after, undone)


def test_what_nobody_has_changed_since_comes_back() -> None:
    told = merge({"score": 1, "phone": None}, {"score": 9, "phone": "1"})
    assert restored(lead(score=9, phone="2"), told, []) == ({"score": 1}, ["phone"])
    pair = {"next_action": "a", "next_action_due": "2030"}
    told = merge(dict.fromkeys(pair), pair)
    assert restored(lead(**pair), told, []) == (dict.fromkeys(pair), [])
    assert restored(lead(**(pair | {"next_action": "b"})), told, []) == ({}, list(pair))


def test_tags_come_back_one_by_one() -> None:
    told = merge({"tags": ["a"]}, {"tags": ["a", "b"]})
    assert restored(lead(tags=["a", "b", "later"]), told, [])[0] == {"tags": ["a", "later"]}
    assert restored(lead(tags=["b"]), told, [])[0] == {"tags": []}
    assert restored(lead(tags=["b"]), merge({"tags": None}, {"tags": ["b", "c"]}), [])[0] == {
        "tags": None
    }
    replaced = merge({"tags": ["a"]}, {"tags": ["b"]})
    assert restored(lead(tags=["b", "later"]), replaced, [])[0] == {"tags": ["later", "a"]}


def test_a_value_of_a_merge_that_was_undone_does_not_come_back() -> None:
    last = merge({"score": 5}, {"score": 9})
    first = {"score": 1}, {"score": 5}
    assert restored(lead(score=9), last, [merge(*first, undone=True)])[0] == {"score": 1}
    assert restored(lead(score=9), last, [merge(*first)])[0] == {"score": 5}
    elsewhere = merge({"phone": "1"}, {"phone": "2"}, undone=True)
    assert restored(lead(score=9), last, [elsewhere, merge(*first, undone=True)])[0] == {"score": 1}
    someone = merge({"score": 0}, {"score": 4}, undone=True)  # and then somebody set it to 5
    assert restored(lead(score=9), last, [someone])[0] == {"score": 5}
