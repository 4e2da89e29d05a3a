"""Saved views: kept as typed, used with other flags, refused when they cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.harness import Person, Program
    from tests.leads.conftest import Add, Leads


def names(leads: Leads, *flags: object) -> list[str]:
    done = leads("list", *flags, "--json")
    assert done.code == 0, done.err
    return [row["name"] for row in done.json]


@pytest.fixture
def three(add: Add) -> None:
    add("Ada", "--status", "active", "--tag", "vip", "--score", 90)
    add("Ben", "--status", "active", "--score", 50)
    add("Cy", "--status", "qualified", "--tag", "vip")


def test_a_view_lists_what_its_flags_list(leads: Leads, three: None) -> None:
    done = leads("views", "save", "hot", "--status", "active", "--sort", "-score")
    assert (done.code, done.out) == (0, "")
    assert "doughy leads list --view hot" in done.err
    assert names(leads, "--view", "hot") == ["Ada", "Ben"]
    # Flags narrow further, and go before the view's.
    assert names(leads, "--view", "hot", "--tag", "vip") == ["Ada"]
    assert names(leads, "--view", "hot", "--status", "qualified") == ["Cy"]
    assert names(leads, "--sort", "score", "--view", "hot") == ["Ben", "Ada"]


def test_what_is_not_given_in_a_view_stays_as_usual(leads: Leads, three: None) -> None:
    assert leads("views", "save", "all", "--score-is-no-flag").code == 2
    assert leads("views", "save", "vip", "--tag", "vip", "--fields", "name").code == 0
    assert leads("list", "--view", "vip", "-o", "tsv").out == "Cy\nAda\n"
    assert "Cy" in leads("export", "--view", "vip").out


def test_dates_stay_as_typed(leads: Leads, ann: Person, three: None, doughy: Program) -> None:
    assert leads("views", "save", "week", "--since", "-7d", "--untagged").code == 0
    listed = leads("views", "list", "--json").json
    assert listed == [{"name": "week", "flags": {"since": "-7d", "untagged": True}}]
    assert leads("views", "list").out.startswith("week\t")
    assert names(leads, "--view", "week") == ["Ben"]
    ann.sql("UPDATE leads SET created_at = now() - interval '8 days'")
    assert names(leads, "--view", "week") == []


def test_a_view_of_the_queue_shows_the_queue(leads: Leads, three: None) -> None:
    assert leads("views", "save", "queue", "--next", "--fields", "name,priority").code == 0
    rows = leads("list", "--view", "queue", "--json").json
    assert [set(row) for row in rows] == [{"name", "priority"}] * 3
    assert leads("export", "--view", "queue").code == 2


def test_views_are_listed_and_removed(leads: Leads, three: None) -> None:
    assert leads("views", "list", "--json").json == []
    for name in ("b", "a"):
        assert leads("views", "save", name, "--mine").code == 0
    assert [row["name"] for row in leads("views", "list", "--json").json] == ["a", "b"]
    assert leads("views", "rm", "a", "--dry-run").code == 0
    assert leads("views", "rm", "a", "--json").json == {"name": "a", "flags": {"mine": True}}
    assert leads("views", "rm", "a").code == 3
    assert leads("list", "--view", "a").code == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["save", "x"], "nothing to save"),
        (["save", "../x", "--mine"], "cannot be a view's name"),
        (["save", "x", "--status", "odd"], "odd"),
        (["save", "x", "--tag", "a", "--untagged"], "No lead fits both"),
        (["save", "x", "--since", "tomorrow"], "in the future"),
    ],
)
def test_a_view_that_cannot_be_is_refused(leads: Leads, arguments: list[str], words: str) -> None:
    done = leads("views", *arguments)
    assert (done.code, words in done.err) == (2, True), done.err
    assert leads("views", "list", "--json").json == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("status = ", "is not valid TOML"),
        ('odd = "x"', "odd"),
        ('status = ["odd"]', "odd"),
        ('sort = "odd"', "odd"),
    ],
)
def test_a_spoilt_file_is_told(leads: Leads, doughy: Program, content: str, words: str) -> None:
    leads("views", "save", "x", "--mine")
    [path] = (doughy.home / "config" / "views" / "leads").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text(content)
    done = leads("list", "--view", "x")
    assert (done.code, words in done.err) == (2, True), done.err
